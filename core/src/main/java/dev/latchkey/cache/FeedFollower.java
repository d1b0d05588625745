package dev.latchkey.cache;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.Changes;
import dev.latchkey.port.FeedPosition;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the change feed, has what changed forgotten, and renews the lease of what remains.
 *
 * <p>Why a lease of length L holds: who accepts at time t under it relies on a query that began at s &gt; t − L and told
 * everything committed before s. So a revocation that was committed at t − L or earlier had been told. For that, the
 * lease is stamped before the query, given only when the query reached the feed's end, and nothing is kept from before the
 * first position was read. What is loaded under the lease is never older than the position that the query reached, whichever
 * database the load reads from.
 *
 * <p>Used by one thread.
 */
public final class FeedFollower {

    private static final int PAGE = 1_000;

    private final ChangeFeed feed;
    private final LeasedRecords<?> records;
    private final LeaseClock clock;
    private final Function<FeedPosition, Duration> bound;
    private final LongAdder gaps = new LongAdder();
    private Duration length = Duration.ZERO;
    private @Nullable FeedPosition position;

    /**
     * Makes a follower that has read nothing yet.
     *
     * @param feed tells what changes
     * @param records what is held
     * @param clock measures leases
     * @param bound reads from the store how long a lease may be, as of that position or later; asked at first and whenever
     *     the store's state changed
     */
    public FeedFollower(
            ChangeFeed feed, LeasedRecords<?> records, LeaseClock clock, Function<FeedPosition, Duration> bound) {
        this.feed = feed;
        this.records = records;
        this.clock = clock;
        this.bound = bound;
    }

    /**
     * Reads to the feed's end. Whatever is thrown on the way, the lease is not renewed and the next call begins where this
     * one began to fail.
     */
    public void follow() {
        FeedPosition from = position;
        if (from == null) {
            begin();
            return;
        }
        while (true) {
            LeaseClock.Stamp before = clock.stamp();
            Changes changes = feed.changesSince(from, PAGE);
            apply(changes);
            from = changes.position();
            position = from;
            if (changes.drained()) {
                records.renew(before, length);
                return;
            }
        }
    }

    private void begin() {
        LeaseClock.Stamp before = clock.stamp();
        FeedPosition end = feed.position();
        length = bound.apply(end);
        records.advance(end);
        records.forgetAll();
        position = end;
        records.renew(before, length);
    }

    private void apply(Changes changes) {
        if (changes.gap()) {
            gaps.increment();
        }
        records.advance(changes.position());
        if (changes.gap() || changes.stateChanged()) {
            length = bound.apply(changes.position());
            records.forgetAll();
        } else {
            changes.tokens().forEach(records::forget);
        }
    }

    /** {@return how often the feed could not tell what changed, and everything was forgotten} */
    public long gaps() {
        return gaps.sum();
    }
}
