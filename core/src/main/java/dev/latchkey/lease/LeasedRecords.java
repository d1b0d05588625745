package dev.latchkey.lease;

import dev.latchkey.port.FeedPosition;
import dev.latchkey.token.TokenId;
import java.time.Duration;
import java.util.Optional;
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
 * <p>A load may wait until others have been read ({@link RecordLoader}), and be read together with others that were
 * registered before. Its position is that at the beginning of the read, which is the load's beginning in these rules: it
 * is never older than the position when the load was registered, and without a lease at that moment nothing is cached.
 *
 * <p>Absence is not cached. Bounded by size; thread-safe.
 *
 * @param <V> the type that records are converted to
 */
public final class LeasedRecords<V> {

    private final long maximumSize;
    private final LeaseClock clock;
    private final LongAdder hits = new LongAdder();
    private volatile RecordCache<V> memory;
    private volatile Lease lease = Lease.NONE;
    private volatile @Nullable FeedPosition position;
    private volatile boolean closed;

    /**
     * Creates an empty cache without a lease.
     *
     * @param maximumSize the most records that are cached
     * @param clock measures leases
     */
    public LeasedRecords(long maximumSize, LeaseClock clock) {
        this.maximumSize = maximumSize;
        this.clock = clock;
        this.memory = new RecordCache<>(maximumSize);
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

    /** {@return the cache that a load which begins now may write to} */
    RecordCache<V> cache() {
        return memory;
    }

    /**
     * Ends a registered load: caches what it read, or evicts what an older load cached.
     *
     * @param read the record, if it may be cached; null if it does not exist, or was read without a lease
     */
    void complete(Load<V> load, @Nullable V read) {
        boolean kept = load.cache().complete(load.id(), load, read);
        if (!kept || memory != load.cache()) {
            forget(load.id());
        }
    }

    /** {@return the position of the current lease, or a newer one; null without a lease} */
    @Nullable FeedPosition positionUnderLease() {
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
