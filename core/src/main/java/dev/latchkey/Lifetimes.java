package dev.latchkey;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long tokens may live: a part of an {@link IssuePolicy}.
 *
 * @param standard the default
 * @param maximum the longest
 * @param neverAllowed whether a token may live without end if its request says so
 */
record Lifetimes(Duration standard, Duration maximum, boolean neverAllowed) {

    Lifetimes {
        if (standard.compareTo(Duration.ofMillis(1)) < 0 || standard.compareTo(maximum) > 0) {
            throw new IllegalArgumentException("default lifetime " + text(standard)
                    + " is not between 1 millisecond and the maximum of " + text(maximum));
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
            throw beyondMaximum(text(duration));
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
            throw beyondMaximum(end.toString());
        }
        return end.truncatedTo(ChronoUnit.MILLIS);
    }

    private IllegalArgumentException beyondMaximum(String expiry) {
        return new IllegalArgumentException("expiry " + expiry + " is beyond the policy's maximum of " + text(maximum)
                + " (IssuePolicy.lifetimes())");
    }

    /**
     * {@return when a successor that is issued now expires: it gets the lifetime of its predecessor, within the
     * maximum; null for never, if the predecessor never expired and the policy still allows that}
     *
     * @param issuedFor the lifetime of the predecessor; null for unlimited
     */
    @Nullable Instant ofSuccessor(Instant now, @Nullable Duration issuedFor) {
        if (issuedFor == null && neverAllowed) {
            return null;
        }
        Duration lifetime = issuedFor == null || issuedFor.compareTo(maximum) > 0 ? maximum : issuedFor;
        return now.plus(lifetime);
    }

    static String text(Duration duration) {
        return duration.toDays() > 0 && duration.equals(Duration.ofDays(duration.toDays()))
                ? duration.toDays() + " days"
                : duration.toString();
    }

    /** {@return the two times, and whether tokens without end are allowed} */
    @Override
    public String toString() {
        return "default=" + text(standard) + ", maximum=" + text(maximum) + ", never="
                + (neverAllowed ? "allowed" : "refused");
    }
}
