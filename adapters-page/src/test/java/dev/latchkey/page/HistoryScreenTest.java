package dev.latchkey.page;

import static dev.latchkey.page.TestService.html;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.RevocationReason;
import dev.latchkey.token.TokenId;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class HistoryScreenTest {

    private final TestService service = TestService.standard();

    private TokenId eventful() {
        TokenId id = service.issue("Nightly export", "workspace:write@workspaces/acme")
                .id();
        service.clock.advance(Duration.ofMinutes(1));
        service.post("/" + id + "/edit", "description", "=HYPERLINK(\"x\")");
        service.clock.advance(Duration.ofMinutes(1));
        service.post("/" + id + "/narrow", "keep", "workspace:read@workspaces/acme");
        service.clock.advance(Duration.ofMinutes(1));
        service.owned().by("users/bob").revoke(id, RevocationReason.LEAKED);
        return id;
    }

    @Test
    void the_trail_says_who_did_what_and_why_the_newest_first() {
        TokenId id = eventful();

        assertThat(html(service.get("/history")))
                .containsSubsequence("Revoked", "users/bob", "It was found in public", "Permissions removed", "Created")
                .contains("workspace:write@workspaces/acme", id.toString());
        assertThat(html(service.get("/" + id))).containsSubsequence("Revoked", "Description changed");
    }

    @Test
    void it_can_be_filtered_by_token_and_by_actor() {
        eventful();
        TokenId other = service.issue("Other", "workspace:read").id();

        assertThat(html(service.get("/history?token=" + other)))
                .contains("Created")
                .doesNotContain("Revoked");
        assertThat(html(service.get("/history?actor=users/bob")))
                .contains("Revoked")
                .doesNotContain("Created");
        assertThat(html(service.get("/history?actor=users/nobody"))).contains("Nothing happened");
        assertThat(service.get("/history?token=x").status()).isEqualTo(422);
    }

    @Test
    void a_long_history_has_pages() {
        for (int i = 0; i < 60; i++) {
            service.issue("Token " + i, "workspace:read");
        }

        String first = html(service.get("/history"));
        String next = first.replaceAll("(?s).*href=\"history(\\?[^\"]*after=[^\"]*)\".*", "$1")
                .replace("&amp;", "&");
        assertThat(html(service.get("/history" + next))).contains("Created").doesNotContain("Older entries");
    }

    @Test
    void the_file_for_spreadsheets_has_no_formulas() {
        TokenId id = eventful();

        PageResponse csv = service.get("/history.csv?token=" + id);

        assertThat(csv.headers())
                .containsEntry("Content-Disposition", "attachment; filename=\"access-tokens-history.csv\"");
        assertThat(html(csv).lines()).hasSize(5).first().isEqualTo("time,action,actor,token,reason,before,after");
        assertThat(html(csv))
                .contains("\"REVOKED\",\"users/bob\",\"" + id + "\",\"leaked\"")
                .contains("\"'=HYPERLINK(\"\"x\"\")\"");
    }

    @Test
    void without_a_trail_it_says_what_the_records_say() {
        TestService plain = TestService.withoutTrail();
        TokenId id = plain.issue("Nightly export", "workspace:read").id();
        plain.owned().revoke(id, RevocationReason.LEAKED);

        assertThat(html(plain.get("/history"))).contains("What is on record", "Revoked", "Created", "workspace:read");
        assertThat(html(plain.get("/history?token=" + id))).contains("Created");
        assertThat(html(plain.get("/history.csv"))).contains("\"REVOKED\"");
    }

    @Test
    void another_owner_reads_nothing_of_it() {
        TokenId id = eventful();
        service.as(Visit.of(TestService.viewer("users/eve", Locale.ENGLISH), "workspaces/other"));

        assertThat(html(service.get("/history?token=" + id))).contains("Nothing happened");
        assertThat(html(service.get("/history.csv")).lines()).hasSize(1);
    }
}
