package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.Verification.Verified;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.UnavailableException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A token that was found in public is revoked by whoever reports it, and nobody learns anything from reporting. */
class LeakTest {

    private final Service service = new Service();
    private final AccessTokens tokens = service.tokens().build();
    private final IssuedToken token = tokens.issuer().issue(Service.request());

    private boolean isLive() {
        return tokens.verifier().verify(token.reveal()) instanceof Verified;
    }

    @Test
    void live_token_that_is_reported_is_revoked_as_leaked() {
        tokens.all().by("scanners/github").reportLeak(token.reveal());

        StoredToken stored = tokens.all().find(token.id()).orElseThrow();
        assertThat(stored.revocation().orElseThrow().reason()).isEqualTo(RevocationReason.LEAKED);
        assertThat(stored.revocation().orElseThrow().by()).isEqualTo("scanners/github");
        assertThat(isLive()).isFalse();
    }

    @Test
    void everything_else_changes_nothing() {
        String other = tokens.issuer().issue(Service.request()).reveal();
        tokens.all().disable(tokens.issuer().issue(Service.request()).id(), "holidays");

        for (String text : List.of(
                "",
                "no token",
                token.id().toString(),
                Service.forged(token.id()),
                token.reveal() + "x",
                other + other)) {
            tokens.all().reportLeak(text);
        }

        assertThat(isLive()).isTrue();
    }

    @Test
    void owner_reports_its_own_tokens_alone() {
        tokens.ownedBy("workspaces/other").reportLeak(token.reveal());
        assertThat(isLive()).isTrue();

        tokens.ownedBy("workspaces/acme").reportLeak(token.reveal());
        assertThat(isLive()).isFalse();
    }

    @Test
    void report_that_cannot_be_decided_is_not_lost() {
        service.failing = true;

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> tokens.all().reportLeak(token.reveal()));
    }

    @Test
    void scanner_finds_a_token_between_other_text_and_not_within_a_word() {
        TokenFormat format = TokenFormat.withPrefix("acme");
        String example = format.example();
        Pattern pattern = Pattern.compile(format.regex());

        assertThat(pattern.matcher("token=\"" + example + "\";").find()).isTrue();
        assertThat(pattern.matcher("x" + example).find()).isFalse();
        assertThat(pattern.matcher(example + "x").find()).isFalse();
    }
}
