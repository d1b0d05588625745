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

    @Test
    void rules_name_the_value_and_the_method_that_would_allow_it() {
        Service service = new Service();
        AccessTokens tokens = service.tokens()
                .issuePolicy(IssuePolicy.standard()
                        .maximumLiveTokens(2)
                        .maximumDescription(20)
                        .requiringAttributes("team"))
                .build();
        IssueRequest request = Service.request().withAttribute("team", "data");

        assertRefused(tokens, Service.request(), "attribute team", "requiringAttributes");
        assertRefused(tokens, request.describedAs("x".repeat(21)), "21", "20", "maximumDescription");
        IssuedToken first = tokens.issuer().issue(request);
        tokens.issuer().issue(request.expiringAfter(Duration.ofMinutes(1)));
        assertRefused(tokens, request, "workspaces/acme", "2", "maximumLiveTokens");

        service.clock.advance(Duration.ofMinutes(1));
        tokens.issuer().issue(request);
        assertRefused(tokens, request, "maximumLiveTokens");
        tokens.all().revoke(first.id(), RevocationReason.CESSATION);
        tokens.issuer().issue(request);
    }

    private static void assertRefused(AccessTokens tokens, IssueRequest request, String... words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.issuer().issue(request))
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    @Test
    void rules_out_of_range_are_refused() {
        IssuePolicy policy = IssuePolicy.standard();

        assertThatIllegalArgumentException().isThrownBy(() -> policy.maximumLiveTokens(0));
        assertThatIllegalArgumentException().isThrownBy(() -> policy.maximumDescription(0));
        assertThatIllegalArgumentException().isThrownBy(() -> policy.maximumDescription(256));
        assertThatIllegalArgumentException().isThrownBy(() -> policy.requiringAttributes(""));
    }
}
