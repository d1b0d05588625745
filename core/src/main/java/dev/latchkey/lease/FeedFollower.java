package dev.latchkey.lease;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the change feed, evicts changed records, and renews the lease of the remaining ones.
 *
 * <p>Why a lease of length L is correct: a verification that accepts at time t under the lease relies on a query that
 * began at s &gt; t − L and reported everything committed before s. So a revocation that was committed at t − L or
 * earlier had been reported. For that, the lease is stamped before the query and granted only if the query reached the
 * feed's end, and nothing is cached from before the first position was read. A record that is loaded under the lease is
 * never older than the position that the query reached, whichever database the load reads from.
 *
 * <p>Used by one thread.
 */
public final class FeedFollower {

    private final FeedReads reads;
    private final LeasedRecords<?> records;
    private final @Nullable Heartbeats heartbeats;
    private final LongAdder gaps = new LongAdder();
    private Duration length = Duration.ZERO;
    private @Nullable FeedPosition position;
    private boolean gap;

    /**
     * Makes a follower that has read nothing yet.
     *
     * @param feed reports changes
     * @param records the cached records
     * @param bound reads from the store how long a lease may be, as of that position or later; called first and
     *     whenever the store's state changed
     * @param interval from one poll to the next; a read that takes longer is repeated
     */
    public FeedFollower(
            ChangeFeed feed, LeasedRecords<?> records, Function<FeedPosition, Duration> bound, Duration interval) {
        this(new FeedReads(feed, records.clock(), bound, interval), records, null);
    }

    private FeedFollower(FeedReads reads, LeasedRecords<?> records, @Nullable Heartbeats heartbeats) {
        this.reads = reads;
        this.records = records;
        this.heartbeats = heartbeats;
    }

    /**
     * {@return a follower of the same feed whose leases need heartbeats; use it instead of this one}
     *
     * @param required determine when a lease begins
     */
    public FeedFollower requiring(Heartbeats required) {
        return new FeedFollower(reads, records, required);
    }

    /**
     * Reads to the feed's end. If anything is thrown on the way, the lease is not renewed and the next call begins
     * where this one failed.
     */
    public void follow() {
        while (true) {
            FeedReads.Page page = reads.after(position);
            Changes changes = page.changes();
            apply(page);
            position = changes.position();
            if (changes.drained()) {
                renew(page);
                return;
            }
        }
    }

    /** A lease that needs heartbeats begins when one was made, which is before the query. */
    private void renew(FeedReads.Page page) {
        LeaseClock.Stamp since = heartbeats == null
                ? page.before()
                : heartbeats.polled(page.before(), page.changes().position(), gap, length);
        gap = false;
        if (since == null) {
            records.lapse();
        } else {
            records.renew(since, length);
        }
    }

    private void apply(FeedReads.Page page) {
        Changes changes = page.changes();
        if (changes.gap() && page.from() != null) {
            gaps.increment();
            gap = true;
        }
        // First the position, then what changed: see LeasedRecords.
        records.advance(changes.position());
        if (page.bound() != null) {
            length = page.bound();
            records.forgetAll();
        } else {
            changes.tokens().forEach(records::forget);
        }
    }

    /** {@return how often the feed could not report the changes, and the whole cache was evicted} */
    public long gaps() {
        return gaps.sum();
    }

    /** Ends a call of {@link #follow} that waits for the feed; called by another thread. */
    void close() {
        reads.close();
    }

    /** {@return whether all reads of the feed have ended, after waiting for them} */
    boolean awaitEnd(long nanos) throws InterruptedException {
        return reads.awaitEnd(nanos);
    }
}
