package dev.latchkey.port;

import dev.latchkey.token.TokenRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a store holds for all its tokens at once, with its version.
 *
 * @param version 0 before anything was ever set, then one higher with each change
 * @param rejectIssuedBefore tokens issued before this are rejected, whatever their records say; null for none. What
 *     takes back, after an old copy of a database was restored, what that copy does not know to be revoked
 * @param revocationBound how long after a revocation some node may still accept the token, in whole milliseconds; null
 *     if none was recorded
 */
public record StoreState(
        long version,
        @Nullable Instant rejectIssuedBefore,
        @Nullable Duration revocationBound) {

    /** The state of a store in which nothing was ever set. */
    public static final StoreState INITIAL = new StoreState(0, null, null);

    public StoreState {
        if (version < 0) {
            throw new IllegalArgumentException("version " + version + " is negative");
        }
        if (rejectIssuedBefore != null) {
            rejectIssuedBefore = rejectIssuedBefore.truncatedTo(ChronoUnit.MILLIS);
        }
        if (revocationBound != null) {
            if (revocationBound.isNegative()) {
                throw new IllegalArgumentException("revocation bound " + revocationBound + " is negative");
            }
            revocationBound = revocationBound.truncatedTo(ChronoUnit.MILLIS);
        }
    }

    /**
     * {@return the next version, in which tokens issued before {@code time} are rejected; or this state if it already
     * rejects them, because the time is never moved back}
     *
     * @param time the earliest time of issue that is still accepted
     */
    public StoreState withRejectIssuedBefore(Instant time) {
        return rejectIssuedBefore != null && !rejectIssuedBefore.isBefore(time.truncatedTo(ChronoUnit.MILLIS))
                ? this
                : new StoreState(version + 1, time, revocationBound);
    }

    /**
     * {@return the next version, in which that bound is recorded; or this state if it is the one that is recorded}
     *
     * @param bound how long after a revocation some node may still accept the token
     */
    public StoreState withRevocationBound(Duration bound) {
        return bound.truncatedTo(ChronoUnit.MILLIS).equals(revocationBound)
                ? this
                : new StoreState(version + 1, rejectIssuedBefore, bound);
    }

    /**
     * {@return whether the token was issued before the time from which tokens are accepted}
     *
     * @param record the token's record
     */
    public boolean rejects(TokenRecord record) {
        return rejectIssuedBefore != null && record.issuedAt().isBefore(rejectIssuedBefore);
    }
}
