package dev.latchkey.example;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.latchkey.http.BearerErrors;
import dev.latchkey.http.ErrorAnswer;
import dev.latchkey.token.UnavailableException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Finds the resource of a request, and converts its result or exception to an answer. */
final class Router implements HttpHandler {

    private static final Logger LOG = System.getLogger(Router.class.getName());

    private final List<Resource> resources;
    private final BearerErrors errors;

    Router(List<Resource> resources, BearerErrors errors) {
        this.resources = List.copyOf(resources);
        this.errors = errors;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            ErrorAnswer answer = answer(exchange);
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            if (Request.isHead(exchange)) {
                exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
                exchange.sendResponseHeaders(answer.status(), -1);
                return;
            }
            exchange.sendResponseHeaders(answer.status(), body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    private ErrorAnswer answer(HttpExchange exchange) throws IOException {
        try {
            return ok(route(Request.of(exchange)));
        } catch (Failure e) {
            return e.answer(errors);
        } catch (UnavailableException e) {
            LOG.log(Level.WARNING, "temporarily unavailable", e);
            return errors.unavailable(e);
        } catch (UncheckedIOException e) {
            // The client disconnected while its body was read, so no answer is sent.
            throw new IOException(e);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "failed", e);
            return errors.error(HttpErrors.INTERNAL, "internal error");
        }
    }

    private Map<String, Object> route(Request request) {
        List<String> path = request.path();
        if (path.size() < 2 || path.size() > 3 || !path.get(0).equals("v1beta")) {
            throw new Failure(HttpErrors.NOT_FOUND, "not found");
        }
        return resources.stream()
                .filter(resource -> resource.name().equals(path.get(1)))
                .findFirst()
                .orElseThrow(() -> new Failure(HttpErrors.NOT_FOUND, "not found"))
                .handle(request);
    }

    private static ErrorAnswer ok(Map<String, Object> content) {
        return new ErrorAnswer(
                200, Map.of("Content-Type", "application/json", "Cache-Control", "no-store"), Json.print(content));
    }

    /** {@return 405, which names what the resource allows (RFC 9110 section 15.5.6)} */
    static Failure methodNotAllowed(String allowed) {
        return new Failure(HttpErrors.METHOD_NOT_ALLOWED, "method not allowed", "Allow", allowed);
    }
}
