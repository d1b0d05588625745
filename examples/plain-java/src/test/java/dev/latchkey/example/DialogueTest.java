package dev.latchkey.example;

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;
import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.MILLIS;
import static java.time.temporal.ChronoUnit.SECONDS;
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
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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
    private String member;

    @BeforeEach
    void start() throws IOException {
        service = ExampleService.start(folder, 0);
        mine = basic(
                "mine", service.workspaces().createIfMissing("mine", "Mine").orElseThrow());
        theirs = basic(
                "theirs",
                service.workspaces().createIfMissing("theirs", "Theirs").orElseThrow());
        member = basic("ann@mine", service.workspaces().putMember("ann", "mine"));
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
    void an_oversized_body_is_refused_with_413() throws Exception {
        HttpResponse<String> refused =
                send("POST", TOKENS, mine, wanted("d".repeat(70_000), "workspace", "workspaces/mine"));

        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).startsWith("{\"error\":");
    }

    @Test
    void a_token_gets_the_expiry_that_was_asked_for_to_the_millisecond() throws Exception {
        String end = Instant.now().plus(10, DAYS).truncatedTo(MILLIS).toString();

        JsonNode created = json(send("POST", TOKENS, mine, wantedUntil("\"" + end + "\"")));

        assertThat(created.get("expire_time").textValue()).isEqualTo(end);
        assertThat(json(send("GET", "/v1beta/" + created.get("name").textValue(), mine, ""))
                        .get("expire_time")
                        .textValue())
                .isEqualTo(end);
    }

    @Test
    void a_token_gets_an_expiry_of_90_days_if_none_is_asked_for() throws Exception {
        JsonNode created = create(mine, "workspace:read", "workspaces/mine");

        assertThat(Instant.parse(created.get("expire_time").textValue()))
                .isEqualTo(Instant.parse(created.get("create_time").textValue()).plus(90, DAYS));
        assertThat(json(send("GET", TOKENS, mine, "")).findValue("expire_time")).isEqualTo(created.get("expire_time"));
    }

    @Test
    void an_expiry_with_an_offset_is_the_same_instant() throws Exception {
        OffsetDateTime end =
                OffsetDateTime.now(ZoneOffset.ofHours(2)).plusDays(3).truncatedTo(SECONDS);

        JsonNode created =
                json(send("POST", TOKENS, mine, wantedUntil("\"" + ISO_OFFSET_DATE_TIME.format(end) + "\"")));

        assertThat(created.get("expire_time").textValue())
                .isEqualTo(end.toInstant().toString());
    }

    private static String wantedUntil(String expireTime) {
        return wanted("d", "workspace:read", "workspaces/mine").replace("}}", ",\"expire_time\":" + expireTime + "}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "null",
                "\"\"",
                "\"tomorrow\"",
                "\"2030-01-01\"",
                "\"2030-01-01T00:00Z\"",
                "\"2030-02-31T00:00:00Z\"",
                "\"2030-01-01T00:00:00\"",
                "\"2001-01-01T00:00:00Z\"",
                "\"9999-12-31T23:59:59Z\""
            })
    void an_expiry_that_is_not_a_time_or_out_of_range_is_refused(String expireTime) throws Exception {
        HttpResponse<String> refused = send("POST", TOKENS, mine, wantedUntil(expireTime));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).get("code").intValue()).isEqualTo(3);
        assertThat(json(refused).get("error").textValue()).startsWith("expir");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"access_token\":{\"expires\":\"2030\"}}        | unknown field expires in access_token; known are description, scopes",
                "{\"access_token\":{},\"validate_only\":true}     | unknown field validate_only in the body; known are access_token",
                "{\"access_token\":{\"scopes\":\"\",\"scopes\":\"\"}} | the body has the same field twice",
                "{\"access_token\":{\"description\":\"\\ud800\",\"scopes\":\"workspace\",\"workspace_names\":[\"workspaces/mine\"]}} | surrogate",
                "{\"access_token\":{\"description\":\"a\\u0000\",\"scopes\":\"workspace\",\"workspace_names\":[\"workspaces/mine\"]}} | control",
                "{\"access_token\":{\"description\":\" \",\"scopes\":\"workspace\",\"workspace_names\":[\"workspaces/mine\"]}} | description must not be blank",
                "{\"access_token\":{\"description\":\"d\",\"scopes\":\" \",\"workspace_names\":[\"workspaces/mine\"]}} | scopes must name at least one scope",
            })
    void a_refused_body_is_answered_with_what_is_wrong_in_it(String body, String message) throws Exception {
        HttpResponse<String> refused = send("POST", TOKENS, mine, body);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).get("code").intValue()).isEqualTo(3);
        assertThat(json(refused).get("error").textValue()).contains(message).doesNotContain("(", "Java");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"workspace\":{\"id\":\"x\"}}",
                "{\"x\":1}",
                "{\"workspace\":{\"display_name\":\"\\u0000\"}}",
                "{\"workspace\":{\"display_name\":\"\\udfff\"}}",
                "{\"workspace\":{\"display_name\":\" \"}}"
            })
    void a_bad_renaming_is_refused(String body) throws Exception {
        String token = bearer(create(mine, "workspace", "workspaces/mine"));

        assertThat(send("PATCH", WORKSPACES + "/mine", token, body).statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_member_may_not_manage_tokens_and_is_answered_403_code_7() throws Exception {
        String name =
                create(mine, "workspace:read", "workspaces/mine").get("name").textValue();

        for (HttpResponse<String> refused : List.of(
                send("POST", TOKENS, member, wanted("d", "workspace:read", "workspaces/mine")),
                send("GET", TOKENS, member, ""),
                send("DELETE", "/v1beta/" + name, member, ""))) {
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(json(refused).get("code").intValue()).isEqualTo(7);
        }
        assertThat(send("GET", "/v1beta/" + name, mine, "").statusCode()).isEqualTo(200);
    }

    @Test
    void the_full_access_to_a_workspace_is_in_the_catalogue_and_writing_implies_reading() throws Exception {
        assertThat(ExampleService.SCOPES.groups().get(0).permissions())
                .extracting(permission -> permission.scope().toString())
                .containsExactly("workspace", "workspace:read", "workspace:write");

        String writer = bearer(create(mine, "workspace:write", "workspaces/mine"));

        assertThat(send("GET", WORKSPACES + "/mine", writer, "").statusCode()).isEqualTo(200);
        assertThat(send("PATCH", WORKSPACES + "/mine", writer, "{\"workspace\":{\"display_name\":\"x\"}}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void an_empty_page_token_is_the_first_page() throws Exception {
        create(mine, "workspace:read", "workspaces/mine");

        assertThat(send("GET", TOKENS + "?page_token=", mine, "").body())
                .isEqualTo(send("GET", TOKENS, mine, "").body())
                .contains("nightly export");
    }

    @Test
    void pages_are_full_after_deletions() throws Exception {
        for (int i = 0; i < 6; i++) {
            String name = create(mine, "workspace:read", "workspaces/mine")
                    .get("name")
                    .textValue();
            if (i % 2 == 1) {
                send("DELETE", "/v1beta/" + name, mine, "");
            }
        }

        JsonNode first = json(send("GET", TOKENS + "?page_size=2", mine, ""));
        String next = first.get("next_page_token").textValue();
        JsonNode last = json(send("GET", TOKENS + "?page_size=2&page_token=" + next, mine, ""));

        assertThat(first.get("access_tokens")).hasSize(2);
        assertThat(last.get("access_tokens")).hasSize(1);
        assertThat(last.get("next_page_token").textValue()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "x", "", "-1", "99999999999"})
    void a_page_size_out_of_range_is_named(String size) throws Exception {
        assertThat(send("GET", TOKENS + "?page_size=" + size, mine, "").body())
                .isEqualTo("{\"error\":\"page_size must be a number from 1 to 1000\",\"code\":3}");
    }

    @Test
    void a_page_token_that_was_not_returned_is_named() throws Exception {
        assertThat(send("GET", TOKENS + "?page_token=x", mine, "").body())
                .isEqualTo("{\"error\":\"page_token is not one that this list returned\",\"code\":3}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/xml", "multipart/form-data", "application/json; charset=latin1", "x"})
    void a_body_of_another_type_is_refused_with_415(String type) throws Exception {
        assertThat(sendTyped(type).statusCode()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json;charset=UTF-8", "application/x-www-form-urlencoded"})
    void json_is_read_whatever_of_the_usual_types_it_is_sent_as(String type) throws Exception {
        assertThat(sendTyped(type).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> sendTyped(String type) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(service.url() + TOKENS))
                .header("Authorization", mine)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(wanted("d", "workspace:read", "workspaces/mine")))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource({
        "PUT,    /v1beta/access-tokens,   'GET, HEAD, POST'",
        "PUT,    /v1beta/access-tokens/x, 'GET, HEAD, PATCH, DELETE'",
        "POST,   /v1beta/access-tokens/x, 'GET, HEAD, PATCH, DELETE'",
        "DELETE, /v1beta/access-tokens,   'GET, HEAD, POST'",
        "DELETE, /v1beta/workspaces,      'GET, HEAD'",
        "PATCH,  /v1beta/workspaces,      'GET, HEAD'",
        "DELETE, /v1beta/workspaces/mine, 'GET, HEAD, PATCH'",
    })
    void a_wrong_method_is_answered_with_those_that_there_are(String method, String path, String allowed)
            throws Exception {
        HttpResponse<String> refused = send(method, path, mine, "");

        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.headers().firstValue("Allow")).contains(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /,                          ",
        "GET, /v1beta/access-tokens,      ",
        "PUT, /v1beta/access-tokens,      mine",
        "GET, /v1beta/access-tokens,      member",
        "GET, /v1beta/access-tokens?page_size=x, mine",
        "GET, /v1beta/workspaces,         ",
        "GET, /v1beta/workspaces,         Bearer x",
    })
    void every_error_begins_with_error_and_is_not_stored(String method, String path, String authorization)
            throws Exception {
        String header =
                authorization == null ? "" : authorization.replace("mine", mine).replace("member", member);

        HttpResponse<String> refused = send(method, path, header, "");

        assertThat(refused.body()).startsWith("{\"error\":\"");
        assertThat(refused.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/json");
    }

    @Test
    void an_answer_that_shows_a_token_is_not_stored() throws Exception {
        HttpResponse<String> created = send("POST", TOKENS, mine, wanted("d", "workspace:read", "workspaces/mine"));

        assertThat(json(created).has("token")).isTrue();
        assertThat(created.headers().firstValue("Cache-Control")).contains("no-store");
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
