package dev.latchkey.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journey of an owner over plain HTTP: from the sign-in to the history, and the token used in between. */
class ManagementPageTest {

    private static final String PAGE = ManagementPage.PATH + "/";

    @TempDir
    private Path folder;

    private ExampleService service;
    private String password;
    private String membersPassword;
    private HttpClient client;

    @BeforeEach
    void start() throws IOException {
        service = ExampleService.start(folder, 0);
        password = service.workspaces().createIfMissing("mine", "Mine").orElseThrow();
        membersPassword = service.workspaces().putMember("ann", "mine");
        FirstTokens.create(service.tokens(), service.workspaces().find("mine").orElseThrow());
        client = browser();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private static HttpClient browser() {
        return HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(Redirect.NORMAL)
                .build();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(service.url() + path)).build(), BodyHandlers.ofString());
    }

    /** Sends names and values in turn. */
    private HttpResponse<String> post(String path, String... fields) throws Exception {
        StringBuilder body = new StringBuilder("x=");
        for (int i = 0; i < fields.length; i += 2) {
            body.append('&')
                    .append(fields[i])
                    .append('=')
                    .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return client.send(
                HttpRequest.newBuilder(URI.create(service.url() + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Sec-Fetch-Site", "same-origin")
                        .POST(BodyPublishers.ofString(body.toString()))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> signIn(String user, String secret) throws Exception {
        return post(SignIn.PATH, "user", user, "password", secret);
    }

    private static String field(HttpResponse<String> page, String name) {
        Matcher field =
                Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page.body());
        return field.find() ? field.group(1) : "";
    }

    private static String first(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        return found.find() ? found.group(1) : "";
    }

    private int use(String token, String method, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(service.url() + "/v1beta/workspaces/mine"))
                .header("Authorization", "Bearer " + token)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString()).statusCode();
    }

    @Test
    void nobody_is_led_to_the_sign_in() throws Exception {
        assertThat(get(PAGE).body()).contains("Sign in to Example");
        assertThat(signIn("mine", "wrong").statusCode()).isEqualTo(401);
        assertThat(get(PAGE).body()).contains("Sign in to Example");
    }

    @Test
    void the_cookie_is_kept_from_scripts_and_from_other_sites() throws Exception {
        HttpClient plain = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create(service.url() + SignIn.PATH))
                .POST(BodyPublishers.ofString("user=mine&password=" + password))
                .build();

        assertThat(plain.send(request, BodyHandlers.ofString()).headers().firstValue("Set-Cookie"))
                .hasValueSatisfying(cookie -> assertThat(cookie).contains("HttpOnly", "SameSite=Lax"));
    }

    @Test
    void a_new_workspace_has_three_tokens_in_different_states() throws Exception {
        signIn("mine", password);

        assertThat(get(PAGE).body()).contains("Nightly export to the warehouse", "Build pipeline", "Disabled");
        assertThat(get(PAGE + "?state=inactive").body()).contains("Laptop of a former colleague", "Revoked");
    }

    @Test
    void an_owner_creates_uses_narrows_rotates_and_revokes_a_token() throws Exception {
        assertThat(signIn("mine", password).body()).contains("Access tokens");
        HttpResponse<String> form = get(PAGE + "new");
        String csrf = field(form, "csrf");
        String key = field(form, "key");
        HttpResponse<String> shown = post(
                PAGE + "new",
                "csrf",
                csrf,
                "key",
                key,
                "step",
                "create",
                "description",
                "Deploy",
                "scope",
                "workspace:write",
                "days",
                "30",
                "reach",
                "all");
        String token = first(shown.body(), "value=\"(example_[^\"]+)\"");
        String id = PAGE + token.substring("example_".length(), token.indexOf('.'));
        assertThat(use(token, "GET", "")).isEqualTo(200);
        assertThat(use(token, "PATCH", "{\"workspace\":{\"display_name\":\"New\"}}"))
                .isEqualTo(200);

        post(id + "/narrow", "csrf", csrf, "keep", "workspace:read@workspaces/mine");
        assertThat(use(token, "PATCH", "{\"workspace\":{\"display_name\":\"Newer\"}}"))
                .isEqualTo(403);

        HttpResponse<String> rotation = get(id + "/rotate");
        HttpResponse<String> rotated =
                post(id + "/rotate", "csrf", csrf, "overlap", "60", "key", field(rotation, "key"));
        String successor = first(rotated.body(), "value=\"(example_[^\"]+)\"");
        assertThat(use(token, "GET", "")).isEqualTo(200);
        assertThat(use(successor, "GET", "")).isEqualTo(200);

        assertThat(post(id + "/end", "csrf", csrf).body()).contains("The old token is revoked.");
        assertThat(use(token, "GET", "")).isEqualTo(401);
        assertThat(get(PAGE + "history").body())
                .contains("Created", "Permissions removed", "Replaced by another token", "Revoked");
        assertThat(get(PAGE + "history").body()).doesNotContain(token.substring(token.indexOf('.')));
    }

    @Test
    void a_member_sees_the_tokens_and_can_create_none_neither_here_nor_by_the_api() throws Exception {
        assertThat(signIn("ann@mine", membersPassword).body())
                .contains("Nightly export to the warehouse", "To create one, ask somebody who may.");
        HttpResponse<String> refused = post(
                PAGE + "new",
                "csrf",
                "x",
                "step",
                "create",
                "description",
                "x",
                "scope",
                "workspace:read",
                "days",
                "7");

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(get(PAGE).body()).doesNotContain("<strong dir=\"auto\">x</strong>");
    }

    @Test
    void another_workspace_s_owner_finds_nothing() throws Exception {
        signIn("mine", password);
        String id = first(get(PAGE).body(), "href=\"([0-9A-Z]{26})\"");
        String theirs = service.workspaces().createIfMissing("theirs", "Theirs").orElseThrow();
        client = browser();
        signIn("theirs", theirs);

        assertThat(get(PAGE).body()).contains("No tokens yet");
        assertThat(get(PAGE + id).statusCode()).isEqualTo(404);
        assertThat(get(PAGE + "history?token=" + id).body()).contains("Nothing happened");
    }

    @Test
    void who_signs_out_is_nobody() throws Exception {
        signIn("mine", password);

        post(SignIn.PATH, "sign-out", "yes");

        assertThat(get(PAGE).body()).contains("Sign in to Example");
    }
}
