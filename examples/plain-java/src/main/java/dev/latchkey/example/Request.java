package dev.latchkey.example;

import com.sun.net.httpserver.HttpExchange;
import dev.latchkey.http.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request as the resources see it. HEAD is GET there; only the answer differs. */
record Request(HttpExchange exchange, String method, List<String> path) {

    private static final int MAX_BODY = 64 * 1024;
    private static final Pattern JSON = Pattern.compile(
            "application/(json|[a-z0-9.-]+\\+json|x-www-form-urlencoded)(\\s*;\\s*charset=\"?utf-8\"?)?",
            Pattern.CASE_INSENSITIVE);

    static Request of(HttpExchange exchange) {
        List<String> path = Arrays.stream(exchange.getRequestURI().getRawPath().split("/"))
                .skip(1)
                .map(Request::decoded)
                .toList();
        return new Request(exchange, isHead(exchange) ? "GET" : exchange.getRequestMethod(), path);
    }

    static boolean isHead(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("HEAD");
    }

    /** Percent-decodes UTF-8. Malformed UTF-8, half a surrogate pair for example, and NUL are refused, not replaced. */
    private static String decoded(String text) {
        try {
            // Decoded to one character for each octet first, because URLDecoder would replace malformed UTF-8.
            String octets = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.ISO_8859_1);
            String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
            if (decoded.indexOf('\0') < 0) {
                return decoded;
            }
        } catch (CharacterCodingException | IllegalArgumentException e) {
            // Refused below.
        }
        throw new Failure(ErrorCode.INVALID_ARGUMENT, "the request target is not percent-encoded UTF-8");
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

    /** {@return the header's value, or empty if the request has none} */
    Optional<String> header(String name) {
        List<String> values = exchange.getRequestHeaders().getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new Failure(ErrorCode.INVALID_ARGUMENT, "the header " + name + " is there more than once");
        }
        return values.stream().findFirst();
    }

    /** {@return the body, or an empty object without one} */
    Json optionalBody() {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        boolean chunked = exchange.getRequestHeaders().containsKey("Transfer-Encoding");
        return (length == null || length.equals("0")) && !chunked
                ? Json.parse("{}".getBytes(StandardCharsets.UTF_8))
                : body();
    }

    Json body() {
        requireJson(exchange.getRequestHeaders().getFirst("Content-Type"));
        try {
            byte[] bytes = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
            if (bytes.length > MAX_BODY) {
                throw new Failure(HttpErrors.CONTENT_TOO_LARGE, "the body is larger than " + MAX_BODY + " bytes");
            }
            return Json.parse(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code curl -d} declares a form unless it is given another type, so that type passes too; the body must be JSON. */
    private static void requireJson(@Nullable String contentType) {
        if (contentType != null && !JSON.matcher(contentType.strip()).matches()) {
            throw new Failure(HttpErrors.UNSUPPORTED_MEDIA_TYPE, "the body must be application/json in UTF-8");
        }
    }
}
