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
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an owner does with a token over HTTP after it was created. */
class LifecycleTest {

    private static final String TOKENS = "/v1beta/access-tokens";
    private static final String WORKSPACES = "/v1beta/workspaces";
    private static final String WANTED = "{\"access_token\":{\"description\":\"nightly export\","
            + "\"scopes\":\"workspace\",\"workspace_names\":[\"workspaces/mine\"],"
            + "\"attributes\":{\"team\":\"data\"}}}";

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
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode owner(int status, String method, String path, String body, String... headers) throws Exception {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Authorization";
        all[1] = owner;
        HttpResponse<String> response = send(method, path, body, all);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JsonMapper.builder().build().readTree(response.body());
    }

    private JsonNode create() throws Exception {
        return owner(200, "POST", TOKENS, WANTED);
    }

    private static String path(JsonNode token) {
        return "/v1beta/" + token.get("name").textValue();
    }

    private int status(JsonNode token, String method, String body) throws Exception {
        String bearer = "Bearer " + token.get("token").textValue();
        return send(method, WORKSPACES + "/mine", body, "Authorization", bearer).statusCode();
    }

    private static String update(String field, String value) {
        return "{\"access_token\":{" + value + "},\"update_mask\":{\"paths\":[\"access_token." + field + "\"]}}";
    }

    @Test
    void token_is_rotated_and_both_work_until_the_overlap_ends() throws Exception {
        JsonNode old = create();

        JsonNode successor = owner(200, "POST", path(old) + ":rotate", "{\"overlap\":\"3600s\"}");

        assertThat(successor.get("replaces")).isEqualTo(old.get("name"));
        assertThat(Instant.parse(successor.get("replaced_until").textValue()))
                .isBefore(Instant.parse(old.get("expire_time").textValue()));
        assertThat(successor.get("attributes").toString()).isEqualTo("{\"team\":\"data\"}");
        assertThat(status(old, "GET", "")).isEqualTo(200);
        assertThat(status(successor, "GET", "")).isEqualTo(200);
        assertThat(owner(200, "GET", path(old), "").get("replaced_by")).isEqualTo(successor.get("name"));
        JsonNode again = owner(400, "POST", path(old) + ":rotate", "");
        assertThat(again.get("code").intValue()).isEqualTo(9);
    }

    @Test
    void rotation_without_overlap_ends_the_old_token_at_once() throws Exception {
        JsonNode old = create();

        owner(200, "POST", path(old) + ":rotate", "{\"overlap\":\"0s\"}");

        assertThat(status(old, "GET", "")).isEqualTo(401);
    }

    @Test
    void repeated_request_with_its_key_makes_one_token_and_shows_its_secret_once() throws Exception {
        JsonNode first = owner(200, "POST", TOKENS, WANTED, "Idempotency-Key", "key");

        JsonNode again = owner(200, "POST", TOKENS, WANTED, "Idempotency-Key", "key");

        assertThat(again.get("name")).isEqualTo(first.get("name"));
        assertThat(first.has("token")).isTrue();
        assertThat(again.has("token")).isFalse();
        assertThat(owner(200, "GET", TOKENS, "").get("access_tokens")).hasSize(1);
        JsonNode conflict = owner(422, "POST", TOKENS, WANTED.replace("nightly", "weekly"), "Idempotency-Key", "key");
        assertThat(conflict.get("code").intValue()).isEqualTo(3);
        owner(400, "POST", TOKENS, WANTED, "Idempotency-Key", "one", "Idempotency-Key", "two");
    }

    @Test
    void token_is_narrowed_and_never_widened() throws Exception {
        JsonNode token = create();
        String toRead = "\"scopes\":\"workspace:read\",\"workspace_names\":[\"workspaces/mine\"]";
        String toAll = toRead.replace(":read", "");

        owner(200, "PATCH", path(token), update("scopes", toRead));

        assertThat(status(token, "GET", "")).isEqualTo(200);
        assertThat(status(token, "PATCH", "{\"workspace\":{\"display_name\":\"New\"}}"))
                .isEqualTo(403);
        JsonNode refused = owner(400, "PATCH", path(token), update("scopes", toAll));
        assertThat(refused.get("error").textValue()).contains("the token does not have");
    }

    @Test
    void fields_of_the_mask_change_and_others_do_not() throws Exception {
        JsonNode token = create();

        JsonNode changed = owner(
                200,
                "PATCH",
                path(token),
                update("description", "\"description\":\"weekly export\",\"attributes\":{}"));

        assertThat(changed.get("description").textValue()).isEqualTo("weekly export");
        assertThat(changed.get("attributes").toString()).isEqualTo("{\"team\":\"data\"}");
        JsonNode annotated =
                owner(200, "PATCH", path(token), update("attributes", "\"attributes\":{\"team\":\"ops\"}"));
        assertThat(annotated.get("attributes").toString()).isEqualTo("{\"team\":\"ops\"}");
        owner(400, "PATCH", path(token), update("token", "\"description\":\"x\""));
        owner(400, "PATCH", path(token), update("expire_time", "\"expire_time\":\"2999-01-01T00:00:00Z\""));
    }

    @Test
    void disabled_token_is_refused_until_it_is_enabled() throws Exception {
        JsonNode token = create();

        JsonNode disabled = owner(200, "POST", path(token) + ":disable", "{\"reason\":\"holidays\"}");

        assertThat(disabled.get("state").textValue()).isEqualTo("disabled");
        assertThat(status(token, "GET", "")).isEqualTo(401);
        owner(200, "POST", path(token) + ":enable", "");
        assertThat(status(token, "GET", "")).isEqualTo(200);
    }

    @Test
    void other_methods_and_other_tokens_are_not_found() throws Exception {
        JsonNode token = create();

        owner(404, "POST", path(token) + ":destroy", "");
        owner(404, "POST", TOKENS + "/01ARZ3NDEKTSV4RRFFQ69G5FAV:rotate", "");
        owner(405, "GET", path(token) + ":rotate", "");
    }
}
