package dev.latchkey.example;

import static dev.latchkey.example.RunningPage.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.StoredToken;
import dev.latchkey.token.TokenQuery;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page as this service mounts it: who sees what, over plain HTTP. */
class ManagementPageTest {

    @RegisterExtension
    static final RunningPage page = new RunningPage();

    private final HttpUser user = new HttpUser(page.service().url());

    private StoredToken sample(String description) {
        return page.service().tokens().all().list(TokenQuery.all()).tokens().stream()
                .filter(token -> token.description().equals(description))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nobody_is_led_to_the_sign_in() {
        user.open(PAGE);
        assertThat(user.text()).contains("Sign in to Example");

        user.fill("user", RunningPage.SLUG);
        user.fill("password", "wrong");
        user.choose("Sign in");

        assertThat(user.status()).isEqualTo(401);
        user.open(PAGE);
        assertThat(user.text()).contains("Sign in to Example");
    }

    @Test
    void the_cookie_is_kept_from_scripts_and_from_other_sites() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(page.service().url() + SignIn.PATH))
                .POST(BodyPublishers.ofString("user=" + RunningPage.SLUG + "&password=" + page.ownersPassword()))
                .build();

        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.discarding())
                        .headers()
                        .firstValue("Set-Cookie"))
                .hasValueSatisfying(cookie -> assertThat(cookie).contains("HttpOnly", "SameSite=Lax"));
    }

    @Test
    void a_new_workspace_shows_tokens_in_different_states_with_their_uses() {
        page.signIn(user);

        user.open(PAGE);
        assertThat(user.text())
                .containsPattern("Nightly export to the warehouse.*?Last use 1 day ago")
                .containsPattern("Build pipeline.*?5 days left.*?Last use 3 days ago.*?Active")
                .containsPattern(
                        "Dashboard in the office.*?Last use 14 days ago.*?Disabled.*?The office is being moved")
                .doesNotContain("Laptop");
        user.open(PAGE + "?state=inactive");
        assertThat(user.text()).contains("Laptop of a former colleague", "Revoked", "It was found in public");
    }

    @Test
    void a_new_workspace_shows_what_a_token_does_not_need() {
        page.signIn(user);

        user.open(PAGE + sample("Nightly export to the warehouse").id());

        assertThat(user.text())
                .containsPattern("Not needed since [^@]* destinations:read@workspaces/myworkspace")
                .contains("Narrow to what it uses", "Would have refused none of the accesses seen since");
    }

    @Test
    void the_history_of_a_new_workspace_begins_a_month_ago() {
        page.signIn(user);

        user.open(
                PAGE + "history?token=" + sample("Laptop of a former colleague").id());

        assertThat(user.text()).containsPattern("Revoked .* 12 days ago .* Created .* 29 days ago");
    }

    @Test
    void a_member_sees_the_tokens_and_can_create_none() {
        page.signInAsMember(user);

        assertThat(user.text())
                .contains("Nightly export to the warehouse", "To create one, ask somebody who may.")
                .doesNotContain("Create token", "Revoke selected");
        user.open(PAGE + sample("Build pipeline").id());
        assertThat(user.text()).contains("Last use", "Created").doesNotContain("What you can do", "Rotate");
        user.open(PAGE + "new");
        assertThat(user.status()).isEqualTo(403);
        user.send(PAGE + "new", "step", "create", "description", "By a member", "scope", "workspace:read", "days", "7");
        assertThat(user.status()).isEqualTo(403);
        assertThat(page.stored("By a member")).isZero();
    }

    @Test
    void the_owner_of_another_workspace_finds_nothing() {
        String id = sample("Build pipeline").id().toString();
        page.signInElsewhere(user, "elsewhere");

        assertThat(user.text()).contains("No tokens yet");
        user.open(PAGE + id);
        assertThat(user.status()).isEqualTo(404);
        user.open(PAGE + "history?token=" + id);
        assertThat(user.text()).contains("Nothing happened").doesNotContain("Created");
        user.open(PAGE + "revoke?id=" + id);
        assertThat(user.text()).contains("No token is selected");
    }

    @Test
    void a_user_who_signed_out_is_nobody() {
        page.signIn(user);
        user.open(SignIn.PATH);

        user.choose("Sign out");

        user.open(PAGE);
        assertThat(user.text()).contains("Sign in to Example");
    }
}
