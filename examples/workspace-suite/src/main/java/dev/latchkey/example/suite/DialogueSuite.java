package dev.latchkey.example.suite;

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;
import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.MILLIS;
import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Owners create, list and delete tokens; clients use them; and every other request gets a clear answer. */
public abstract class DialogueSuite extends WorkspaceSuite {

    /** For subclasses, each of which starts one service. */
    protected DialogueSuite() {}

    @Test
    void token_is_created_and_used_and_refused_what_it_may_not_and_deleted() throws Exception {
        JsonObject created = create(mine, "workspace:read", "workspaces/mine");
        assertThat(text(created, "name")).startsWith("access-tokens/");
        assertThat(text(created, "token")).startsWith("example_");
        assertThat(text(created, "description")).isEqualTo("nightly export");
        assertThat(text(created, "scopes")).isEqualTo("workspace:read");
        assertThat(created.get("workspace_names")).hasToString("[\"workspaces/mine\"]");
        assertThat(text(created, "state")).isEqualTo("live");
        assertThat(text(created, "create_time")).endsWith("Z");

        HttpResponse<String> listed = send("GET", WORKSPACES, bearer(created), "");
        assertThat(listed.statusCode()).isEqualTo(200);
        assertThat(json(listed).getAsJsonArray("workspaces")).hasSize(1);
        JsonObject workspace = json(listed).getAsJsonArray("workspaces").get(0).getAsJsonObject();
        assertThat(text(workspace, "name")).isEqualTo("workspaces/mine");
        assertThat(text(workspace, "display_name")).isEqualTo("Mine");
        assertThat(text(workspace, "id")).hasSize(36);
        assertThat(text(workspace, "create_time")).endsWith("Z");

        HttpResponse<String> patched = send("PATCH", WORKSPACES + "/mine", bearer(created), renamed("Changed"));
        assertThat(patched.statusCode()).isEqualTo(403);
        assertThat(patched.body()).isEqualTo("{\"error\":\"insufficient scope\",\"code\":7}");
        assertThat(patched.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"example\", error=\"insufficient_scope\","
                        + " scope=\"workspace:write@workspaces/mine\"");

        HttpResponse<String> deleted = send("DELETE", path(created), mine, "");
        assertThat(deleted.statusCode()).isEqualTo(200);
        assertThat(deleted.body()).isEqualTo("{}");
        HttpResponse<String> after = send("GET", WORKSPACES, bearer(created), "");
        assertThat(after.statusCode()).isEqualTo(401);
        assertThat(after.body()).isEqualTo("{\"error\":\"invalid access token\",\"code\":16}");
        assertThat(after.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"example\", error=\"invalid_token\"");
        assertThat(send("GET", path(created), mine, "").statusCode()).isEqualTo(404);
    }

    private static String renamed(String displayName) {
        return "{\"workspace\":{\"display_name\":\"" + displayName + "\"}}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"workspace", "workspace:write"})
    void token_that_may_write_also_reads(String scope) throws Exception {
        String bearer = bearer(create(theirs, scope, "workspaces/theirs"));

        HttpResponse<String> patched = send("PATCH", WORKSPACES + "/theirs", bearer, renamed("Changed by " + scope));

        assertThat(patched.statusCode()).as(patched.body()).isEqualTo(200);
        assertThat(text(json(send("GET", WORKSPACES + "/theirs", bearer, "")), "display_name"))
                .isEqualTo("Changed by " + scope);
    }

    @Test
    void token_of_another_workspace_sees_nothing_of_this_one() throws Exception {
        String stranger = bearer(create(theirs, "workspace", "workspaces/theirs"));

        assertThat(send("GET", WORKSPACES, stranger, "").body()).doesNotContain("workspaces/mine");
        HttpResponse<String> existing = send("GET", WORKSPACES + "/mine", stranger, "");
        HttpResponse<String> missing = send("GET", WORKSPACES + "/nothing", stranger, "");
        assertThat(existing.statusCode()).isEqualTo(404).isEqualTo(missing.statusCode());
        assertThat(existing.body())
                .isEqualTo(missing.body())
                .isEqualTo("{\"error\":\"workspace not found\",\"code\":5}");
        assertThat(send("PATCH", WORKSPACES + "/mine", stranger, renamed("x")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void owner_neither_sees_nor_deletes_the_tokens_of_another_nor_issues_for_its_workspace() throws Exception {
        JsonObject created = create(mine, "workspace:read", "workspaces/mine");

        assertThat(send("GET", path(created), theirs, "").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", path(created), theirs, "").statusCode()).isEqualTo(404);
        assertThat(json(send("GET", TOKENS, theirs, "")).getAsJsonArray("access_tokens"))
                .isEmpty();
        assertThat(send("POST", TOKENS, theirs, wanted("x", "workspace", "workspaces/mine"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(send("GET", WORKSPACES, bearer(created), "").statusCode()).isEqualTo(200);
    }

    @Test
    void tokens_are_listed_page_by_page_without_their_text() throws Exception {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            names.add(text(create(mine, "workspace:read", "workspaces/mine"), "name"));
        }

        JsonObject first = json(send("GET", TOKENS + "?page_size=2", mine, ""));
        JsonObject second =
                json(send("GET", TOKENS + "?page_size=2&page_token=" + text(first, "next_page_token"), mine, ""));

        assertThat(names(first)).hasSize(2);
        List<String> listed = new ArrayList<>(names(first));
        listed.addAll(names(second));
        assertThat(listed).containsExactlyInAnyOrderElementsOf(names);
        assertThat(text(second, "next_page_token")).isEmpty();
        assertThat(first.toString()).doesNotContain("\"token\"");
        assertThat(json(send("GET", "/v1beta/" + names.get(0), mine, "")).has("token"))
                .isFalse();
    }

    private static List<String> names(JsonObject page) {
        return page.getAsJsonArray("access_tokens").asList().stream()
                .map(token -> text(token.getAsJsonObject(), "name"))
                .toList();
    }

    @Test
    void pages_are_full_after_deletions() throws Exception {
        for (int i = 0; i < 6; i++) {
            JsonObject created = create(mine, "workspace:read", "workspaces/mine");
            if (i % 2 == 1) {
                send("DELETE", path(created), mine, "");
            }
        }

        JsonObject first = json(send("GET", TOKENS + "?page_size=2", mine, ""));
        JsonObject last =
                json(send("GET", TOKENS + "?page_size=2&page_token=" + text(first, "next_page_token"), mine, ""));

        assertThat(names(first)).hasSize(2);
        assertThat(names(last)).hasSize(1);
        assertThat(text(last, "next_page_token")).isEmpty();
    }

    @Test
    void empty_page_token_is_the_first_page() throws Exception {
        create(mine, "workspace:read", "workspaces/mine");

        assertThat(send("GET", TOKENS + "?page_token=", mine, "").body())
                .isEqualTo(send("GET", TOKENS, mine, "").body())
                .contains("nightly export");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "x", "", "-1", "99999999999"})
    void page_size_out_of_range_is_named(String size) throws Exception {
        HttpResponse<String> refused = send("GET", TOKENS + "?page_size=" + size, mine, "");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).isEqualTo("{\"error\":\"page_size must be a number from 1 to 1000\",\"code\":3}");
    }

    @Test
    void page_token_that_was_not_returned_is_named() throws Exception {
        HttpResponse<String> refused = send("GET", TOKENS + "?page_token=x", mine, "");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body())
                .isEqualTo("{\"error\":\"page_token is not one that this list returned\",\"code\":3}");
    }

    @Test
    void restart_keeps_owners_and_tokens() throws Exception {
        String bearer = bearer(create(mine, "workspace:read", "workspaces/mine"));

        restart(folder -> {});

        assertThat(send("GET", WORKSPACES, bearer, "").statusCode()).isEqualTo(200);
        assertThat(send("GET", TOKENS, mine, "").statusCode()).isEqualTo(200);
    }

    /** Both examples keep an H2 file named {@code example}. */
    @Test
    void database_and_its_files_do_not_contain_the_secret() throws Exception {
        JsonObject created = create(mine, "workspace:read", "workspaces/mine");
        String token = text(created, "token");
        assertThat(send("GET", WORKSPACES, bearer(created), "").statusCode()).isEqualTo(200);
        String half = token.substring(token.indexOf('.') + 1).substring(0, 20);

        restart(folder -> {
            assertThat(everyColumn(folder)).contains("nightly export").doesNotContain(half);
            try (Stream<Path> files = Files.walk(folder)) {
                List<Path> all = files.filter(Files::isRegularFile).toList();
                assertThat(all).isNotEmpty();
                for (Path file : all) {
                    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .doesNotContain(half);
                }
            }
        });
    }

    private static String everyColumn(Path folder) throws SQLException {
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
                "{\"access_token\":{\"description\":\"d\",\"scopes\":\"\",\"workspace_names\":[\"workspaces/mine\"]}}",
                "{\"access_token\":{\"description\":\"d\",\"scopes\":\"a::b\",\"workspace_names\":[\"workspaces/mine\"]}}",
                "{\"access_token\":{\"description\":\"d\",\"scopes\":\"workspace:read@workspaces/theirs\",\"workspace_names\":[\"workspaces/mine\"]}}",
                "{\"access_token\":{\"description\":\"d\",\"scopes\":\"workspace:read\",\"workspace_names\":[\"workspaces/mine\"]}} {}",
            })
    void bad_body_is_refused_and_nothing_is_stored(String body) throws Exception {
        HttpResponse<String> refused = sendWith("POST", TOKENS, body.isEmpty() ? " " : body, "Authorization", mine);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(json(refused).get("code").getAsInt()).isEqualTo(3);
        assertThat(names(json(send("GET", TOKENS, mine, "")))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"access_token\":{\"expires\":\"2030\"}}        | unknown field expires in access_token",
                "{\"access_token\":{},\"validate_only\":true}     | unknown field validate_only in the body",
                "{\"access_token\":{\"scopes\":\"\",\"scopes\":\"\"}} | the body has the same field twice",
                "{\"access_token\":{\"description\":\"\\ud800\",\"scopes\":\"workspace\",\"workspace_names\":[\"workspaces/mine\"]}} | surrogate",
                "{\"access_token\":{\"description\":\"a\\u0000\",\"scopes\":\"workspace\",\"workspace_names\":[\"workspaces/mine\"]}} | control",
                "{\"access_token\":{\"description\":\" \",\"scopes\":\"workspace\",\"workspace_names\":[\"workspaces/mine\"]}} | description must not be blank",
                "{\"access_token\":{\"description\":\"d\",\"scopes\":\" \",\"workspace_names\":[\"workspaces/mine\"]}} | scopes must name at least one scope",
                "{\"access_token\":{\"description\":\"d\",\"scopes\":\"workspace:raed\",\"workspace_names\":[\"workspaces/mine\"]}} | workspace:read",
            })
    void refused_body_is_answered_with_what_is_wrong_in_it(String body, String message) throws Exception {
        HttpResponse<String> refused = send("POST", TOKENS, mine, body);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).get("code").getAsInt()).isEqualTo(3);
        assertThat(text(json(refused), "error")).contains(message).doesNotContain("(", "Java");
    }

    @Test
    void oversized_body_is_refused_with_413() throws Exception {
        HttpResponse<String> refused =
                send("POST", TOKENS, mine, wanted("d".repeat(100_000), "workspace", "workspaces/mine"));

        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).startsWith("{\"error\":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "multipart/form-data", "x"})
    void body_of_another_type_is_refused_with_415(String type) throws Exception {
        assertThat(sendTyped(type).statusCode()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json;charset=UTF-8"})
    void json_is_read(String type) throws Exception {
        assertThat(sendTyped(type).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> sendTyped(String type) throws Exception {
        return sendTyped("POST", TOKENS, wanted("d", "workspace:read", "workspaces/mine"), type, "Authorization", mine);
    }

    @Test
    void token_gets_the_expiry_that_was_asked_for_to_the_millisecond() throws Exception {
        String end = Instant.now().plus(10, DAYS).truncatedTo(MILLIS).toString();

        JsonObject created = json(send("POST", TOKENS, mine, wantedUntil("\"" + end + "\"")));

        assertThat(text(created, "expire_time")).isEqualTo(end);
        assertThat(text(json(send("GET", path(created), mine, "")), "expire_time"))
                .isEqualTo(end);
    }

    @Test
    void token_expires_after_90_days_if_no_expiry_is_asked_for() throws Exception {
        JsonObject created = create(mine, "workspace:read", "workspaces/mine");

        assertThat(Instant.parse(text(created, "expire_time")))
                .isEqualTo(Instant.parse(text(created, "create_time")).plus(90, DAYS));
    }

    @Test
    void expiry_with_an_offset_is_the_same_instant() throws Exception {
        OffsetDateTime end =
                OffsetDateTime.now(ZoneOffset.ofHours(2)).plusDays(3).truncatedTo(SECONDS);

        JsonObject created =
                json(send("POST", TOKENS, mine, wantedUntil("\"" + ISO_OFFSET_DATE_TIME.format(end) + "\"")));

        assertThat(Instant.parse(text(created, "expire_time"))).isEqualTo(end.toInstant());
    }

    private static String wantedUntil(String expireTime) {
        return wanted("d", "workspace:read", "workspaces/mine").replace("}}", ",\"expire_time\":" + expireTime + "}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "\"\"",
                "\"tomorrow\"",
                "\"2030-01-01\"",
                "\"2030-01-01T00:00Z\"",
                "\"2030-02-31T00:00:00Z\"",
                "\"2030-01-01T00:00:00\"",
                "\"2001-01-01T00:00:00Z\"",
                "\"9999-12-31T23:59:59Z\""
            })
    void expiry_that_is_not_a_time_or_out_of_range_is_refused(String expireTime) throws Exception {
        HttpResponse<String> refused = send("POST", TOKENS, mine, wantedUntil(expireTime));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).get("code").getAsInt()).isEqualTo(3);
        assertThat(text(json(refused), "error")).startsWith("expir");
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
    void bad_renaming_is_refused(String body) throws Exception {
        String token = bearer(create(mine, "workspace", "workspaces/mine"));

        assertThat(send("PATCH", WORKSPACES + "/mine", token, body).statusCode())
                .isEqualTo(400);
    }

    @Test
    void member_may_not_manage_tokens_and_is_answered_403_code_7() throws Exception {
        JsonObject created = create(mine, "workspace:read", "workspaces/mine");

        for (HttpResponse<String> refused : List.of(
                send("POST", TOKENS, member, wanted("d", "workspace:read", "workspaces/mine")),
                send("GET", TOKENS, member, ""),
                send("DELETE", path(created), member, ""))) {
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body())
                    .isEqualTo("{\"error\":\"only the owner of a workspace manages its access tokens\",\"code\":7}");
        }
        assertThat(send("GET", path(created), mine, "").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT,    /v1beta/access-tokens,   GET POST",
        "PUT,    /v1beta/access-tokens/x, GET PATCH DELETE",
        "POST,   /v1beta/access-tokens/x, GET PATCH DELETE",
        "GET,    /v1beta/access-tokens/x:rotate, POST",
        "DELETE, /v1beta/access-tokens,   GET POST",
        "DELETE, /v1beta/workspaces,      GET",
        "PATCH,  /v1beta/workspaces,      GET",
        "DELETE, /v1beta/workspaces/mine, GET PATCH",
    })
    void wrong_method_is_answered_with_those_that_are_allowed(String method, String path, String allowed)
            throws Exception {
        String client = bearer(create(mine, "workspace", "workspaces/mine"));

        HttpResponse<String> refused = send(method, path, path.contains("tokens") ? mine : client, "");

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(405);
        assertThat(json(refused).get("code").getAsInt()).isEqualTo(12);
        assertThat(refused.headers().firstValue("Allow").orElse("").split(", ?"))
                .filteredOn(listed -> !listed.equals("HEAD"))
                .containsExactlyInAnyOrder(allowed.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1beta/access-tokens,      ",
        "PUT, /v1beta/access-tokens,      mine",
        "GET, /v1beta/access-tokens,      member",
        "GET, /v1beta/access-tokens?page_size=x, mine",
        "GET, /v1beta/nothing,            mine",
        "GET, /v1beta/workspaces,         ",
        "GET, /v1beta/workspaces,         Bearer x",
    })
    void every_error_begins_with_error_and_is_not_stored(String method, String path, String authorization)
            throws Exception {
        String header =
                authorization == null ? "" : authorization.replace("mine", mine).replace("member", member);

        HttpResponse<String> refused = send(method, path, header, "");

        assertThat(refused.body()).startsWith("{\"error\":\"");
        assertThat(refused.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        assertThat(refused.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
    }

    @Test
    void answer_that_shows_a_token_is_not_stored() throws Exception {
        HttpResponse<String> created = send("POST", TOKENS, mine, wanted("d", "workspace:read", "workspaces/mine"));

        assertThat(json(created).has("token")).isTrue();
        assertThat(created.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /v1beta/access-tokens/x,                     404",
        "GET,    /v1beta/access-tokens/01ARYZ6S41TSV4RRFFQ69G5FAV, 404",
        "DELETE, /v1beta/access-tokens/%27%20OR%201=1%20--,   404",
        "PATCH,  /v1beta/access-tokens/01ARYZ6S41TSV4RRFFQ69G5FAV, 404",
        "GET,    /v1beta/nothing,                             404",
        "GET,    /v1beta/workspaces/a/b,                      404"
    })
    void every_other_request_gets_a_clear_answer(String method, String path, int status) throws Exception {
        String client = bearer(create(mine, "workspace", "workspaces/mine"));
        String body = method.equals("PATCH") ? "{\"access_token\":{},\"update_mask\":{\"paths\":[]}}" : "";

        HttpResponse<String> answer = send(method, path, path.contains("workspaces") ? client : mine, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(json(answer).has("error")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic", "Basic !", "Basic bWluZTp3cm9uZw==", "Basic bm9ib2R5OngK", "Bearer abc"})
    void access_management_needs_the_password_of_the_owner(String authorization) throws Exception {
        HttpResponse<String> refused = send("GET", TOKENS, authorization, "");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).isEqualTo("{\"error\":\"owner's credentials required\",\"code\":16}");
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic realm=");
    }

    @Test
    void token_does_not_manage_tokens_and_a_password_does_not_call_the_api() throws Exception {
        String bearer = bearer(create(mine, "workspace", "workspaces/mine"));

        assertThat(send("GET", TOKENS, bearer, "").statusCode()).isEqualTo(401);
        HttpResponse<String> refused = send("GET", WORKSPACES, mine, "");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"example\"");
    }

    @Test
    void challenge_without_a_token_has_no_error_code() throws Exception {
        HttpResponse<String> refused = send("GET", WORKSPACES, "", "");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"example\"");
        assertThat(send("GET", WORKSPACES, "Bearer a b", "").statusCode()).isEqualTo(400);
    }
}
