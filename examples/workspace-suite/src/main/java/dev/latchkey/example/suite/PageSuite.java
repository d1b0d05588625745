package dev.latchkey.example.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The journeys of people on the Access Management page, over plain HTTP, and the tokens used in between. */
public abstract class PageSuite extends WorkspaceSuite {

    private static final String PAGE = "/settings/access-management/";
    private static final String SIGN_IN = "type=\"password\"";
    private static final String TEXT = "value=\"(example_[^\"]+)\"";
    private static final String RENAMED = "{\"workspace\":{\"display_name\":\"New\"}}";

    /** For subclasses, each of which starts one service. */
    protected PageSuite() {}

    /**
     * Signs a user in as the service's own page does.
     *
     * @param user the user
     * @param name the name of the user
     * @param password the password, which may be wrong
     * @throws Exception if the service does not answer
     */
    protected abstract void signIn(PageUser user, String name, String password) throws Exception;

    /**
     * Signs a user out.
     *
     * @param user the user
     * @throws Exception if the service does not answer
     */
    protected abstract void signOut(PageUser user) throws Exception;

    private PageUser nobody() {
        return new PageUser(service().url());
    }

    private PageUser signedIn(String basic) throws Exception {
        String[] credentials = new String(
                        Base64.getDecoder().decode(basic.substring("Basic ".length())), StandardCharsets.UTF_8)
                .split(":", 2);
        PageUser user = nobody();
        signIn(user, credentials[0], credentials[1]);
        return user;
    }

    private static String first(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        return found.find() ? found.group(1) : "";
    }

    private static String key(HttpResponse<String> form) {
        return first(form.body(), "name=\"key\" value=\"([^\"]*)\"");
    }

    private int use(String token, String method, String body) throws Exception {
        return send(method, WORKSPACES + "/mine", "Bearer " + token, body).statusCode();
    }

    @Test
    void visitor_who_is_not_signed_in_is_led_to_the_sign_in() throws Exception {
        PageUser visitor = nobody();
        assertThat(visitor.get(PAGE).body()).contains(SIGN_IN);

        signIn(visitor, "mine", "wrong");

        assertThat(visitor.get(PAGE).body()).contains(SIGN_IN);
    }

    @Test
    void owner_creates_uses_narrows_rotates_and_revokes_a_token() throws Exception {
        PageUser owner = signedIn(mine);
        HttpResponse<String> form = owner.get(PAGE + "new");
        HttpResponse<String> shown = owner.submit(
                form,
                PAGE + "new",
                "key",
                key(form),
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
        String token = first(shown.body(), TEXT);
        String id = PAGE + token.substring("example_".length(), token.indexOf('.'));
        assertThat(use(token, "GET", "")).isEqualTo(200);
        assertThat(use(token, "PATCH", RENAMED)).isEqualTo(200);

        owner.submit(form, id + "/narrow", "keep", "workspace:read@workspaces/mine");
        assertThat(use(token, "PATCH", RENAMED)).isEqualTo(403);

        HttpResponse<String> rotation = owner.get(id + "/rotate");
        HttpResponse<String> rotated = owner.submit(rotation, id + "/rotate", "overlap", "60", "key", key(rotation));
        String successor = first(rotated.body(), TEXT);
        assertThat(use(token, "GET", "")).isEqualTo(200);
        assertThat(use(successor, "GET", "")).isEqualTo(200);

        assertThat(owner.submit(form, id + "/end").body()).contains("The old token is revoked.");
        assertThat(use(token, "GET", "")).isEqualTo(401);
        String history = owner.get(PAGE + "history").body();
        assertThat(history).contains("Created", "Permissions removed", "Replaced by another token", "Revoked");
        assertThat(history).doesNotContain(token.substring(token.indexOf('.')));
    }

    @Test
    void form_revokes_a_token_with_its_csrf_token_and_not_without() throws Exception {
        PageUser owner = signedIn(mine);
        JsonObject token = create(mine, "workspace:read", "workspaces/mine");
        String revoke = PAGE + first(owner.get(PAGE).body(), "href=\"([0-9A-Z]{26})\"") + "/revoke";

        assertThat(owner.post(revoke, "reason", "leaked").statusCode()).isEqualTo(403);
        assertThat(use(text(token, "token"), "GET", "")).isEqualTo(200);

        owner.submit(owner.get(revoke), revoke, "reason", "leaked");
        assertThat(use(text(token, "token"), "GET", "")).isEqualTo(401);
    }

    @Test
    void member_sees_the_tokens_and_creates_none() throws Exception {
        create(mine, "workspace:read", "workspaces/mine");
        PageUser user = signedIn(member);
        HttpResponse<String> list = user.get(PAGE);
        assertThat(list.body()).contains("nightly export", "To create one, ask somebody who may.");

        HttpResponse<String> refused = user.submit(
                list,
                PAGE + "new",
                "step",
                "create",
                "description",
                "mine alone",
                "scope",
                "workspace:read",
                "days",
                "7");

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(user.get(PAGE).body()).doesNotContain("mine alone");
    }

    @Test
    void owner_of_another_workspace_finds_nothing() throws Exception {
        create(mine, "workspace:read", "workspaces/mine");
        String id = first(signedIn(mine).get(PAGE).body(), "href=\"([0-9A-Z]{26})\"");
        PageUser other = signedIn(theirs);

        assertThat(other.get(PAGE).body()).contains("No tokens yet");
        assertThat(other.get(PAGE + id).statusCode()).isEqualTo(404);
        assertThat(other.get(PAGE + "history?token=" + id).body()).contains("Nothing happened");
    }

    @Test
    void token_does_not_open_the_page() throws Exception {
        JsonObject token = create(mine, "workspace", "workspaces/mine");

        HttpResponse<String> answer = send("GET", PAGE, bearer(token), "");

        assertThat(answer.statusCode()).isNotEqualTo(200);
        assertThat(answer.body()).doesNotContain("nightly export");
    }

    @Test
    void user_who_signed_out_is_nobody() throws Exception {
        PageUser owner = signedIn(mine);
        assertThat(owner.get(PAGE).body()).contains("Access tokens");

        signOut(owner);

        assertThat(owner.get(PAGE).body()).contains(SIGN_IN);
    }
}
