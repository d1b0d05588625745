package dev.latchkey.page;

import static dev.latchkey.page.TestService.html;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.IssuedToken;
import dev.latchkey.scope.ScopeSet;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the list and a token's screen point out. */
@Tag("locale")
class InsightsTest {

    private final TestService service = TestService.recordingUses();

    private IssuedToken longLived(String description) {
        return service.tokens
                .issuer()
                .issue(TestService.request(
                                TestService.OWNER,
                                description,
                                "workspace:write@workspaces/acme",
                                "sources:read@workspaces/acme")
                        .expiringAfter(Duration.ofDays(300)));
    }

    @Test
    void a_token_that_was_not_used_for_90_days_is_pointed_out() {
        IssuedToken token = longLived("Nightly export");
        service.clock.advance(Duration.ofDays(10));
        service.recordUse(token.id(), ScopeSet.parse("workspace:write@workspaces/acme"));

        service.clock.advance(Duration.ofDays(90).minusSeconds(1));
        assertThat(html(service.get("/"))).doesNotContain("Not used for 8").doesNotContain("Not used for 90 days");

        service.clock.advance(Duration.ofSeconds(1));
        assertThat(html(service.get("/"))).contains("Not used for 90 days");
        assertThat(html(service.get("/" + token.id()))).contains("Not used for 90 days");

        service.owned().revoke(token.id(), "test");
        assertThat(html(service.get("/?state=inactive"))).doesNotContain("Not used for 90 days");
    }

    @Test
    void a_token_is_not_called_idle_for_a_time_in_which_uses_were_not_recorded() {
        IssuedToken token = longLived("Nightly export");
        service.clock.advance(Duration.ofDays(95));
        service.tokens.administration().recordUsesSince(service.clock.instant().minus(Duration.ofDays(1)));

        assertThat(html(service.get("/"))).contains("Nightly export").doesNotContain("Not used for 95 days");
        assertThat(html(service.get("/" + token.id()))).contains("Not used since Jun 12, 2026");
    }

    @Test
    void unused_permissions_are_counted_and_lead_to_the_dry_run() {
        IssuedToken token = longLived("Nightly export");
        assertThat(html(service.get("/"))).as("never used").doesNotContain("not needed so far");
        service.recordUse(token.id(), ScopeSet.parse("workspace:read@workspaces/acme"));

        assertThat(html(service.get("/")))
                .contains("<a href=\"" + token.id() + "/narrow?to=used\">1 not needed so far</a>");

        service.as(TestService.member());
        assertThat(html(service.get("/"))).contains("1 not needed so far").doesNotContain("narrow?to=used");
    }

    @Test
    void what_the_owner_may_no_longer_do_is_pointed_out() {
        IssuedToken token = longLived("Nightly export");
        assertThat(html(service.get("/"))).doesNotContain("may no longer do this");
        service.ownerScopes = java.util.Optional.of(ScopeSet.parse("workspace@workspaces/acme"));

        for (String path : new String[] {"/", "/" + token.id()}) {
            assertThat(html(service.get(path)))
                    .as(path)
                    .contains("Its owner may no longer do this: sources:read@workspaces/acme<");
        }
    }

    @Test
    void the_dry_run_is_shown_before_the_proposal_is_applied() {
        IssuedToken token = longLived("Nightly export");
        service.recordUse(token.id(), ScopeSet.parse("workspace:read@workspaces/acme"));

        assertThat(html(service.get("/" + token.id() + "/narrow?to=used")))
                .contains(
                        "Dry run: what is ticked here would have refused none of the accesses seen since Mar 10, 2026");
        assertThat(html(service.get("/" + token.id() + "/narrow"))).doesNotContain("Dry run");
    }

    @Test
    void last_use_is_in_the_zone_of_the_viewer_with_utc_in_the_title() {
        IssuedToken token = longLived("Nightly export");
        service.recordUse(token.id(), ScopeSet.parse("workspace:read@workspaces/acme"));
        service.clock.advance(Duration.ofHours(3));

        assertThat(html(service.get("/" + token.id())))
                .containsPattern("<dt>Last use</dt><dd><time datetime=\"2026-03-10T12:00:00Z\""
                        + " title=\"2026-03-10 12:00:00 UTC\">Mar 10, 2026, 1:00.PM</time>");
        assertThat(html(service.get("/")))
                .containsPattern("title=\"Mar 10, 2026, 1:00.PM · 2026-03-10 12:00:00 UTC\">3 hours ago</time>");
    }
}
