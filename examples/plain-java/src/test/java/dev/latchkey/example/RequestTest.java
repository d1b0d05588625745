package dev.latchkey.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What this service alone reads from requests, beyond the suite that every example passes. */
class RequestTest {

    private static final String TOKENS = "/v1beta/access-tokens";
    private static final String WANTED = "{\"access_token\":{\"description\":\"d\",\"scopes\":\"workspace:read\","
            + "\"workspace_names\":[\"workspaces/mine\"]}}";

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private ExampleService service;
    private String owner;

    @BeforeEach
    void start() throws IOException {
        service = ExampleService.start(folder, 0);
        String password = service.workspaces().createIfMissing("mine", "Mine").orElseThrow();
        owner = "Basic " + Base64.getEncoder().encodeToString(("mine:" + password).getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.url() + path))
                .header("Authorization", owner)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return JsonMapper.builder().build().readTree(response.body());
    }

    /** {@code curl -d} declares a form by default. */
    @Test
    void json_is_read_as_curl_sends_it() throws Exception {
        assertThat(send("POST", TOKENS, WANTED).statusCode()).isEqualTo(200);
        assertThat(send("POST", TOKENS, WANTED, "Content-Type", "application/x-www-form-urlencoded")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void body_in_another_charset_is_refused_with_415() throws Exception {
        assertThat(send("POST", TOKENS, WANTED, "Content-Type", "application/json; charset=latin1")
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void field_without_a_value_is_refused() throws Exception {
        HttpResponse<String> refused = send("POST", TOKENS, WANTED.replace("}}", ",\"expire_time\":null}}"));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).get("error").textValue()).startsWith("expire_time");
    }

    @Test
    void unknown_field_is_answered_with_those_that_are_known() throws Exception {
        HttpResponse<String> refused = send("POST", TOKENS, "{\"access_token\":{\"expires\":\"2030\"}}");

        assertThat(json(refused).get("error").textValue())
                .startsWith("unknown field expires in access_token; known are description, scopes");
    }

    @ParameterizedTest
    @CsvSource({"GET, /", "GET, /v1beta/workspaces/a/b", "DELETE, /v1beta/access-tokens/%27;%20DROP%20TABLE%20x;%20--"})
    void other_paths_are_not_found(String method, String path) throws Exception {
        HttpResponse<String> refused = send(method, path, "");

        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(refused.body()).startsWith("{\"error\":\"");
        assertThat(refused.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1beta/workspaces", "/v1beta/workspaces/mine"})
    void wrong_method_is_answered_before_credentials_are_read(String path) throws Exception {
        HttpResponse<String> refused = send("DELETE", path, "");

        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.headers().firstValue("Allow").orElse("")).startsWith("GET, HEAD");
    }

    @Test
    void full_access_to_a_workspace_is_in_the_catalogue() {
        assertThat(ExampleService.SCOPES.groups().get(0).permissions())
                .extracting(permission -> permission.scope().toString())
                .containsExactly("workspace", "workspace:read", "workspace:write");
    }
}
