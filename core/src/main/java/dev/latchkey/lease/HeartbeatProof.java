package dev.latchkey.lease;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.port.Write;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Heartbeats that this node wrote, the last of which proves that the store takes writes. Written by one thread, read by
 * any.
 */
final class HeartbeatProof {

    private static final int MAXIMUM_TRIES = 20;

    private final TokenStore store;
    private final ChangeFeed feed;
    private final LeaseClock clock;
    private final LongAdder written = new LongAdder();
    private volatile Duration length;
    private volatile @Nullable Proof last;

    HeartbeatProof(TokenStore store, ChangeFeed feed, LeaseClock clock, Duration length) {
        this.store = store;
        this.feed = feed;
        this.clock = clock;
        this.length = length;
    }

    /** The store took a heartbeat after this moment, and the feed showed it at this position or before. */
    record Proof(LeaseClock.Stamp since, FeedPosition position) {}

    /** Sets for how long a proof counts. */
    void countsFor(Duration inForce) {
        length = inForce;
    }

    /** {@return the proof if it still counts, else null} */
    @Nullable Proof valid() {
        return valid(last);
    }

    @Nullable Proof valid(@Nullable Proof known) {
        boolean valid = known != null
                && clock.isWithin(new Lease(known.since(), length), clock.wall().millis());
        return valid ? known : null;
    }

    /** {@return whether the last heartbeat of this node is at the feed's end} */
    boolean isAt(FeedPosition end) {
        Proof known = last;
        return known != null && known.position().equals(end);
    }

    /** Writes a heartbeat, unless the feed has grown meanwhile. */
    void writeAt(FeedPosition end) {
        if (feed.position().equals(end)) {
            write(end);
        }
    }

    /** {@return a proof that counts; one is written if necessary} */
    Proof prove() {
        for (int i = 0; i < MAXIMUM_TRIES; i++) {
            Proof known = valid();
            Proof found = known != null ? known : write(feed.position());
            if (found != null) {
                return found;
            }
        }
        throw new TokenStoreException("a heartbeat lost " + MAXIMUM_TRIES + " races against other writers");
    }

    /** {@return what it proves; null if the feed had grown before} */
    private @Nullable Proof write(FeedPosition end) {
        LeaseClock.Stamp before = clock.stamp();
        if (!store.write(List.of(new Write.Mark(end)))) {
            return null;
        }
        FeedPosition shown = feed.position();
        if (shown.equals(end)) {
            throw new TokenStoreException(
                    "the change feed does not show a heartbeat that the store wrote; it is not read"
                            + " from the database that is written to");
        }
        written.increment();
        Proof proof = new Proof(before, shown);
        last = proof;
        return proof;
    }

    /** {@return how many were written} */
    long written() {
        return written.sum();
    }
}
