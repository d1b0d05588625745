package dev.latchkey.lease;

import dev.latchkey.port.FeedPosition;
import dev.latchkey.token.TokenId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * <p>A load may wait until others have been read ({@link CombinedLoads}), and be read together with others that were
 * registered before. Its position is that at the beginning of the read, which is the load's beginning in these rules: it
 * is never older than the position when the load was registered, and without a lease at that moment nothing is cached.
 *
 * <p>Absence is not cached. Concurrent callers share one load of an id; a caller that asked after the read began gets
 * its result only under the lease. Bounded by size; thread-safe.
 *
 * @param <V> the type that records are converted to
 */
public final class LeasedRecords<V> {

    private final long maximumSize;
    private final LeaseClock clock;
    private final long maximumWaitNanos;
    private final Reader<V> reader;
    private final CombinedLoads<V> combined;
    private final LongAdder hits = new LongAdder();
    private final LongAdder loads = new LongAdder();
    private final LongAdder reads = new LongAdder();
    private volatile RecordCache<V> memory;
    private volatile Lease lease = Lease.NONE;
    private volatile @Nullable FeedPosition position;
    private volatile boolean closed;

    /**
     * Creates an empty cache without a lease.
     *
     * @param capacity what it takes
     * @param clock measures leases
     * @param reader reads from the store
     */
    public LeasedRecords(Capacity capacity, LeaseClock clock, Reader<V> reader) {
        this.maximumSize = capacity.records();
        this.clock = clock;
        this.maximumWaitNanos = TimeUnit.NANOSECONDS.convert(capacity.maximumWait());
        this.reader = reader;
        this.combined = new CombinedLoads<>(capacity.readsAtOnce(), this::read);
        this.memory = new RecordCache<>(maximumSize);
    }

    /**
     * The limits of a cache.
     *
     * @param records the most records that are cached
     * @param readsAtOnce how many reads of the store run at once
     * @param maximumWait how long a caller waits for its turn to read, and for another caller's read
     */
    public record Capacity(long records, int readsAtOnce, Duration maximumWait) {}

    /**
     * Reads records from the store.
     *
     * @param <V> the type that records are converted to
     */
    public interface Reader<V> {

        /**
         * {@return what is committed now: those of the records that exist}
         *
         * @param ids the tokens, at most {@value dev.latchkey.port.StoreLimits#MAX_IDS}
         * @param notBefore the position of the change feed that the answer must not be older than; null for none
         */
        Map<TokenId, V> read(Set<TokenId> ids, @Nullable FeedPosition notBefore);
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
        boolean alone = false;
        while (true) {
            Load<V> own = new Load<>(id, memory, alone);
            Load<V> other = own.register();
            if (other == null) {
                lead(own, rest(waitsSince));
            }
            Load<V> load = other == null ? own : other;
            boolean ended = load.await(rest(waitsSince));
            if (ended && load.began() - asked >= 0) {
                return load.read();
            }
            V cached = held(id);
            if (cached != null) {
                return cached;
            }
            alone = load.hasFailedTogether();
        }
    }

    private long rest(long waitsSince) {
        return maximumWaitNanos - (System.nanoTime() - waitsSince);
    }

    private void lead(Load<V> own, long nanos) {
        loads.increment();
        try {
            combined.read(own, nanos);
        } finally {
            own.withdraw();
        }
    }

    /** Ends each load with what is read now. After a failure of several, each caller reads alone. */
    private void read(List<Load<V>> together) {
        try {
            reads.increment();
            long began = clock.monotonic().getAsLong();
            for (Load<V> load : together) {
                load.begins(began);
            }
            FeedPosition notBefore = positionUnderLease();
            Map<TokenId, V> read = reader.read(ids(together), notBefore);
            for (Load<V> load : together) {
                end(load, read.get(load.id()), notBefore != null);
            }
        } catch (Throwable e) {
            // Everything, including undeclared checked exceptions of other languages, must end the wait of other
            // callers.
            if (together.size() > 1) {
                together.forEach(load -> load.failedTogether(e));
            } else {
                together.get(0).failed(e);
            }
            if (together.size() == 1 || e instanceof Error || Load.isInterruption(e)) {
                throw Failures.unchecked("the record could not be read", e);
            }
        }
    }

    private static <V> Set<TokenId> ids(List<Load<V>> loads) {
        if (loads.size() == 1) {
            return Set.of(loads.get(0).id());
        }
        Set<TokenId> ids = new HashSet<>();
        loads.forEach(load -> ids.add(load.id()));
        return ids;
    }

    private void end(Load<V> load, @Nullable V read, boolean mayBeKept) {
        boolean kept = load.cache().complete(load.id(), load, mayBeKept ? read : null);
        if (!kept || memory != load.cache()) {
            forget(load.id());
        }
        load.done(read);
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

    /** {@return how many reads of the store these were, some of several records} */
    public long reads() {
        return reads.sum();
    }

    /** {@return how many loads wait for their turn} */
    public int waiting() {
        return combined.waiting();
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
