package dev.latchkey.example.workspaceapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service has besides the API: pages for people, and the actuator. */
class WorkspaceApiTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static final ByteArrayOutputStream output = new ByteArrayOutputStream();

    private static RunningService service;

    @BeforeAll
    static void start() {
        PrintStream before = System.out;
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        try {
            service = RunningService.start(folder);
        } finally {
            System.setOut(before);
        }
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.url() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void browsers_are_sent_to_sign_in() throws Exception {
        HttpResponse<String> answer = get("/", "Accept", "text/html");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElse("")).endsWith("/login");
    }

    @Test
    void the_actuator_shows_health_to_everybody_and_statistics_to_owners() throws Exception {
        assertThat(get("/actuator/health").body()).contains("\"status\":\"UP\"");
        assertThat(get("/actuator/latchkey").statusCode()).isEqualTo(302);
        assertThat(get("/actuator/latchkey", "Authorization", "Bearer abc").statusCode())
                .isEqualTo(302);
    }

    @Test
    void the_first_start_prints_commands_that_work_as_they_are() throws Exception {
        String printed = output.toString(StandardCharsets.UTF_8);
        assertThat(printed).contains("Access Management page: " + service.url() + "/settings/access-management");

        String created = bash(lineAfter(printed, "# create a token"));
        String token = created.replaceAll("(?s).*\"token\":\"([^\"]+)\".*", "$1");
        assertThat(bash("ACCESS_TOKEN=" + token + "\n" + lineAfter(printed, "ACCESS_TOKEN=...")))
                .contains("workspaces/myworkspace");
        assertThat(bash("ACCESS_TOKEN=" + token + "\n" + lineAfter(printed, "# it may not write")))
                .isEqualToIgnoringWhitespace("{\"error\":\"insufficient scope\",\"code\":7}");
    }

    private static String lineAfter(String text, String begin) {
        return text.lines()
                .dropWhile(line -> !line.startsWith(begin))
                .skip(1)
                .findFirst()
                .orElseThrow();
    }

    private static String bash(String commands) throws Exception {
        Process process = new ProcessBuilder("bash", "-c", commands)
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }

    private static HttpClient signedIn(String user, String password) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        String form = client.send(
                        HttpRequest.newBuilder(URI.create(service.url() + "/login"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        String csrf = form.replaceAll("(?s).*name=\"_csrf\"[^>]*value=\"([^\"]+)\".*", "$1");
        HttpRequest login = HttpRequest.newBuilder(URI.create(service.url() + "/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("_csrf=" + csrf + "&password=" + password + "&username="
                        + URLEncoder.encode(user, StandardCharsets.UTF_8)))
                .build();
        assertThat(client.send(login, HttpResponse.BodyHandlers.ofString())
                        .headers()
                        .firstValue("Location")
                        .orElse(""))
                .endsWith("/settings/access-management");
        return client;
    }

    private static HttpResponse<String> get(HttpClient client, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(service.url() + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void owners_see_the_statistics_and_the_meters_and_members_do_not() throws Exception {
        HttpClient owner = signedIn("other", service.createWorkspace("other", "Other"));
        HttpClient member = signedIn("ann@other", service.putMember("ann", "other"));

        assertThat(get(owner, "/actuator/latchkey").body()).contains("\"insufficient_scope\"", "\"housekeeping\"");
        assertThat(get(owner, "/actuator/metrics/latchkey.verifications").body())
                .contains("latchkey.verifications");
        assertThat(get(member, "/actuator/latchkey").statusCode()).isEqualTo(403);
    }
}
