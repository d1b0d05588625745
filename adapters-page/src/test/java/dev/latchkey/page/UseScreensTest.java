package dev.latchkey.page;

import static dev.latchkey.page.TestService.html;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Authorization;
import dev.latchkey.IssuedToken;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an owner sees of the uses of a token, and how it is narrowed to them. */
class UseScreensTest {

    private final TestService service = TestService.recordingUses();
    private final IssuedToken token =
            service.issue("Nightly export", "workspace:write@workspaces/acme", "sources:read@workspaces/acme");
    private final String at = "/" + token.id();

    private void use(String permission) {
        assertThat(service.tokens
                        .verifier()
                        .authorize(token.reveal(), Scope.of(permission).on("workspaces", "acme")))
                .isInstanceOf(Authorization.Permitted.class);
    }

    private void written() {
        service.tokens.close();
        service.clock.advance(Duration.ofHours(2));
    }

    @Test
    void an_owner_sees_when_a_token_was_last_used_and_what_it_did_not_need() {
        use("workspace:read");
        written();

        assertThat(html(service.get(at)))
                .contains("Last use", "2 hours ago", "Not needed since", "sources:read@workspaces/acme");
        assertThat(html(service.get("/")))
                .contains("2026-03-10T12:00:00Z", "title=\"Mar 10, 2026, 1:00", "2 hours ago", "1 not needed so far")
                .contains(token.id() + "/narrow?to=used");
    }

    @Test
    void a_token_that_was_never_used_says_since_when_that_is_known() {
        written();

        assertThat(html(service.get(at))).contains("Not used since").doesNotContain("Narrow to what it uses");
        assertThat(html(service.get("/")))
                .contains(">Never</span>")
                .doesNotContain("2 hours ago</time></div></td>", "not needed");
    }

    @Test
    void nothing_is_said_of_uses_that_are_not_recorded() {
        TestService silent = TestService.standard();
        IssuedToken other = silent.issue("Nightly export", "workspace:read@workspaces/acme");

        assertThat(html(silent.get("/" + other.id()))).doesNotContain("Last use", "Not used since", "Narrow to what");
    }

    @Test
    void a_token_is_narrowed_to_what_it_uses() {
        use("workspace:read");
        written();
        assertThat(html(service.get(at)))
                .contains("Narrow to what it uses", "Would have refused none of the accesses seen since");

        PageResponse form = service.get(at + "/narrow?to=used");
        assertThat(html(form))
                .contains("value=\"workspace:read@workspaces/acme\" checked")
                .doesNotContain("value=\"workspace:write@workspaces/acme\" checked")
                .doesNotContain("value=\"sources:read@workspaces/acme\" checked");
        service.post(
                at + "/narrow?to=used",
                "keep",
                "workspace:read@workspaces/acme",
                "proposed",
                TestService.field(form, "proposed"));

        assertThat(service.owned().find(token.id()).orElseThrow().scopes())
                .isEqualTo(ScopeSet.parse("workspace:read@workspaces/acme"));
        assertThat(html(service.get(at))).doesNotContain("Narrow to what it uses");
    }

    /** The second one leaves nothing to propose. */
    @ParameterizedTest
    @ValueSource(
            strings = {"sources:read@workspaces/acme", "workspace:write@workspaces/acme sources:read@workspaces/acme"})
    void nothing_is_taken_away_if_the_token_is_used_for_more_while_the_form_is_shown(String meanwhile) {
        use("workspace:read");
        written();
        String proposed = TestService.field(service.get(at + "/narrow?to=used"), "proposed");
        service.recordUse(token.id(), ScopeSet.parse(meanwhile));

        PageResponse refused =
                service.post(at + "/narrow?to=used", "keep", "workspace:read@workspaces/acme", "proposed", proposed);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(html(refused)).contains("The token was used for something else meanwhile.");
        assertThat(service.owned().find(token.id()).orElseThrow().scopes())
                .isEqualTo(ScopeSet.parse("workspace:write@workspaces/acme sources:read@workspaces/acme"));
    }

    @Test
    void a_member_sees_the_use_and_cannot_narrow() {
        use("workspace:read");
        written();
        service.as(TestService.member());

        assertThat(html(service.get(at))).contains("2 hours ago").doesNotContain("Narrow to what it uses");
    }

    @Test
    void the_uses_are_described_in_german() {
        use("workspace:read");
        written();
        service.as(Visit.of(TestService.viewer(TestService.ANN, Locale.GERMAN), TestService.OWNER)
                .managing());

        assertThat(html(service.get(at))).contains("Zuletzt benutzt", "Auf das Benutzte verringern");
    }
}
