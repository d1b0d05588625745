package dev.latchkey.example.suite;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A person with a browser without scripts: it follows redirects, keeps cookies and sends forms. */
public final class PageUser {

    private static final Pattern CSRF =
            Pattern.compile("<input(?=[^>]*name=\"(_?csrf)\")(?=[^>]*value=\"([^\"]*)\")[^>]*>");

    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final String url;

    /**
     * Makes a person who is not signed in.
     *
     * @param url the base of the service's addresses
     */
    public PageUser(String url) {
        this.url = url;
    }

    /**
     * {@return the page at a path}
     *
     * @param path within the service
     * @throws IOException if the service does not answer
     * @throws InterruptedException if the thread is interrupted
     */
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).header("Accept", "text/html,*/*;q=0.8");
    }

    /**
     * {@return the answer to a form}
     *
     * @param path where the form is sent
     * @param fields names and values in turn
     * @throws IOException if the service does not answer
     * @throws InterruptedException if the thread is interrupted
     */
    public HttpResponse<String> post(String path, String... fields) throws IOException, InterruptedException {
        StringBuilder body = new StringBuilder("x=");
        for (int i = 0; i < fields.length; i += 2) {
            body.append('&')
                    .append(fields[i])
                    .append('=')
                    .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return client.send(
                request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Sec-Fetch-Site", "same-origin")
                        .POST(BodyPublishers.ofString(body.toString()))
                        .build(),
                BodyHandlers.ofString());
    }

    /**
     * {@return the answer to the form of a page, sent with the page's CSRF token}
     *
     * @param page has the form
     * @param path where the form is sent
     * @param fields names and values in turn
     * @throws IOException if the service does not answer
     * @throws InterruptedException if the thread is interrupted
     */
    public HttpResponse<String> submit(HttpResponse<String> page, String path, String... fields)
            throws IOException, InterruptedException {
        Matcher csrf = CSRF.matcher(page.body());
        if (!csrf.find()) {
            return post(path, fields);
        }
        String[] all = new String[fields.length + 2];
        System.arraycopy(fields, 0, all, 0, fields.length);
        all[fields.length] = csrf.group(1);
        all[fields.length + 1] = csrf.group(2);
        return post(path, all);
    }
}
