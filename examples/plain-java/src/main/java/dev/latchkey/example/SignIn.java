package dev.latchkey.example;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.latchkey.example.Sessions.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/** {@code /sign-in}: the form by which people sign in, and sign out; the host's own, which Latchkey does not know. */
final class SignIn implements HttpHandler {

    static final String PATH = "/sign-in";

    private static final int MAX_BODY = 4_096;
    private static final String STYLE = resource("sign-in.css");
    private static final String FORM = resource("sign-in.html");
    private static final String SIGNED_IN = resource("signed-in.html");
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; form-action 'self'; base-uri 'none';"
            + " frame-ancestors 'none'; style-src 'sha256-" + digest(STYLE) + "'";

    private final Workspaces workspaces;
    private final Sessions sessions;

    SignIn(Workspaces workspaces, Sessions sessions) {
        this.workspaces = workspaces;
        this.sessions = sessions;
    }

    private static String resource(String name) {
        try (java.io.InputStream in = SignIn.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String digest(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getRawPath().equals(PATH)) {
                show(exchange, 404, FORM, "There is no such page. Sign in here.");
            } else if (exchange.getRequestMethod().equals("POST")) {
                submit(exchange);
            } else {
                Optional<Session> session = sessions.find(exchange);
                boolean again = "again".equals(exchange.getRequestURI().getRawQuery());
                show(exchange, 200, session.isPresent() && !again ? SIGNED_IN : FORM, "");
            }
        }
    }

    private void submit(HttpExchange exchange) throws IOException {
        String site = exchange.getRequestHeaders().getFirst("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin")) {
            show(exchange, 403, FORM, "Another site sent this form. Sign in here.");
            return;
        }
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY);
        FormFields fields = FormFields.parse(new String(body, StandardCharsets.UTF_8));
        String ended = sessions.end(exchange);
        if (fields.has("sign-out")) {
            redirect(exchange, PATH, ended);
            return;
        }
        String name = fields.get("user");
        Optional<Workspaces.Account> account = workspaces.authenticate(name, fields.get("password"));
        if (account.isEmpty()) {
            show(exchange, 401, FORM, "No account has this name and password.");
        } else {
            redirect(exchange, ManagementPage.PATH + "/", sessions.begin(account.get(), name));
        }
    }

    private static void redirect(HttpExchange exchange, String address, String cookie) throws IOException {
        exchange.getResponseHeaders().set("Set-Cookie", cookie);
        exchange.getResponseHeaders().set("Location", address);
        exchange.sendResponseHeaders(303, -1);
    }

    /** @param problem a text of this class: nothing that was sent is shown again */
    private static void show(HttpExchange exchange, int status, String page, String problem) throws IOException {
        byte[] body = page.replace("{style}", STYLE)
                .replace("{problem}", problem)
                .replace("{page}", ManagementPage.PATH + "/")
                .getBytes(StandardCharsets.UTF_8);
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "text/html; charset=utf-8");
        headers.set("Cache-Control", "no-store");
        headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
