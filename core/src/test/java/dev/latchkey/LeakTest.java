package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.Verification.Verified;
import dev.latchkey.token.TokenEvent.FirstVerified;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A token that was found in public is revoked by a report of its text, and a report reveals nothing. */
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
    void disabled_token_is_revoked_because_it_may_be_enabled_again() {
        tokens.all().disable(token.id(), "holidays");

        tokens.all().reportLeak(token.reveal());

        assertThat(tokens.all().find(token.id()).orElseThrow().state(service.clock.instant()))
                .isEqualTo(StoredToken.State.REVOKED);
    }

    @Test
    void token_that_has_ended_is_not_changed() {
        IssuedToken expired = tokens.issuer().issue(Service.request().expiringAfter(Duration.ofMinutes(1)));
        service.clock.advance(Duration.ofMinutes(1));
        tokens.all().revoke(token.id(), RevocationReason.OWNER_LEFT);

        tokens.all().reportLeak(expired.reveal());
        tokens.all().reportLeak(token.reveal());

        assertThat(tokens.all().find(expired.id()).orElseThrow().revocation()).isEmpty();
        assertThat(tokens.all()
                        .find(token.id())
                        .orElseThrow()
                        .revocation()
                        .orElseThrow()
                        .reason())
                .isEqualTo(RevocationReason.OWNER_LEFT);
    }

    @Test
    void report_does_not_end_the_token_that_its_first_use_would_end() {
        RotatedToken rotated = tokens.all()
                .rotate(token.id(), Rotation.overlapping(Duration.ofHours(1)).endingAtFirstUse())
                .orElseThrow();

        tokens.all().reportLeak(((IssuedToken) rotated.successor()).reveal());

        assertThat(isLive()).isTrue();
    }

    @Test
    void report_of_a_replaced_token_is_not_a_reuse() {
        AccessTokens strict = service.tokens().revokingFamilyOnReuse().build();
        RotatedToken rotated = strict.all().rotate(token.id(), Duration.ZERO).orElseThrow();

        strict.all().reportLeak(token.reveal());

        String successor = ((IssuedToken) rotated.successor()).reveal();
        assertThat(strict.verifier().verify(successor)).isInstanceOf(Verified.class);
    }

    @Test
    void report_of_a_cached_token_that_stays_live_changes_nothing_of_its_next_verification() {
        RecordedEvents events = new RecordedEvents();
        AccessTokens caching = service.tokens()
                .revocationWithin(Duration.ofSeconds(10), service.store)
                .recordingUses(Duration.ofDays(1))
                .listener(events)
                .build();
        HeldRecordsTest.until(
                () -> caching.statistics().records().feed().leaseAge().isPresent());
        caching.verifier().verify(Service.forged(token.id()));
        assertThat(caching.statistics().records().cached()).isEqualTo(1);

        caching.ownedBy("workspaces/other").reportLeak(token.reveal());
        caching.verifier().verify(token.reveal());
        events.untilClosed(caching);

        assertThat(events.of(FirstVerified.class)).hasSize(1);
        assertThat(service.store.findUses(Set.of(token.id()))).containsKey(token.id());
    }

    @Test
    void report_for_another_owner_computes_no_hash() {
        AccessTokens other = service.tokens().build();
        int before = service.hasher.computations.get();

        other.ownedBy("workspaces/other").reportLeak(token.reveal());

        assertThat(service.hasher.computations).hasValue(before);
    }

    @Test
    void everything_else_changes_nothing() {
        String other = tokens.issuer().issue(Service.request()).reveal();

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
