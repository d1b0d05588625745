package dev.latchkey.example.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What an owner does with a token after it was created. */
public abstract class LifecycleSuite extends WorkspaceSuite {

    private static final String WANTED = "{\"access_token\":{\"description\":\"nightly export\","
            + "\"scopes\":\"workspace\",\"workspace_names\":[\"workspaces/mine\"],"
            + "\"attributes\":{\"team\":\"data\"}}}";

    /** For subclasses, each of which starts one service. */
    protected LifecycleSuite() {}

    private JsonObject owner(int status, String method, String path, String body, String... headers) throws Exception {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Authorization";
        all[1] = mine;
        HttpResponse<String> response = sendWith(method, path, body, all);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return json(response);
    }

    private JsonObject create() throws Exception {
        return owner(200, "POST", TOKENS, WANTED);
    }

    private int status(JsonObject token, String method, String body) throws Exception {
        return send(method, WORKSPACES + "/mine", bearer(token), body).statusCode();
    }

    private static String update(String field, String value) {
        return "{\"access_token\":{" + value + "},\"update_mask\":{\"paths\":[\"access_token." + field + "\"]}}";
    }

    @Test
    void token_is_rotated_and_both_work_until_the_overlap_ends() throws Exception {
        JsonObject old = create();

        JsonObject successor = owner(200, "POST", path(old) + ":rotate", "{\"overlap\":\"3600s\"}");

        assertThat(successor.get("replaces")).isEqualTo(old.get("name"));
        assertThat(Instant.parse(text(successor, "replaced_until"))).isBefore(Instant.parse(text(old, "expire_time")));
        assertThat(successor.get("attributes").toString()).isEqualTo("{\"team\":\"data\"}");
        assertThat(status(old, "GET", "")).isEqualTo(200);
        assertThat(status(successor, "GET", "")).isEqualTo(200);
        assertThat(owner(200, "GET", path(old), "").get("replaced_by")).isEqualTo(successor.get("name"));
        JsonObject again = owner(400, "POST", path(old) + ":rotate", "");
        assertThat(again.get("code").getAsInt()).isEqualTo(9);
    }

    @Test
    void rotation_without_overlap_ends_the_old_token_at_once() throws Exception {
        JsonObject old = create();

        owner(200, "POST", path(old) + ":rotate", "{\"overlap\":\"0s\"}");

        assertThat(status(old, "GET", "")).isEqualTo(401);
    }

    @Test
    void repeated_request_with_its_key_makes_one_token_and_shows_its_secret_once() throws Exception {
        JsonObject first = owner(200, "POST", TOKENS, WANTED, "Idempotency-Key", "key");

        JsonObject again = owner(200, "POST", TOKENS, WANTED, "Idempotency-Key", "key");

        assertThat(again.get("name")).isEqualTo(first.get("name"));
        assertThat(first.has("token")).isTrue();
        assertThat(again.has("token")).isFalse();
        assertThat(owner(200, "GET", TOKENS, "").getAsJsonArray("access_tokens"))
                .hasSize(1);
        JsonObject conflict = owner(422, "POST", TOKENS, WANTED.replace("nightly", "weekly"), "Idempotency-Key", "key");
        assertThat(conflict.get("code").getAsInt()).isEqualTo(3);
        owner(400, "POST", TOKENS, WANTED, "Idempotency-Key", "one", "Idempotency-Key", "two");
    }

    @Test
    void token_is_narrowed_and_never_widened() throws Exception {
        JsonObject token = create();
        String toRead = "\"scopes\":\"workspace:read\",\"workspace_names\":[\"workspaces/mine\"]";
        String toAll = toRead.replace(":read", "");

        owner(200, "PATCH", path(token), update("scopes", toRead));

        assertThat(status(token, "GET", "")).isEqualTo(200);
        assertThat(status(token, "PATCH", "{\"workspace\":{\"display_name\":\"New\"}}"))
                .isEqualTo(403);
        JsonObject refused = owner(400, "PATCH", path(token), update("scopes", toAll));
        assertThat(text(refused, "error")).contains("the token does not have");
    }

    @Test
    void fields_of_the_mask_change_and_others_do_not() throws Exception {
        JsonObject token = create();

        JsonObject changed = owner(
                200,
                "PATCH",
                path(token),
                update("description", "\"description\":\"weekly export\",\"attributes\":{}"));

        assertThat(text(changed, "description")).isEqualTo("weekly export");
        assertThat(changed.get("attributes").toString()).isEqualTo("{\"team\":\"data\"}");
        JsonObject annotated =
                owner(200, "PATCH", path(token), update("attributes", "\"attributes\":{\"team\":\"ops\"}"));
        assertThat(annotated.get("attributes").toString()).isEqualTo("{\"team\":\"ops\"}");
        owner(400, "PATCH", path(token), update("token", "\"description\":\"x\""));
        owner(400, "PATCH", path(token), update("expire_time", "\"expire_time\":\"2999-01-01T00:00:00Z\""));
    }

    @Test
    void disabled_token_is_refused_until_it_is_enabled() throws Exception {
        JsonObject token = create();

        JsonObject disabled = owner(200, "POST", path(token) + ":disable", "{\"reason\":\"holidays\"}");

        assertThat(text(disabled, "state")).isEqualTo("disabled");
        assertThat(status(token, "GET", "")).isEqualTo(401);
        owner(200, "POST", path(token) + ":enable", "");
        assertThat(status(token, "GET", "")).isEqualTo(200);
    }

    @Test
    void other_methods_and_other_tokens_are_not_found() throws Exception {
        JsonObject token = create();

        owner(404, "POST", path(token) + ":destroy", "");
        owner(404, "POST", TOKENS + "/01ARZ3NDEKTSV4RRFFQ69G5FAV:rotate", "");
        owner(405, "GET", path(token) + ":rotate", "");
    }
}
