package dev.latchkey.change;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.UnavailableException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Waits until no node can accept a revoked token any more: for the recorded bound, beginning after the commit. */
public final class RevocationWait {

    /** The rates of two machines' clocks differ by less than this part of the bound. */
    private static final int CLOCK_MARGIN = 100;

    private static final Duration LONGEST_PARK = Duration.ofMillis(10);

    private final TokenStore store;
    private final @Nullable ChangeFeed feed;
    private final LongSupplier nanoTime;

    /**
     * Creates a wait.
     *
     * @param store where the bound is recorded
     * @param feed the store's feed, whose position shows whether a read is old; null if the store has none
     * @param nanoTime the monotonic clock
     */
    public RevocationWait(TokenStore store, @Nullable ChangeFeed feed, LongSupplier nanoTime) {
        this.store = store;
        this.feed = feed;
        this.nanoTime = nanoTime;
    }

    /**
     * Waits.
     *
     * @param revoked the token
     * @throws IllegalStateException if other nodes cannot see the revocation yet, because the caller's transaction is
     *     not committed
     */
    public void await(TokenId revoked) {
        Snapshot committed = committed(revoked);
        long begin = nanoTime.getAsLong();
        TokenRecord record = committed.record(revoked);
        if (record != null && !record.lifecycle().isRevoked()) {
            throw new IllegalStateException("the revocation of token " + revoked
                    + " is not committed; await it after the transaction, not within");
        }
        Duration bound = committed.state().revocationBound();
        if (bound == null || bound.isZero()) {
            return;
        }
        // No overflow: a recorded bound is at most a day.
        long nanos = TimeUnit.NANOSECONDS.convert(bound.plus(bound.dividedBy(CLOCK_MARGIN)));
        for (long rest = nanos; rest > 0; rest = nanos - (nanoTime.getAsLong() - begin)) {
            LockSupport.parkNanos(this, Math.min(rest, LONGEST_PARK.toNanos()));
            if (Thread.currentThread().isInterrupted()) {
                throw new UnavailableException(
                        "interrupted; token " + revoked + " is revoked, and some node may accept it for " + bound,
                        null);
            }
        }
    }

    private Snapshot committed(TokenId revoked) {
        try {
            return store.findCommitted(Set.of(revoked), feed == null ? null : feed.position());
        } catch (UnavailableException e) {
            throw new UnavailableException(
                    "token " + revoked + " is revoked, but how long some node may still accept it cannot be read: "
                            + e.getMessage(),
                    e);
        }
    }
}
