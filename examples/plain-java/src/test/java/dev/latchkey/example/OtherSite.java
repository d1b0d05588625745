package dev.latchkey.example;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A site of somebody else on another port, with one page; under a name of the same site, and under one of another. */
final class OtherSite implements AutoCloseable {

    private final HttpServer server;
    private volatile String html = "";

    OtherSite() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = html.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    /** {@return the address at a host: localhost, to which a browser sends the service's cookies, or 127.0.0.1} */
    String url(String host) {
        return "http://" + host + ":" + server.getAddress().getPort() + "/";
    }

    void show(String body) {
        html = "<!DOCTYPE html><title>Elsewhere</title><body>" + body;
    }

    /** Shows a form that a click on its button sends elsewhere. */
    void showForm(String target, Map<String, String> fields) {
        StringBuilder form = new StringBuilder("<form method=post action='" + target + "'>");
        fields.forEach((name, value) ->
                form.append("<input type=hidden name='" + name + "' value='").append(value + "'>"));
        show(form + "<button>Win a prize</button></form>");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
