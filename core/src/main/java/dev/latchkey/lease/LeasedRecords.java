package dev.latchkey.lease;

import dev.latchkey.port.FeedPosition;
import dev.latchkey.token.TokenId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A cache of records that is used only while a lease guarantees that no change was missed.
 *
 * <p>Four rules ensure this. The lease is checked before the cache is read, so an answer is at least as new as its
 * lease. A load is registered before it reads, and its result is cached only if it is still registered afterwards, so a
 * change that is reported in between is never overwritten by an older record. A load is never older than the feed's
 * position when it began, so its result includes every change that was reported before. And evicting everything
 * replaces the cache by an empty one, into which loads of the old one cannot write.
 *
 * <p>The third rule requires that the position is published before the changes up to it are evicted: a load that begins
 * after the eviction of its record then uses the position. Without a lease a load reads all committed writes, and its
 * result is not cached, because it is unknown which changes are still to be reported.
 *
 * <p>A load whose result may not be cached evicts the cached record of its id instead: it has read later than the load
 * that cached that record, and when an older query renews the lease, a token that was refused meanwhile must not become
 * valid again.
 *
 * <p>Absence is not cached. Concurrent callers share one load of an id; a caller that asked after the load began gets
 * its result only under the lease. Bounded by size; thread-safe.
 *
 * @param <V> the type that records are converted to
 */
public final class LeasedRecords<V> {

    private final long maximumSize;
    private final LeaseClock clock;
    private final long maximumWaitNanos;
    private final Reader<V> reader;
    private final LongAdder hits = new LongAdder();
    private final LongAdder loads = new LongAdder();
    private volatile RecordCache<V> memory;
    private volatile Lease lease = Lease.NONE;
    private volatile @Nullable FeedPosition position;
    private volatile boolean closed;

    /**
     * Creates an empty cache without a lease.
     *
     * @param maximumSize the most records that are cached
     * @param clock measures leases
     * @param maximumWait how long a caller waits for another caller's load
     * @param reader reads from the store
     */
    public LeasedRecords(long maximumSize, LeaseClock clock, Duration maximumWait, Reader<V> reader) {
        this.maximumSize = maximumSize;
        this.clock = clock;
        this.maximumWaitNanos = TimeUnit.NANOSECONDS.convert(maximumWait);
        this.reader = reader;
        this.memory = new RecordCache<>(maximumSize);
    }

    /**
     * Reads one record from the store.
     *
     * @param <V> the type that records are converted to
     */
    public interface Reader<V> {

        /**
         * {@return what is committed now, or null if there is no such record}
         *
         * @param id the token
         * @param notBefore the position of the change feed that the answer must not be older than; null for none
         */
        @Nullable V read(TokenId id, @Nullable FeedPosition notBefore);
    }

    /** {@return what measures leases} */
    LeaseClock clock() {
        return clock;
    }

    /**
     * {@return the cached record of the token under the lease, or null}
     *
     * @param id the token
     * @param nowMillis the time by the wall clock, which the caller has just read
     */
    public @Nullable V held(TokenId id, long nowMillis) {
        V cached = clock.isWithin(lease, nowMillis) ? memory.find(id) : null;
        if (cached != null) {
            hits.increment();
        }
        return cached;
    }

    /**
     * {@return the cached record of the token under the lease, or null}
     *
     * @param id the token
     */
    public @Nullable V held(TokenId id) {
        return held(id, clock.wall().millis());
    }

    /**
     * {@return the cached record of the token, or else the record that is read now; null if it does not exist}
     *
     * @param id the token
     */
    public @Nullable V find(TokenId id) {
        V cached = held(id);
        return cached != null ? cached : load(id);
    }

    private @Nullable V load(TokenId id) {
        long asked = clock.monotonic().getAsLong();
        long waitsSince = System.nanoTime();
        while (true) {
            RecordCache<V> present = memory;
            Load<V> own = new Load<>(clock.monotonic().getAsLong());
            Load<V> other = present.begin(id, own);
            if (other == null) {
                loads.increment();
                return lead(present, id, own);
            }
            boolean ended = other.await(maximumWaitNanos - (System.nanoTime() - waitsSince));
            if (ended && other.began() - asked >= 0) {
                return other.read();
            }
            V cached = held(id);
            if (cached != null) {
                return cached;
            }
        }
    }

    private @Nullable V lead(RecordCache<V> present, TokenId id, Load<V> own) {
        try {
            FeedPosition notBefore = positionUnderLease();
            V read = reader.read(id, notBefore);
            boolean kept = present.complete(id, own, notBefore == null ? null : read);
            if (!kept || memory != present) {
                forget(id);
            }
            own.done(read);
            return read;
        } catch (Throwable e) {
            // Everything, including undeclared checked exceptions of other languages, must end the wait of other
            // callers.
            present.abandon(id, own);
            own.failed(e);
            throw Failures.unchecked("the record could not be read", e);
        }
    }

    /** {@return the position of the current lease, or a newer one; null without a lease} */
    private @Nullable FeedPosition positionUnderLease() {
        return clock.isWithin(lease, clock.wall().millis()) ? position : null;
    }

    /**
     * Sets the position that loads from now on must not be older than; called before the changes up to it are evicted.
     */
    void advance(FeedPosition reached) {
        position = reached;
    }

    /**
     * Evicts a token whose record changed, and invalidates every load of it that began before.
     *
     * @param id the token
     */
    public void forget(TokenId id) {
        memory.forget(id);
    }

    /** Evicts everything, and invalidates every load that began before. */
    public void forgetAll() {
        memory = new RecordCache<>(maximumSize);
    }

    /** Renews the lease from {@code since} on; called after all records that had changed by then were evicted. */
    void renew(LeaseClock.Stamp since, Duration length) {
        lease = new Lease(since, length);
        if (closed) {
            lease = Lease.NONE;
        }
    }

    /** Ends the lease, because the feed that was followed may be another one. */
    void lapse() {
        lease = Lease.NONE;
    }

    /** Ends the lease and evicts everything; a poll that is still running has no effect any more. */
    public void close() {
        closed = true;
        lease = Lease.NONE;
        forgetAll();
    }

    /** {@return how often a record was found in the cache} */
    public long hits() {
        return hits.sum();
    }

    /** {@return how often a record was read because it was not cached} */
    public long loads() {
        return loads.sum();
    }

    /** {@return about how many records are cached} */
    public long size() {
        return memory.size();
    }

    /** {@return how long ago the query of the current lease began; empty without a lease} */
    public Optional<Duration> leaseAge() {
        Lease present = lease;
        return present == Lease.NONE
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(
                        clock.monotonic().getAsLong() - present.since().nanos()));
    }
}
