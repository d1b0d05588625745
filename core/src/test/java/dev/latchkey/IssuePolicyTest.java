package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IssuePolicyTest {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final IssuePolicy POLICY = IssuePolicy.standard().lifetimes(Duration.ofDays(1), Duration.ofDays(2));

    private static IssueRequest.Lifetime lifetime(Duration duration) {
        return new IssueRequest.Lifetime.Limited(duration);
    }

    @Test
    void the_longest_lifetime_is_the_maximum_itself() {
        assertThat(POLICY.expiry(T0, lifetime(Duration.ofDays(2)))).isEqualTo(T0.plus(Duration.ofDays(2)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> POLICY.expiry(T0, lifetime(Duration.ofDays(2).plusNanos(1))))
                .withMessageContaining("beyond the policy's maximum of 2 days");
    }

    @Test
    void the_shortest_lifetime_is_a_millisecond() {
        assertThat(POLICY.expiry(T0, lifetime(MILLISECOND))).isEqualTo(T0.plus(MILLISECOND));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> POLICY.expiry(T0, lifetime(MILLISECOND.minusNanos(1))))
                .withMessageContaining("less than a millisecond");
    }

    @Test
    void the_default_lifetime_is_from_a_millisecond_to_the_maximum() {
        assertThat(IssuePolicy.standard().lifetimes(MILLISECOND, MILLISECOND).expiry(T0, lifetime(MILLISECOND)))
                .isEqualTo(T0.plus(MILLISECOND));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IssuePolicy.standard().lifetimes(MILLISECOND.minusNanos(1), MILLISECOND));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IssuePolicy.standard().lifetimes(MILLISECOND.plusNanos(1), MILLISECOND));
    }
}
