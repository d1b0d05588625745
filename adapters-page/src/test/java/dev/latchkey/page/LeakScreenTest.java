package dev.latchkey.page;

import static dev.latchkey.page.TestService.html;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.IssuedToken;
import dev.latchkey.RevocationReason;
import dev.latchkey.StoredToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The report of a leaked token: it ends the owner's own token, and its answer reveals nothing. */
@Tag("locale")
class LeakScreenTest {

    private static final String TARGET = "/leak";

    private final TestService service = TestService.standard();
    private final IssuedToken token = service.issue("Nightly export", "workspace:read");

    private StoredToken stored(IssuedToken issued) {
        return service.tokens.all().find(issued.id()).orElseThrow();
    }

    private StoredToken.State state(IssuedToken issued) {
        return stored(issued).state(service.clock.instant());
    }

    private PageResponse report(String text) {
        return service.post(TARGET, "leaked", text);
    }

    /** Status, headers and body: everything that a client can see. */
    private static String everything(PageResponse response) {
        return response.status() + " " + response.headers() + " " + html(response);
    }

    private IssuedToken ofAnotherOwner() {
        return service.tokens.issuer().issue(TestService.request("workspaces/other", "Theirs", "workspace:read"));
    }

    /** The secret of one token behind the id of another. */
    private static String guess(IssuedToken of, IssuedToken secretOf) {
        return of.reveal().substring(0, of.reveal().indexOf('.'))
                + secretOf.reveal().substring(secretOf.reveal().indexOf('.'));
    }

    @Test
    void an_own_live_token_is_revoked_as_leaked_by_the_viewer() {
        report(token.reveal());

        assertThat(stored(token).revocation().orElseThrow().reason()).isEqualTo(RevocationReason.LEAKED);
        assertThat(stored(token).revocation().orElseThrow().by()).isEqualTo(TestService.ANN);
    }

    @Test
    void the_answer_leads_to_the_list_where_the_revoked_token_is_the_first() {
        service.owned().revoke(service.issue("Older", "workspace:read").id(), "test");
        service.clock.advance(java.time.Duration.ofMinutes(5));

        PageResponse answer = report(token.reveal());

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.headers()).containsEntry("Location", "./?state=inactive&done=reported");
        String list = html(service.get("/?state=inactive&done=reported"));
        assertThat(list).contains("This answer is the same for every text.", "It was found in public");
        assertThat(list.indexOf("Nightly export")).isLessThan(list.indexOf("Older"));
    }

    @Test
    void every_text_has_the_same_answer_and_only_own_tokens_end() {
        IssuedToken theirs = ofAnotherOwner();
        IssuedToken bystander = service.issue("Bystander", "workspace:read");
        IssuedToken disabled = service.issue("Disabled", "workspace:read");
        service.owned().disable(disabled.id(), "test");
        IssuedToken revoked = service.issue("Revoked", "workspace:read");
        service.owned().revoke(revoked.id(), "test");
        List<String> answers = new ArrayList<>();
        for (String text : List.of(
                token.reveal(),
                token.reveal(),
                theirs.reveal(),
                disabled.reveal(),
                revoked.reveal(),
                guess(bystander, token),
                guess(theirs, bystander),
                bystander.id().toString(),
                bystander.reveal().toUpperCase(Locale.ROOT),
                bystander.reveal() + "x",
                "nothing",
                "<script>alert(1)</script>",
                "x".repeat(200_000),
                "\u0000\ud800")) {
            answers.add(everything(report(text)));
        }

        assertThat(answers).hasSize(14).containsOnly(answers.get(0));
        assertThat(state(token)).isEqualTo(StoredToken.State.REVOKED);
        assertThat(state(theirs)).isEqualTo(StoredToken.State.LIVE);
        assertThat(state(bystander)).isEqualTo(StoredToken.State.LIVE);
        assertThat(state(disabled)).isEqualTo(StoredToken.State.REVOKED);
        assertThat(stored(revoked).revocation().orElseThrow().reason()).isEqualTo("test");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"  %s\n", "Authorization: Bearer %s", "token=\"%s\";", "It was %s.", "<a href='?t=%s&x=1'>"})
    void text_around_the_token_does_not_hide_it(String around) {
        report(String.format(Locale.ROOT, around, token.reveal()));

        assertThat(state(token)).isEqualTo(StoredToken.State.REVOKED);
    }

    @Test
    void several_tokens_in_one_text_are_all_revoked() {
        IssuedToken second = service.issue("Second", "workspace:read");

        report("A=" + token.reveal() + "\nB=" + second.reveal());

        assertThat(state(token)).isEqualTo(StoredToken.State.REVOKED);
        assertThat(state(second)).isEqualTo(StoredToken.State.REVOKED);
    }

    @Test
    void an_attacker_who_may_only_look_reports_nothing() {
        service.as(TestService.member());

        assertThat(service.get(TARGET).status()).isEqualTo(403);
        String own = everything(report(token.reveal()));
        assertThat(own).startsWith("403").isEqualTo(everything(report("nothing")));
        assertThat(state(token)).isEqualTo(StoredToken.State.LIVE);
        assertThat(html(service.get("/"))).doesNotContain("href=\"leak\"");
    }

    @Test
    void who_may_only_create_reports_nothing() {
        service.as(Visit.of(TestService.viewer(TestService.ANN, Locale.ENGLISH), TestService.OWNER)
                .creating(dev.latchkey.scope.ScopeSet.parse("*")));

        assertThat(report(token.reveal()).status()).isEqualTo(403);
        assertThat(state(token)).isEqualTo(StoredToken.State.LIVE);
    }

    @Test
    void a_form_of_another_site_reports_nothing() {
        service.headers.put("Sec-Fetch-Site", "cross-site");

        assertThat(report(token.reveal()).status()).isEqualTo(403);
        assertThat(state(token)).isEqualTo(StoredToken.State.LIVE);
    }

    @Test
    void a_text_in_the_address_is_not_read() {
        PageResponse form = service.get(TARGET + "?leaked=" + token.reveal());
        service.send("POST", TARGET + "?leaked=" + token.reveal(), "x=1");

        assertThat(state(token)).isEqualTo(StoredToken.State.LIVE);
        assertThat(html(form)).doesNotContain(token.reveal());
    }

    @Test
    void the_text_is_never_sent_back_kept_or_logged() {
        List<String> logged = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(entry.getMessage() + entry.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        try {
            for (String text : List.of(token.reveal(), "canary-8f14e45f" + "x".repeat(70))) {
                PageResponse answer = report(text);
                assertThat(everything(answer)).doesNotContain(text);
                assertThat(answer.headers()).containsEntry("Cache-Control", "no-store");
                for (String path : List.of("/?state=inactive&done=reported", "/history", "/history.csv", TARGET)) {
                    assertThat(html(service.get(path))).as(path).doesNotContain(text);
                }
            }
        } finally {
            root.removeHandler(handler);
        }
        assertThat(logged).noneMatch(line -> line.contains("canary") || line.contains(token.reveal()));
    }

    @Test
    void the_form_asks_browsers_to_forget_the_text() {
        PageResponse form = service.get(TARGET);

        assertThat(form.headers()).containsEntry("Cache-Control", "no-store");
        assertThat(html(form))
                .containsPattern("<input class=\"mono\" type=\"text\" id=\"leaked\" name=\"leaked\" dir=\"ltr\""
                        + " autocomplete=\"off\" autocapitalize=\"none\" spellcheck=\"false\" data-forgets")
                .contains(
                        "<label for=\"leaked\">", "Refused everywhere at once.", "aria-current=\"page\">Report a leak");
    }

    @Test
    void a_report_without_a_text_is_an_error_at_the_field() {
        PageResponse refused = report("  ");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(html(refused))
                .contains("href=\"#leaked\"", "Paste the text that you found.", "aria-invalid=\"true\"");
    }
}
