package dev.latchkey;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long tokens may live: what they get unasked, the most that they can ask for, and whether they may live for ever.
 *
 * <p>Immutable and thread-safe.
 */
public final class ExpiryPolicy {

    private static final ExpiryPolicy STANDARD = new ExpiryPolicy(Duration.ofDays(90), Duration.ofDays(366), false);

    private final Duration standard;
    private final Duration maximum;
    private final boolean neverAllowed;

    private ExpiryPolicy(Duration standard, Duration maximum, boolean neverAllowed) {
        if (standard.compareTo(Duration.ofMillis(1)) < 0 || standard.compareTo(maximum) > 0) {
            throw new IllegalArgumentException("default lifetime " + text(standard)
                    + " is not between 1 millisecond and the maximum of " + text(maximum));
        }
        this.standard = standard;
        this.maximum = maximum;
        this.neverAllowed = neverAllowed;
    }

    /** {@return 90 days if nothing is said, 366 days at the most, and no tokens without end} */
    public static ExpiryPolicy standard() {
        return STANDARD;
    }

    /**
     * {@return a policy with other times, and no tokens without end}
     *
     * @param lifetime what a token gets if nothing is said; at least a millisecond
     * @param maximum the most that a token can get; at least {@code lifetime}
     * @throws IllegalArgumentException if they are out of these ranges
     */
    public static ExpiryPolicy of(Duration lifetime, Duration maximum) {
        return new ExpiryPolicy(lifetime, maximum, false);
    }

    /** {@return this policy, and a token may live without end where the request says so by name} */
    public ExpiryPolicy allowingNever() {
        return new ExpiryPolicy(standard, maximum, true);
    }

    /** {@return when a token expires, or null for never} */
    @Nullable Instant expiry(Instant issuedAt, IssueRequest.Lifetime lifetime) {
        if (lifetime instanceof IssueRequest.Lifetime.Unlimited) {
            if (!neverAllowed) {
                throw new IllegalArgumentException(
                        "the policy allows no token without end; its maximum is " + text(maximum));
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

    /** {@return the two times, and whether tokens without end are allowed} */
    @Override
    public String toString() {
        return "ExpiryPolicy[default=" + text(standard) + ", maximum=" + text(maximum) + ", never="
                + (neverAllowed ? "allowed" : "refused") + "]";
    }
}
