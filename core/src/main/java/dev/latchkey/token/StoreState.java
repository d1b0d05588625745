package dev.latchkey.token;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A store's state for all its tokens, with its version.
 *
 * @param version 0 before anything was ever set, then one higher with each change
 * @param rejectIssuedBefore tokens issued before this are rejected, regardless of their records; null for none. For use
 *     after an old copy of a database was restored, which lacks recent revocations. Within 1970 to 9999
 *     ({@link TokenRecord#requireTime}), in whole milliseconds
 * @param revocationBound how long after a revocation some node may still accept the token, in whole milliseconds, at most
 *     a day; null if none was recorded
 * @param usesRecordedSince since when every node records the uses of tokens; null if some node does not. Within 1970 to
 *     9999, in whole milliseconds
 */
public record StoreState(
        long version,
        @Nullable Instant rejectIssuedBefore,
        @Nullable Duration revocationBound,
        @Nullable Instant usesRecordedSince) {

    /** The state of a store in which nothing was ever set. */
    public static final StoreState INITIAL = new StoreState(0, null, null, null);

    /** The longest bound; a caller that awaits a revocation waits as long as the bound. */
    public static final Duration MAX_REVOCATION_BOUND = Duration.ofDays(1);

    public StoreState {
        if (version < 0 || version == Long.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "version " + version + " is negative, or leaves no later version for a change");
        }
        if (rejectIssuedBefore != null) {
            rejectIssuedBefore = TokenRecord.requireTime("rejectIssuedBefore", rejectIssuedBefore);
        }
        if (revocationBound != null) {
            requireBound(revocationBound);
            revocationBound = revocationBound.truncatedTo(ChronoUnit.MILLIS);
        }
        if (usesRecordedSince != null) {
            usesRecordedSince = TokenRecord.requireTime("usesRecordedSince", usesRecordedSince);
        }
    }

    /**
     * Makes a state in which uses are not recorded.
     *
     * @param version the version
     * @param rejectIssuedBefore tokens issued before this are rejected; null for none
     * @param revocationBound the bound; null if none was recorded
     */
    public StoreState(long version, @Nullable Instant rejectIssuedBefore, @Nullable Duration revocationBound) {
        this(version, rejectIssuedBefore, revocationBound, null);
    }

    private static void requireBound(Duration bound) {
        if (bound.isNegative() || bound.compareTo(MAX_REVOCATION_BOUND) > 0) {
            throw new IllegalArgumentException(
                    "revocation bound " + bound + " is not between 0 and " + MAX_REVOCATION_BOUND.toHours() + " hours");
        }
    }

    /**
     * {@return the next version, in which tokens issued before {@code time} are rejected; or this state if it already
     * rejects them, because the time only moves forward}
     *
     * @param time the earliest time of issue that is still accepted
     * @throws IllegalArgumentException if it is not within 1970 to 9999
     */
    public StoreState withRejectIssuedBefore(Instant time) {
        Instant next = TokenRecord.requireTime("rejectIssuedBefore", time);
        return rejectIssuedBefore != null && !rejectIssuedBefore.isBefore(next)
                ? this
                : new StoreState(version + 1, next, revocationBound, usesRecordedSince);
    }

    /**
     * {@return the next version, in which that bound is recorded; or this state if that bound is already recorded}
     *
     * @param bound how long after a revocation some node may still accept the token
     * @throws IllegalArgumentException if it is negative or longer than a day
     */
    public StoreState withRevocationBound(Duration bound) {
        requireBound(bound);
        return bound.truncatedTo(ChronoUnit.MILLIS).equals(revocationBound)
                ? this
                : new StoreState(version + 1, rejectIssuedBefore, bound, usesRecordedSince);
    }

    /**
     * {@return the next version, in which uses are recorded since {@code time}; or this state if they are recorded since
     * then or later, because the time only moves forward}
     *
     * @param time from when on every node records uses
     * @throws IllegalArgumentException if it is not within 1970 to 9999
     */
    public StoreState withUsesRecordedSince(Instant time) {
        Instant next = TokenRecord.requireTime("usesRecordedSince", time);
        return usesRecordedSince != null && !usesRecordedSince.isBefore(next)
                ? this
                : new StoreState(version + 1, rejectIssuedBefore, revocationBound, next);
    }

    /** {@return the next version, in which uses are not recorded; or this state if they are not} */
    public StoreState withoutUsesRecorded() {
        return usesRecordedSince == null
                ? this
                : new StoreState(version + 1, rejectIssuedBefore, revocationBound, null);
    }
}
