package dev.latchkey.example;

import com.sun.net.httpserver.HttpExchange;
import dev.latchkey.http.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A request as the resources see it. */
record Request(HttpExchange exchange, String method, List<String> path) {

    private static final int MAX_BODY = 64 * 1024;

    static Request of(HttpExchange exchange) {
        List<String> path = Arrays.stream(exchange.getRequestURI().getRawPath().split("/"))
                .skip(1)
                .map(Request::decoded)
                .toList();
        return new Request(exchange, exchange.getRequestMethod(), path);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Failure(ErrorCode.INVALID_ARGUMENT, "the address is not a legal one");
        }
    }

    List<String> authorization() {
        return exchange.getRequestHeaders().getOrDefault("Authorization", List.of());
    }

    Optional<String> query(String name) {
        String query = exchange.getRequestURI().getRawQuery();
        return query == null
                ? Optional.empty()
                : Arrays.stream(query.split("&"))
                        .filter(pair -> pair.startsWith(name + "="))
                        .map(pair -> decoded(pair.substring(name.length() + 1)))
                        .findFirst();
    }

    Json body() {
        try {
            byte[] bytes = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
            if (bytes.length > MAX_BODY) {
                throw new Failure(ErrorCode.INVALID_ARGUMENT, "the body is larger than " + MAX_BODY + " bytes");
            }
            return Json.parse(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
