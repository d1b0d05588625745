package dev.latchkey.example.workspaceapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service from outside: real requests to a real server on a database file. */
class WorkspaceApiTest {

    private static final String TOKENS = "/v1beta/access-tokens";
    private static final String WORKSPACES = "/v1beta/workspaces";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static ConfigurableApplicationContext service;
    private static String mine;
    private static String theirs;

    @BeforeAll
    static void start() {
        service = run();
        Workspaces workspaces = service.getBean(Workspaces.class);
        mine = basic("mine", workspaces.createIfMissing("mine", "Mine").orElseThrow());
        theirs = basic("theirs", workspaces.createIfMissing("theirs", "Theirs").orElseThrow());
    }

    private static ConfigurableApplicationContext run() {
        return SpringApplication.run(
                WorkspaceApi.class,
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--logging.level.root=error",
                "--latchkey.hashing.profile=light",
                "--spring.datasource.url=jdbc:h2:file:" + folder.resolve("example") + ";TRACE_LEVEL_FILE=0");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String basic(String slug, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((slug + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> send(String method, String path, String authorization, String body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(
                        "http://localhost:" + service.getEnvironment().getProperty("local.server.port") + path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.builder().build().readTree(response.body());
    }

    private static String wanted(String description, String scopes, String workspace) {
        return "{\"access_token\":{\"description\":\"" + description + "\",\"scopes\":\"" + scopes
                + "\",\"workspace_names\":[\"" + workspace + "\"]}}";
    }

    private static JsonNode create(String owner, String scopes, String workspace) throws Exception {
        HttpResponse<String> created = send("POST", TOKENS, owner, wanted("nightly export", scopes, workspace));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(200);
        return json(created);
    }

    private static String bearer(JsonNode created) {
        return "Bearer " + created.get("token").stringValue();
    }

    @Test
    void a_token_is_created_used_refused_what_it_may_not_and_taken_away() throws Exception {
        JsonNode created = create(mine, "workspace:read", "workspaces/mine");
        assertThat(created.get("name").stringValue()).startsWith("access-tokens/");
        assertThat(created.get("token").stringValue()).startsWith("example_");
        assertThat(created.get("scopes").stringValue()).isEqualTo("workspace:read");
        assertThat(created.get("workspace_names").toString()).isEqualTo("[\"workspaces/mine\"]");
        assertThat(created.get("create_time").stringValue()).endsWith("Z");

        HttpResponse<String> listed = send("GET", WORKSPACES, bearer(created), "");
        assertThat(listed.statusCode()).as(listed.body()).isEqualTo(200);
        assertThat(json(listed).get("workspaces").size()).isEqualTo(1);
        assertThat(json(listed).get("workspaces").get(0).get("display_name").stringValue())
                .startsWith("Mine");

        HttpResponse<String> patched =
                send("PATCH", WORKSPACES + "/mine", bearer(created), "{\"workspace\":{\"display_name\":\"Changed\"}}");
        assertThat(patched.statusCode()).isEqualTo(403);
        assertThat(patched.body()).isEqualTo("{\"error\":\"insufficient scope\",\"code\":7}");
        assertThat(patched.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"example\", error=\"insufficient_scope\","
                        + " scope=\"workspace:write@workspaces/mine\"");

        HttpResponse<String> deleted =
                send("DELETE", "/v1beta/" + created.get("name").stringValue(), mine, "");
        assertThat(deleted.statusCode()).isEqualTo(200);
        HttpResponse<String> after = send("GET", WORKSPACES, bearer(created), "");
        assertThat(after.statusCode()).isEqualTo(401);
        assertThat(after.body()).isEqualTo("{\"error\":\"invalid access token\",\"code\":16}");
        assertThat(after.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"example\", error=\"invalid_token\"");
    }

    @Test
    void a_token_for_the_whole_workspace_reads_and_writes_it() throws Exception {
        String bearer = bearer(create(mine, "workspace", "workspaces/mine"));

        HttpResponse<String> patched =
                send("PATCH", WORKSPACES + "/mine", bearer, "{\"workspace\":{\"display_name\":\"Mine, changed\"}}");

        assertThat(patched.statusCode()).as(patched.body()).isEqualTo(200);
        assertThat(json(send("GET", WORKSPACES + "/mine", bearer, ""))
                        .get("display_name")
                        .stringValue())
                .isEqualTo("Mine, changed");
    }

    @Test
    void a_token_of_another_workspace_sees_nothing_of_this_one() throws Exception {
        String stranger = bearer(create(theirs, "workspace", "workspaces/theirs"));

        assertThat(send("GET", WORKSPACES, stranger, "").body()).doesNotContain("workspaces/mine");
        HttpResponse<String> existing = send("GET", WORKSPACES + "/mine", stranger, "");
        HttpResponse<String> missing = send("GET", WORKSPACES + "/nothing", stranger, "");
        assertThat(existing.statusCode()).isEqualTo(404).isEqualTo(missing.statusCode());
        assertThat(existing.body())
                .isEqualTo(missing.body())
                .isEqualTo("{\"error\":\"workspace not found\",\"code\":5}");
        assertThat(send("PATCH", WORKSPACES + "/mine", stranger, "{\"workspace\":{\"display_name\":\"x\"}}")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void an_owner_neither_sees_nor_deletes_the_tokens_of_another_nor_issues_for_its_workspace() throws Exception {
        JsonNode created = create(mine, "workspace:read", "workspaces/mine");
        String path = "/v1beta/" + created.get("name").stringValue();

        assertThat(send("GET", path, theirs, "").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", path, theirs, "").statusCode()).isEqualTo(404);
        assertThat(send("POST", TOKENS, theirs, wanted("x", "workspace", "workspaces/mine"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(send("GET", WORKSPACES, bearer(created), "").statusCode()).isEqualTo(200);
    }

    @Test
    void tokens_are_listed_page_by_page_without_their_text() throws Exception {
        create(theirs, "workspace:read", "workspaces/theirs");
        create(theirs, "workspace:read", "workspaces/theirs");

        JsonNode first = json(send("GET", TOKENS + "?page_size=1", theirs, ""));
        String next = first.get("next_page_token").stringValue();
        JsonNode second = json(send("GET", TOKENS + "?page_size=1&page_token=" + next, theirs, ""));

        assertThat(first.get("access_tokens").size()).isEqualTo(1);
        assertThat(second.get("access_tokens").get(0).get("name"))
                .isNotEqualTo(first.get("access_tokens").get(0).get("name"));
        assertThat(first.get("access_tokens").get(0).has("token")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{}",
                "{\"access_token\":7}",
                "{\"access_token\":{}}",
                "{\"access_token\":{\"description\":\"d\",\"scopes\":\"workspace:read\"}}",
                "{\"access_token\":{\"description\":\"d\",\"scopes\":\"workspace:read\",\"workspace_names\":[]}}",
                "{\"access_token\":{\"description\":\" \",\"scopes\":\"workspace:read\",\"workspace_names\":[\"workspaces/mine\"]}}",
                "{\"access_token\":{\"description\":\"d\",\"scopes\":\"\",\"workspace_names\":[\"workspaces/mine\"]}}",
                "{\"access_token\":{\"description\":\"d\",\"scopes\":\"workspace:raed\",\"workspace_names\":[\"workspaces/mine\"]}}",
                "{\"access_token\":{\"description\":\"d\",\"scopes\":\"workspace:read@workspaces/theirs\",\"workspace_names\":[\"workspaces/mine\"]}}",
                "{\"unknown\":1}",
            })
    void a_bad_body_is_refused(String body) throws Exception {
        HttpResponse<String> refused = send("POST", TOKENS, mine, body);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(json(refused).get("code").intValue()).isEqualTo(3);
    }

    @Test
    void a_method_that_is_not_allowed_is_answered_with_those_that_are() throws Exception {
        HttpResponse<String> refused = send("PUT", TOKENS, mine, "{}");

        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(json(refused).get("code").intValue()).isEqualTo(12);
        assertThat(refused.headers().firstValue("Allow").orElse(""))
                .contains("GET")
                .contains("POST");
    }

    @Test
    void owners_sign_in_by_password_and_clients_by_token_and_neither_for_the_other() throws Exception {
        String bearer = bearer(create(mine, "workspace", "workspaces/mine"));

        assertThat(send("GET", TOKENS, "", "").statusCode()).isEqualTo(401);
        assertThat(send("GET", TOKENS, basic("mine", "wrong"), "").statusCode()).isEqualTo(401);
        assertThat(send("GET", TOKENS, bearer, "").statusCode()).isEqualTo(401);
        assertThat(send("GET", WORKSPACES, mine, "").headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"example\"");
        assertThat(send("GET", "/", "", "").statusCode()).isEqualTo(302);
    }

    @Test
    void the_actuator_shows_health_to_everybody_and_statistics_to_owners() throws Exception {
        assertThat(send("GET", "/actuator/health", "", "").body()).contains("\"status\":\"UP\"");
        assertThat(send("GET", "/actuator/latchkey", "", "").statusCode()).isEqualTo(302);
        assertThat(send("GET", "/actuator/latchkey", "Bearer abc", "").statusCode())
                .isEqualTo(302);
    }

    @Test
    void a_restart_keeps_owners_and_tokens() throws Exception {
        String bearer = bearer(create(mine, "workspace:read", "workspaces/mine"));

        service.close();
        service = run();

        assertThat(send("GET", WORKSPACES, bearer, "").statusCode()).isEqualTo(200);
        assertThat(send("GET", TOKENS, mine, "").statusCode()).isEqualTo(200);
    }
}
