package dev.latchkey.page;

import static dev.latchkey.page.TestService.field;
import static dev.latchkey.page.TestService.html;
import static dev.latchkey.page.TestService.secret;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.IssuedToken;
import dev.latchkey.StoredToken;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an owner does with a token that exists. */
class ChangeScreensTest {

    private final TestService service = TestService.standard();
    private final IssuedToken token = service.issue("Nightly export", "workspace:write@workspaces/acme");
    private final String at = "/" + token.id();

    private StoredToken stored() {
        return service.owned().find(token.id()).orElseThrow();
    }

    @Test
    void the_details_name_all_that_is_known_and_all_that_can_be_done() {
        assertThat(html(service.get(at)))
                .contains("Nightly export", "workspace:write", "Change the workspace", "users/ann")
                .contains("Rotate", "Remove permissions", "Expire earlier", "Disable", "Revoke", "Created");
    }

    @Test
    void the_description_can_be_changed() {
        PageResponse done = service.post(at + "/edit", "description", " Hourly export ");

        assertThat(done.headers()).containsEntry("Location", "../" + token.id() + "?done=described");
        assertThat(stored().description()).isEqualTo("Hourly export");
        assertThat(html(service.get(at + "?done=described"))).contains("The description is saved.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\u202eb", "line\nbreak"})
    void a_description_that_nobody_could_read_is_refused(String description) {
        PageResponse refused = service.post(at + "/edit", "description", description);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(html(refused)).contains("href=\"#description\"");
        assertThat(stored().description()).isEqualTo("Nightly export");
    }

    @Test
    void a_permission_can_be_replaced_by_a_smaller_one_that_it_includes() {
        assertThat(html(service.get(at + "/narrow")))
                .contains("workspace:write@workspaces/acme", "workspace:read@workspaces/acme");

        service.post(at + "/narrow", "keep", "workspace:read@workspaces/acme");

        assertThat(stored().scopes()).isEqualTo(ScopeSet.parse("workspace:read@workspaces/acme"));
    }

    @Test
    void a_token_cannot_be_widened_or_emptied() {
        assertThat(service.post(at + "/narrow", "keep", "workspace@workspaces/acme")
                        .status())
                .isEqualTo(422);
        assertThat(service.post(at + "/narrow").status()).isEqualTo(422);
        assertThat(stored().scopes()).isEqualTo(ScopeSet.parse("workspace:write@workspaces/acme"));
    }

    @Test
    void the_end_can_be_brought_forward_and_never_put_off() {
        service.post(at + "/shorten", "until", "2026-03-31");
        assertThat(stored().expiresAt()).contains(Instant.parse("2026-03-31T22:00:00Z"));

        for (String day : new String[] {"2026-04-01", "2026-03-09", "", "x"}) {
            assertThat(service.post(at + "/shorten", "until", day).status())
                    .as(day)
                    .isEqualTo(422);
        }
        assertThat(stored().expiresAt()).contains(Instant.parse("2026-03-31T22:00:00Z"));
    }

    @Test
    void a_token_is_disabled_with_a_reason_and_enabled_again() {
        assertThat(service.post(at + "/disable", "why", " ").status()).isEqualTo(422);
        service.post(at + "/disable", "why", "on holiday");
        assertThat(stored().state(TestService.NOW)).isEqualTo(StoredToken.State.DISABLED);
        assertThat(html(service.get(at)))
                .contains("on holiday", ">Enable</button>")
                .doesNotContain("/rotate\"");

        service.post(at + "/enable");
        assertThat(stored().state(TestService.NOW)).isEqualTo(StoredToken.State.LIVE);
    }

    @Test
    void a_rotation_shows_the_new_token_and_keeps_the_old_one_for_the_overlap() {
        PageResponse form = service.get(at + "/rotate");
        assertThat(html(form)).contains("Refused everywhere at once.", "15 minutes", "7 days");

        PageResponse shown = service.post(at + "/rotate", "overlap", "60", "key", field(form, "key"));

        assertThat(shown.headers()).containsEntry("Referrer-Policy", "no-referrer");
        assertThat(html(shown)).contains("The old token works until Mar 10, 2026");
        assertThat(service.tokens.verifier().verify(secret(shown))).isInstanceOf(Verified.class);
        assertThat(service.tokens.verifier().verify(token.reveal())).isInstanceOf(Verified.class);
        service.clock.advance(Duration.ofHours(1));
        assertThat(service.tokens.verifier().verify(token.reveal())).isInstanceOf(Rejected.class);
    }

    @Test
    void a_rotation_that_is_sent_twice_makes_one_token() {
        String key = field(service.get(at + "/rotate"), "key");
        PageResponse first = service.post(at + "/rotate", "overlap", "60", "key", key);
        PageResponse second = service.post(at + "/rotate", "overlap", "60", "key", key);

        assertThat(html(second)).contains("This token was already shown").doesNotContain(secret(first));
        assertThat(service.owned().list(TokenQuery.all()).tokens()).hasSize(2);
    }

    @Test
    void an_overlap_does_not_outlast_the_old_token() {
        service.post(at + "/shorten", "until", "2026-03-10");

        assertThat(html(service.get(at + "/rotate"))).contains("when it expires anyway");
    }

    @Test
    void the_old_token_can_be_ended_before_its_overlap_is_over() {
        service.post(at + "/rotate", "overlap", "1440", "key", "");
        assertThat(html(service.get(at))).contains("Being replaced", "End the old token now", "Replaced by");

        service.post(at + "/end");

        assertThat(service.tokens.verifier().verify(token.reveal())).isInstanceOf(Rejected.class);
        assertThat(html(service.get(at))).contains("Another token replaced it").doesNotContain("/revoke\"");
    }

    @Test
    void a_token_without_a_replacement_is_not_ended_by_the_wrong_button() {
        assertThat(service.post(at + "/end").status()).isEqualTo(409);
        assertThat(stored().state(TestService.NOW)).isEqualTo(StoredToken.State.LIVE);
    }

    @Test
    void nobody_reads_the_new_secret_of_a_token_that_can_do_more_than_they_may() {
        service.as(Visit.of(TestService.viewer("users/bob", Locale.ENGLISH), TestService.OWNER)
                .creating(ScopeSet.parse("workspace:read@workspaces/acme"))
                .managing());

        assertThat(html(service.get(at))).doesNotContain("/rotate\"");
        assertThat(service.get(at + "/rotate").status()).isEqualTo(403);
        PageResponse refused = service.post(at + "/rotate", "overlap", "0");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(secret(refused)).isEmpty();
        assertThat(stored().successor()).isEmpty();
    }

    @Test
    void the_button_that_revokes_states_the_bound() {
        assertThat(html(service.get(at + "/revoke"))).contains("Refused everywhere at once.");

        service.tokens.administration().recordRevocationBound(Duration.ofSeconds(2));

        assertThat(html(service.get(at + "/revoke"))).contains("Refused everywhere within 2 seconds.");
    }

    @Test
    void a_revocation_keeps_who_when_and_why() {
        assertThat(service.post(at + "/revoke").status()).isEqualTo(422);
        assertThat(service.post(at + "/revoke", "reason", "other", "other", "").status())
                .isEqualTo(422);

        service.post(at + "/revoke", "reason", "other", "other", "moved to another service");

        assertThat(html(service.get(at))).contains("Revoked", "moved to another service", "users/ann");
    }

    @Test
    void several_tokens_are_revoked_together_and_others_stay() {
        IssuedToken second = service.issue("Second", "workspace:read");
        IssuedToken third = service.issue("Third", "workspace:read");
        String both = "?id=" + token.id() + "&id=" + second.id() + "&id=nonsense";

        assertThat(html(service.get("/revoke" + both)))
                .contains("Nightly export", "Second")
                .doesNotContain("Third");
        service.post(
                "/revoke" + both, "id", token.id().toString(), "id", second.id().toString(), "reason", "leaked");

        assertThat(live()).containsExactly(third.id().toString());
        assertThat(service.get("/revoke").status()).isEqualTo(422);
    }

    @Test
    void all_tokens_of_the_owner_are_revoked_after_a_second_question() {
        IssuedToken other =
                service.tokens.issuer().issue(TestService.request("workspaces/other", "Other", "workspace"));

        assertThat(service.post("/revoke-all", "reason", "leaked").status()).isEqualTo(422);
        assertThat(live()).hasSize(1);
        service.post("/revoke-all", "reason", "leaked", "sure", "yes");

        assertThat(live()).isEmpty();
        assertThat(service.tokens.verifier().verify(other.reveal())).isInstanceOf(Verified.class);
    }

    private List<String> live() {
        return service.owned().list(TokenQuery.all()).tokens().stream()
                .filter(each -> each.state(TestService.NOW) == StoredToken.State.LIVE)
                .map(each -> each.id().toString())
                .toList();
    }
}
