package dev.latchkey;

import dev.latchkey.scope.ScopeSet;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What tokens may be issued with: how long they live, and how many scopes they have.
 *
 * <p>Immutable and thread-safe.
 */
public final class IssuePolicy {

    private static final IssuePolicy STANDARD = new IssuePolicy(Duration.ofDays(90), Duration.ofDays(366), false, 100);

    private final Duration standard;
    private final Duration maximum;
    private final boolean neverAllowed;
    private final int maximumScopes;

    private IssuePolicy(Duration standard, Duration maximum, boolean neverAllowed, int maximumScopes) {
        if (standard.compareTo(Duration.ofMillis(1)) < 0 || standard.compareTo(maximum) > 0) {
            throw new IllegalArgumentException("default lifetime " + text(standard)
                    + " is not between 1 millisecond and the maximum of " + text(maximum));
        }
        if (maximumScopes < 1 || maximumScopes > ScopeSet.MAX_SIZE) {
            throw new IllegalArgumentException(
                    "maximum of " + maximumScopes + " scopes; it must be 1 to " + ScopeSet.MAX_SIZE);
        }
        this.standard = standard;
        this.maximum = maximum;
        this.neverAllowed = neverAllowed;
        this.maximumScopes = maximumScopes;
    }

    /** {@return 90 days by default and 366 days at the most, no tokens without end, and at most 100 scopes} */
    public static IssuePolicy standard() {
        return STANDARD;
    }

    /**
     * {@return this policy with other lifetimes}
     *
     * @param lifetime what a token gets by default; at least a millisecond
     * @param longest the most that a token can get; at least {@code lifetime}
     * @throws IllegalArgumentException if they are out of these ranges
     */
    public IssuePolicy lifetimes(Duration lifetime, Duration longest) {
        return new IssuePolicy(lifetime, longest, neverAllowed, maximumScopes);
    }

    /** {@return this policy, and a token may live without end where the request says so by name} */
    public IssuePolicy allowingNever() {
        return new IssuePolicy(standard, maximum, true, maximumScopes);
    }

    /**
     * {@return this policy with another number of distinct scopes that a token may be issued with, bundles expanded}
     *
     * <p>A form of 15 permissions on 50 repositories needs 750. Tokens that have more already keep working.
     *
     * @param scopes 1 to {@value ScopeSet#MAX_SIZE}
     * @throws IllegalArgumentException if it is out of that range
     */
    public IssuePolicy maximumScopes(int scopes) {
        return new IssuePolicy(standard, maximum, neverAllowed, scopes);
    }

    void requireFew(ScopeSet scopes) {
        int number = scopes.members().size();
        if (number > maximumScopes) {
            throw new IllegalArgumentException(number + " distinct scopes are more than the " + maximumScopes
                    + " that a token may be issued with; fewer, wider ones, or IssuePolicy.maximumScopes()");
        }
    }

    /** {@return when a token expires, or null for never} */
    @Nullable Instant expiry(Instant issuedAt, IssueRequest.Lifetime lifetime) {
        if (lifetime instanceof IssueRequest.Lifetime.Unlimited) {
            if (!neverAllowed) {
                throw new IllegalArgumentException(
                        "the policy allows no token without end (IssuePolicy.allowingNever() would); its maximum is "
                                + text(maximum));
            }
            return null;
        }
        if (lifetime instanceof IssueRequest.Lifetime.Until until) {
            return end(issuedAt, until.end());
        }
        Duration duration = lifetime instanceof IssueRequest.Lifetime.Limited limited
                ? Objects.requireNonNull(limited.duration(), "duration")
                : standard;
        if (duration.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("expiry " + text(duration) + " is less than a millisecond");
        }
        if (duration.compareTo(maximum) > 0) {
            throw new IllegalArgumentException(
                    "expiry " + text(duration) + " is beyond the policy's maximum of " + text(maximum));
        }
        try {
            return issuedAt.plus(duration);
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("expiry " + text(duration) + " is beyond the end of time", e);
        }
    }

    private Instant end(Instant issuedAt, Instant end) {
        if (end.compareTo(issuedAt.plusMillis(1)) < 0) {
            throw new IllegalArgumentException("expiry " + end + " is not in the future");
        }
        if (Duration.between(issuedAt, end).compareTo(maximum) > 0) {
            throw new IllegalArgumentException("expiry " + end + " is beyond the policy's maximum of " + text(maximum));
        }
        return end.truncatedTo(ChronoUnit.MILLIS);
    }

    private static String text(Duration duration) {
        return duration.toDays() > 0 && duration.equals(Duration.ofDays(duration.toDays()))
                ? duration.toDays() + " days"
                : duration.toString();
    }

    /** {@return the two times, whether tokens without end are allowed, and the number of scopes} */
    @Override
    public String toString() {
        return "IssuePolicy[default=" + text(standard) + ", maximum=" + text(maximum) + ", never="
                + (neverAllowed ? "allowed" : "refused") + ", scopes=" + maximumScopes + "]";
    }
}
