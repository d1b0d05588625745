package dev.latchkey.spring.page;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser with cookies that sends forms of the page, and follows no redirect by itself. */
final class Browser {

    static final String MOUNT = "/settings/access-management";

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final String base;

    Browser(int port) {
        this.base = "http://localhost:" + port;
    }

    Browser signedIn(String name) {
        HttpResponse<String> form = get("/login");
        HttpResponse<String> done =
                post("/login", "username", name, "password", "pw", "_csrf", hidden(form.body(), "_csrf"));
        if (!done.headers().firstValue("Location").orElse("").matches("(http://localhost:\\d+)?/")) {
            throw new AssertionError("not signed in: " + done + " " + done.headers());
        }
        return this;
    }

    HttpResponse<String> get(String path) {
        return send("GET", path);
    }

    HttpResponse<String> send(String method, String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).method(method, HttpRequest.BodyPublishers.noBody());
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** Sends names and values in turn, as a browser sends a form of the same site. */
    HttpResponse<String> post(String path, String... fields) {
        return postFrom("same-origin", path, fields);
    }

    HttpResponse<String> postFrom(String site, String path, String... fields) {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Sec-Fetch-Site", site)
                .POST(HttpRequest.BodyPublishers.ofString(form(fields))));
    }

    HttpResponse<String> postText(String path, String type, String body) {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", type)
                .header("Sec-Fetch-Site", "same-origin")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Sends a form for a new token, with what the page put into it. */
    HttpResponse<String> create(String description, String csrf) {
        HttpResponse<String> form = get(MOUNT + "/new");
        return post(
                MOUNT + "/new",
                "description",
                description,
                "step",
                "create",
                "scope",
                "workspace:read",
                "days",
                "30",
                "reach",
                "all",
                "key",
                hidden(form.body(), "key"),
                "_csrf",
                csrf.isEmpty() ? hidden(form.body(), "_csrf") : csrf);
    }

    static String form(String... fields) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            body.append(body.length() == 0 ? "" : "&")
                    .append(fields[i])
                    .append('=')
                    .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return body.toString();
    }

    static String hidden(String html, String name) {
        Matcher field =
                Pattern.compile("name=\"" + name + "\"[^>]* value=\"([^\"]*)\"").matcher(html);
        return field.find() ? field.group(1) : "";
    }
}
