package dev.latchkey.page.httpserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.latchkey.page.AccessPage;
import dev.latchkey.page.PageMount;
import dev.latchkey.page.PageRequest;
import dev.latchkey.page.PageResponse;
import java.io.IOException;
import java.net.URI;

/**
 * Serves the page below the path of the context for which it is made, such as {@code /settings/access-management}.
 *
 * <p>{@link PageRequest#original} is the {@link HttpExchange}.
 */
public final class AccessPageHandler implements HttpHandler {

    private final PageMount mount;

    /**
     * Makes the handler.
     *
     * @param page what it serves
     */
    public AccessPageHandler(AccessPage page) {
        this.mount = new PageMount(page);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI uri = exchange.getRequestURI();
            String context = exchange.getHttpContext().getPath();
            String path = context.endsWith("/") ? context.substring(0, context.length() - 1) : context;
            PageRequest request = PageRequest.of(
                            exchange.getRequestMethod(),
                            uri.getRawPath(),
                            uri.getRawQuery() == null ? "" : uri.getRawQuery(),
                            exchange.getRequestHeaders())
                    .withOriginal(exchange);
            write(mount.answer(request, path, exchange.getRequestBody()::readNBytes), exchange);
        }
    }

    private static void write(PageResponse answer, HttpExchange exchange) throws IOException {
        byte[] body = answer.body();
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        if (exchange.getRequestMethod().equals("POST")) {
            // The answer may have a new token, and the server keeps the bytes of the last answer as long as the
            // connection.
            exchange.getResponseHeaders().set("Connection", "close");
        }
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
