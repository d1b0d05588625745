package dev.latchkey.page;

import static dev.latchkey.page.TestService.html;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.IssuePolicy;
import dev.latchkey.RevocationReason;
import dev.latchkey.StoredToken;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class ListScreenTest {

    private static final Pattern ROW = Pattern.compile("scope=\"row\" class=\"token\"><a href=\"([0-9A-Z]{26})\"");

    private final TestService service = TestService.standard();

    @Test
    void an_owner_without_tokens_reads_what_a_token_is_for() {
        assertThat(html(service.get("/"))).contains("No tokens yet", "Create your first token");
    }

    @Test
    void a_row_shows_what_a_token_is_may_do_and_since_when() {
        TokenId id = service.issue("Nightly export", "workspace:read@workspaces/acme")
                .id();
        service.clock.advance(Duration.ofHours(3));

        assertThat(html(service.get("/")))
                .contains("Nightly export", id.toString(), "1 permission", "See the workspace", "workspaces/acme")
                .contains("3 hours ago", "users/ann", "in 90 days", "2026-06-08", ">Active</span>");
    }

    @Test
    void times_are_in_the_zone_of_the_viewer_with_utc_in_the_title() {
        service.issue("Nightly export", "workspace:read");

        assertThat(html(service.get("/"))).contains("title=\"Jun 8, 2026, 2:00", "2026-06-08 12:00:00 UTC\"");
    }

    @Test
    void a_token_that_expires_within_seven_days_has_a_badge() {
        service.tokens
                .issuer()
                .issue(TestService.request(TestService.OWNER, "Soon", "workspace:read")
                        .expiringAfter(Duration.ofDays(7)));

        assertThat(html(service.get("/"))).contains("7 days left");
    }

    @Test
    void a_token_that_never_expires_is_pointed_out() {
        TestService lenient = TestService.with(IssuePolicy.standard().allowingNever());
        lenient.tokens
                .issuer()
                .issue(TestService.request(TestService.OWNER, "Robot", "workspace:read")
                        .neverExpiring());

        assertThat(html(lenient.get("/"))).contains("Never", "Works until somebody revokes it");
    }

    @Test
    void ended_tokens_are_in_the_other_tab_with_when_why_and_by_whom() {
        TokenId id = service.issue("Old", "workspace:read").id();
        service.owned().revoke(id, RevocationReason.LEAKED);

        assertThat(html(service.get("/"))).doesNotContain(id.toString());
        assertThat(html(service.get("/?state=inactive")))
                .contains(id.toString(), "Revoked", "It was found in public", "users/ann", "just now");
    }

    @Test
    void an_expired_token_is_inactive_and_a_disabled_one_active() {
        TokenId expired = service.issue("Expired", "workspace:read").id();
        service.clock.advance(Duration.ofDays(91));
        TokenId disabled = service.issue("Disabled", "workspace:read").id();
        service.owned().disable(disabled, "on holiday");

        assertThat(html(service.get("/")))
                .contains(disabled.toString(), "Disabled", "on holiday")
                .doesNotContain(expired.toString());
        assertThat(html(service.get("/?state=inactive")))
                .contains(expired.toString(), ">Expired</span>")
                .doesNotContain(disabled.toString());
    }

    @Test
    void all_pages_together_show_each_active_token_once_in_every_order() {
        for (int i = 0; i < 120; i++) {
            TokenId id = service.issue("Token " + i, "workspace:read").id();
            if (i % 3 == 0) {
                service.owned().revoke(id, "test");
            }
            service.clock.advance(Duration.ofMinutes(1));
        }
        for (String sort : new String[] {"newest", "oldest", "expiry"}) {
            assertThat(rowsOfAllPages("/?sort=" + sort)).as(sort).hasSize(80);
        }
        assertThat(rowsOfAllPages("/?state=inactive")).hasSize(40);
    }

    private Set<String> rowsOfAllPages(String first) {
        Set<String> rows = new HashSet<>();
        String target = first;
        while (target != null) {
            String page = html(service.get(target));
            Matcher row = ROW.matcher(page);
            while (row.find()) {
                assertThat(rows.add(row.group(1))).as("shown once").isTrue();
            }
            Matcher next =
                    Pattern.compile("href=\"\\./(\\?[^\"]*after=[^\"]*)\"").matcher(page);
            target = next.find() ? "/" + next.group(1).replace("&amp;", "&") : null;
        }
        return rows;
    }

    @Test
    void a_cursor_that_is_none_shows_the_first_page() {
        service.issue("Nightly export", "workspace:read");

        assertThat(html(service.get("/?after=nonsense"))).contains("Nightly export");
    }

    @Test
    void another_owner_is_shown_nothing() {
        TokenId id = service.issue("Nightly export", "workspace:read").id();
        service.as(Visit.of(TestService.viewer("users/eve", Locale.ENGLISH), "workspaces/other")
                .creating(ScopeSet.parse("*"))
                .managing());

        assertThat(html(service.get("/"))).doesNotContain("Nightly export");
        assertThat(service.get("/" + id).status()).isEqualTo(404);
        assertThat(service.post("/" + id + "/revoke", "reason", "leaked").status())
                .isEqualTo(404);
        assertThat(service.owned().find(id).orElseThrow().state(TestService.NOW))
                .isEqualTo(StoredToken.State.LIVE);
    }

    @Test
    void a_german_viewer_reads_german() {
        service.issue("Nightly export", "workspace:read");
        service.as(Visit.of(TestService.viewer("users/uwe", Locale.GERMANY), TestService.OWNER));

        assertThat(html(service.get("/")))
                .contains("<html lang=\"de\">", "Zugriffstokens", "in 90 Tagen", "08.06.2026, 14:00");
    }
}
