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
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The service from outside: real requests to a real server on a database file. */
class DialogueTest {

    private static final String TOKENS = "/v1beta/access-tokens";
    private static final String WORKSPACES = "/v1beta/workspaces";

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private ExampleService service;
    private String mine;
    private String theirs;

    @BeforeEach
    void start() throws IOException {
        service = ExampleService.start(folder, 0);
        mine = basic(
                "mine", service.workspaces().createIfMissing("mine", "Mine").orElseThrow());
        theirs = basic(
                "theirs",
                service.workspaces().createIfMissing("theirs", "Theirs").orElseThrow());
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private static String basic(String slug, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((slug + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> send(String method, String path, String authorization, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.url() + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return JsonMapper.builder().build().readTree(response.body());
    }

    private static String wanted(String description, String scopes, String workspace) {
        return "{\"access_token\":{\"description\":\"" + description + "\",\"scopes\":\"" + scopes
                + "\",\"workspace_names\":[\"" + workspace + "\"]}}";
    }

    private JsonNode create(String owner, String scopes, String workspace) throws Exception {
        HttpResponse<String> created = send("POST", TOKENS, owner, wanted("nightly export", scopes, workspace));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(200);
        return json(created);
    }

    private static String bearer(JsonNode created) {
        return "Bearer " + created.get("token").textValue();
    }

    @Test
    void a_token_is_created_used_refused_what_it_may_not_and_taken_away() throws Exception {
        JsonNode created = create(mine, "workspace:read", "workspaces/mine");
        assertThat(created.get("name").textValue()).startsWith("access-tokens/");
        assertThat(created.get("description").textValue()).isEqualTo("nightly export");
        assertThat(created.get("scopes").textValue()).isEqualTo("workspace:read");
        assertThat(created.get("workspace_names").toString()).isEqualTo("[\"workspaces/mine\"]");
        assertThat(created.get("create_time").textValue()).endsWith("Z");

        HttpResponse<String> listed = send("GET", WORKSPACES, bearer(created), "");
        assertThat(listed.statusCode()).isEqualTo(200);
        assertThat(json(listed).get("workspaces")).hasSize(1);
        JsonNode workspace = json(listed).get("workspaces").get(0);
        assertThat(workspace.get("name").textValue()).isEqualTo("workspaces/mine");
        assertThat(workspace.get("display_name").textValue()).isEqualTo("Mine");
        assertThat(workspace.get("id").textValue()).hasSize(36);
        assertThat(workspace.get("create_time").textValue()).endsWith("Z");

        HttpResponse<String> patched =
                send("PATCH", WORKSPACES + "/mine", bearer(created), "{\"workspace\":{\"display_name\":\"Changed\"}}");
        assertThat(patched.statusCode()).isEqualTo(403);
        assertThat(patched.body()).isEqualTo("{\"error\":\"insufficient scope\",\"code\":7}");
        assertThat(patched.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"example\", error=\"insufficient_scope\","
                        + " scope=\"workspace:write@workspaces/mine\"");

        HttpResponse<String> deleted =
                send("DELETE", "/v1beta/" + created.get("name").textValue(), mine, "");
        assertThat(deleted.statusCode()).isEqualTo(200);
        HttpResponse<String> after = send("GET", WORKSPACES, bearer(created), "");
        assertThat(after.statusCode()).isEqualTo(401);
        assertThat(after.body()).isEqualTo("{\"error\":\"invalid access token\",\"code\":16}");
        assertThat(after.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"example\", error=\"invalid_token\"");
    }

    @Test
    void a_token_for_the_whole_workspace_reads_and_writes_it() throws Exception {
        JsonNode created = create(mine, "workspace", "workspaces/mine");

        HttpResponse<String> patched =
                send("PATCH", WORKSPACES + "/mine", bearer(created), "{\"workspace\":{\"display_name\":\"Changed\"}}");

        assertThat(patched.statusCode()).isEqualTo(200);
        assertThat(json(send("GET", WORKSPACES + "/mine", bearer(created), ""))
                        .get("display_name")
                        .textValue())
                .isEqualTo("Changed");
    }

    @Test
    void a_token_of_another_workspace_sees_nothing_of_this_one() throws Exception {
        String stranger = bearer(create(theirs, "workspace", "workspaces/theirs"));

        assertThat(send("GET", WORKSPACES, stranger, "").body()).doesNotContain("workspaces/mine");
        HttpResponse<String> existing = send("GET", WORKSPACES + "/mine", stranger, "");
        HttpResponse<String> missing = send("GET", WORKSPACES + "/nothing", stranger, "");
        assertThat(existing.statusCode()).isEqualTo(404).isEqualTo(missing.statusCode());
        assertThat(existing.body()).isEqualTo(missing.body());
        assertThat(send("PATCH", WORKSPACES + "/mine", stranger, "{\"workspace\":{\"display_name\":\"x\"}}")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void an_owner_neither_sees_nor_deletes_the_tokens_of_another_nor_issues_for_its_workspace() throws Exception {
        JsonNode created = create(mine, "workspace:read", "workspaces/mine");
        String path = "/v1beta/" + created.get("name").textValue();

        assertThat(send("GET", path, theirs, "").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", path, theirs, "").statusCode()).isEqualTo(404);
        assertThat(json(send("GET", TOKENS, theirs, "")).get("access_tokens")).isEmpty();
        assertThat(send("POST", TOKENS, theirs, wanted("x", "workspace", "workspaces/mine"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(send("GET", WORKSPACES, bearer(created), "").statusCode()).isEqualTo(200);
    }

    @Test
    void tokens_are_listed_newest_first_page_by_page_without_their_text() throws Exception {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            names.add(
                    0,
                    create(mine, "workspace:read", "workspaces/mine")
                            .get("name")
                            .textValue());
        }

        JsonNode first = json(send("GET", TOKENS + "?page_size=2", mine, ""));
        String next = first.get("next_page_token").textValue();
        JsonNode second = json(send("GET", TOKENS + "?page_size=2&page_token=" + next, mine, ""));

        assertThat(first.get("access_tokens").findValuesAsText("name")).hasSize(2);
        List<String> listed = new ArrayList<>(first.get("access_tokens").findValuesAsText("name"));
        listed.addAll(second.get("access_tokens").findValuesAsText("name"));
        assertThat(listed).containsExactlyInAnyOrderElementsOf(names);
        assertThat(second.get("next_page_token").textValue()).isEmpty();
        assertThat(first.findValue("token")).isNull();
        assertThat(json(send("GET", "/v1beta/" + names.get(0), mine, "")).has("token"))
                .isFalse();
    }

    @Test
    void a_restart_keeps_owners_and_tokens() throws Exception {
        String bearer = bearer(create(mine, "workspace:read", "workspaces/mine"));

        service.close();
        service = ExampleService.start(folder, 0);

        assertThat(service.workspaces().createIfMissing("mine", "Mine")).isEmpty();
        assertThat(send("GET", WORKSPACES, bearer, "").statusCode()).isEqualTo(200);
        assertThat(send("GET", TOKENS, mine, "").statusCode()).isEqualTo(200);
    }

    @Test
    void neither_a_column_nor_the_files_hold_the_secret() throws Exception {
        String token =
                create(mine, "workspace:read", "workspaces/mine").get("token").textValue();
        String secret = token.substring(token.indexOf('.') + 1);
        assertThat(send("GET", WORKSPACES, "Bearer " + token, "").statusCode()).isEqualTo(200);

        service.close();

        String half = secret.substring(0, 20);
        assertThat(everyColumn()).contains("nightly export").doesNotContain(half);
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertThat(all).isNotEmpty();
            for (Path file : all) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain(half);
            }
        }
    }

    private String everyColumn() throws Exception {
        StringBuilder everything = new StringBuilder();
        try (Connection connection =
                        DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("example"), "sa", "");
                Statement statement = connection.createStatement();
                ResultSet script = statement.executeQuery("SCRIPT")) {
            while (script.next()) {
                everything.append(script.getString(1)).append('\n');
            }
        }
        return everything.toString();
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
                "{\"access_token\":{\"description\":7,\"scopes\":\"workspace:read\",\"workspace_names\":[\"workspaces/mine\"]}}",
                "{\"access_token\":{\"description\":\"\",\"scopes\":\"workspace:read\",\"workspace_names\":[\"workspaces/mine\"]}}",
                "{\"access_token\":{\"description\":\" \",\"scopes\":\"workspace:read\",\"workspace_names\":[\"workspaces/mine\"]}}",
                "{\"access_token\":{\"description\":\"d\",\"scopes\":\"\",\"workspace_names\":[\"workspaces/mine\"]}}",
                "{\"access_token\":{\"description\":\"d\",\"scopes\":\"workspace:raed\",\"workspace_names\":[\"workspaces/mine\"]}}",
                "{\"access_token\":{\"description\":\"d\",\"scopes\":\"a::b\",\"workspace_names\":[\"workspaces/mine\"]}}",
                "{\"access_token\":{\"description\":\"d\",\"scopes\":\"workspace:read@workspaces/theirs\",\"workspace_names\":[\"workspaces/mine\"]}}",
                "{\"access_token\":{\"description\":\"d\",\"scopes\":\"workspace:read\",\"workspace_names\":[\"workspaces/mine\"]}} {}",
            })
    void a_bad_body_is_refused_and_nothing_is_stored(String body) throws Exception {
        HttpResponse<String> refused = send("POST", TOKENS, mine, body);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).get("code").intValue()).isEqualTo(3);
        assertThat(json(send("GET", TOKENS, mine, "")).get("access_tokens")).isEmpty();
    }

    @Test
    void a_typing_error_in_a_scope_is_answered_with_what_may_have_been_meant() throws Exception {
        assertThat(send("POST", TOKENS, mine, wanted("d", "workspace:raed", "workspaces/mine"))
                        .body())
                .contains("workspace:read");
    }

    @Test
    void an_oversized_body_is_refused() throws Exception {
        assertThat(send("POST", TOKENS, mine, wanted("d".repeat(70_000), "workspace", "workspaces/mine"))
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /v1beta/access-tokens?page_size=0,           400",
        "GET,    /v1beta/access-tokens?page_size=1001,        400",
        "GET,    /v1beta/access-tokens?page_size=x,           400",
        "GET,    /v1beta/access-tokens?page_token=x,          400",
        "GET,    /v1beta/access-tokens/x,                     404",
        "GET,    /v1beta/access-tokens/01ARYZ6S41TSV4RRFFQ69G5FAV, 404",
        "DELETE, /v1beta/access-tokens/'; DROP TABLE x; --,   404",
        "DELETE, /v1beta/access-tokens,                       405",
        "PUT,    /v1beta/access-tokens,                       405",
        "GET,    /,                                           404",
        "GET,    /v1beta/nothing,                             404",
        "GET,    /v1beta/workspaces/a/b,                      404"
    })
    void every_other_request_gets_a_clear_answer(String method, String path, int status) throws Exception {
        HttpResponse<String> answer = send(method, path.replace(" ", "%20").replace("'", "%27"), mine, "");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer).has("error")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic", "Basic !", "Basic bWluZTp3cm9uZw==", "Basic bm9ib2R5OngK", "Bearer abc"})
    void without_the_owner_s_password_there_is_no_access_management(String authorization) throws Exception {
        HttpResponse<String> refused = send("GET", TOKENS, authorization, "");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Basic realm=");
    }

    @Test
    void without_a_token_the_challenge_has_no_error_code() throws Exception {
        HttpResponse<String> refused = send("GET", WORKSPACES, "", "");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"example\"");
        assertThat(send("GET", WORKSPACES, "Bearer a b", "").statusCode()).isEqualTo(400);
    }
}
