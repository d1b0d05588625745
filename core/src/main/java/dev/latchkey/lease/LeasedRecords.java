package dev.latchkey.lease;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.token.TokenId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What was read from a store, held in memory while a lease says that no change went unnoticed.
 *
 * <p>Four rules make that true. The lease is looked at before what is held, so an answer is at least as new as the lease
 * that vouches for it. A load is registered before it reads, and what it read is held only if it is still registered
 * afterwards, so a change that is told in between is never overwritten by what was true before it. A load is never older
 * than the feed's position when it began, so a change that was told before it is in what it read. And whoever has to
 * forget everything begins with an empty memory, into which no load of the old one can write.
 *
 * <p>The third rule needs the position to be published before the changes up to it are forgotten: a load that begins after
 * its record was forgotten then knows the position. Without a lease a load asks for all that is committed, and what it
 * read is not held, because nothing says which changes are still to be told.
 *
 * <p>A load that may not be held forgets what is held of its id instead: it has read later than whoever put that there, and a
 * lease that is renewed by an older query must not bring back what was refused meanwhile.
 *
 * <p>Absence is not held. Loads of one id are done once for all who ask at the same time; whoever asked after such a load
 * began gets its result only under the lease. Bounded by size; thread-safe.
 *
 * @param <V> what is made of a record
 */
public final class LeasedRecords<V> {

    private final long maximumSize;
    private final LeaseClock clock;
    private final long maximumWaitNanos;
    private final Reader<V> reader;
    private final LongAdder hits = new LongAdder();
    private final LongAdder loads = new LongAdder();
    private volatile Memory<V> memory;
    private volatile Lease lease = Lease.NONE;
    private volatile @Nullable FeedPosition position;
    private volatile boolean closed;

    /**
     * Makes an empty memory without a lease.
     *
     * @param maximumSize how many records are held at the most
     * @param clock measures leases
     * @param maximumWait how long a caller waits for a load that another one does
     * @param reader reads from the store
     */
    public LeasedRecords(long maximumSize, LeaseClock clock, Duration maximumWait, Reader<V> reader) {
        this.maximumSize = maximumSize;
        this.clock = clock;
        this.maximumWaitNanos = TimeUnit.NANOSECONDS.convert(maximumWait);
        this.reader = reader;
        this.memory = new Memory<>(maximumSize);
    }

    /**
     * Reads one record from the store.
     *
     * @param <V> what is made of a record
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
     * {@return what is held of the token under the lease, or null}
     *
     * @param id the token
     * @param nowMillis the time by the wall clock, which the caller has just read
     */
    public @Nullable V held(TokenId id, long nowMillis) {
        V held = clock.isWithin(lease, nowMillis) ? memory.records.getIfPresent(id) : null;
        if (held != null) {
            hits.increment();
        }
        return held;
    }

    /**
     * {@return what is held of the token under the lease, or null}
     *
     * @param id the token
     */
    public @Nullable V held(TokenId id) {
        return held(id, clock.wall().millis());
    }

    /**
     * {@return what is held of the token, or else what is read now; null if there is none}
     *
     * @param id the token
     */
    public @Nullable V find(TokenId id) {
        V held = held(id);
        return held != null ? held : load(id);
    }

    private @Nullable V load(TokenId id) {
        long asked = clock.monotonic().getAsLong();
        long waitsSince = System.nanoTime();
        while (true) {
            Memory<V> present = memory;
            Load<V> own = new Load<>(clock.monotonic().getAsLong());
            Load<V> other = present.loads.putIfAbsent(id, own);
            if (other == null) {
                loads.increment();
                return lead(present, id, own);
            }
            boolean ended = other.await(maximumWaitNanos - (System.nanoTime() - waitsSince));
            if (ended && other.began() - asked >= 0) {
                return other.read();
            }
            V held = held(id);
            if (held != null) {
                return held;
            }
        }
    }

    private @Nullable V lead(Memory<V> present, TokenId id, Load<V> own) {
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
            // Whatever it is, also what other languages throw without declaring it: nobody waits for it any longer.
            present.loads.remove(id, own);
            own.failed(e);
            throw Failures.unchecked("the record could not be read", e);
        }
    }

    /** {@return the position that the present lease vouches for, or a newer one; null if there is no lease} */
    private @Nullable FeedPosition positionUnderLease() {
        return clock.isWithin(lease, clock.wall().millis()) ? position : null;
    }

    /** Has loads that begin from now on read nothing older than this; called before what changed up to it is forgotten. */
    void advance(FeedPosition reached) {
        position = reached;
    }

    /**
     * Forgets a token whose record changed, and every load of it that began before.
     *
     * @param id the token
     */
    public void forget(TokenId id) {
        memory.forget(id);
    }

    /** Forgets everything, and every load that began before. */
    public void forgetAll() {
        memory = new Memory<>(maximumSize);
    }

    /** Trusts what is held from {@code since} on; called when all that had changed by then has been forgotten. */
    void renew(LeaseClock.Stamp since, Duration length) {
        lease = new Lease(since, length);
        if (closed) {
            lease = Lease.NONE;
        }
    }

    /** Trusts nothing that is held, and holds nothing any more, whatever a poll that is still running may say. */
    public void close() {
        closed = true;
        lease = Lease.NONE;
        forgetAll();
    }

    /** {@return how often a held record answered} */
    public long hits() {
        return hits.sum();
    }

    /** {@return how often a record was read because none was held} */
    public long loads() {
        return loads.sum();
    }

    /** {@return about how many records are held} */
    public long size() {
        return memory.records.estimatedSize();
    }

    /** {@return how long ago the query began by which the present lease was given; empty if there is none} */
    public Optional<Duration> leaseAge() {
        Lease present = lease;
        return present == Lease.NONE
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(
                        clock.monotonic().getAsLong() - present.since().nanos()));
    }

    /** What is held, and the loads that may add to it. */
    private static final class Memory<V> {

        private final Cache<TokenId, V> records;
        private final ConcurrentMap<TokenId, Load<V>> loads = new ConcurrentHashMap<>();

        Memory(long maximumSize) {
            // What is pushed out is pushed out by the caller: no other thread, and none whose class loader outlives the
            // host's.
            this.records = Caffeine.newBuilder()
                    .maximumSize(maximumSize)
                    .executor(Runnable::run)
                    .build();
        }

        /** {@return whether the record is cached now: it exists, and no change was reported meanwhile} */
        boolean complete(TokenId id, Load<V> own, @Nullable V read) {
            boolean[] kept = new boolean[1];
            loads.computeIfPresent(id, (key, present) -> {
                if (present != own) {
                    return present;
                }
                if (read != null) {
                    records.put(key, read);
                    kept[0] = true;
                }
                return null;
            });
            return kept[0];
        }

        /** First the load, then the record: what the load held before it was forgotten is forgotten too. */
        void forget(TokenId id) {
            loads.remove(id);
            records.invalidate(id);
        }
    }
}
