package dev.latchkey.lease;

import dev.latchkey.port.FeedPosition;
import dev.latchkey.token.TokenId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Loads records that are not cached: within a limit of reads at once, and within a maximum wait.
 *
 * <p>Concurrent callers share one load of an id; a caller that asked after the read began gets its result only under
 * the lease. Loads that wait for their turn are read together ({@link CombinedLoads}). {@link LeasedRecords} decides
 * what of it is cached. Thread-safe.
 *
 * @param <V> the type that records are converted to
 */
public final class RecordLoader<V> {

    private final LeasedRecords<V> records;
    private final Reader<V> reader;
    private final long maximumWaitNanos;
    private final CombinedLoads<V> combined;
    private final LongAdder loads = new LongAdder();
    private final LongAdder reads = new LongAdder();

    /**
     * Makes a loader.
     *
     * @param records where records are cached
     * @param reader reads from the store
     * @param readsAtOnce how many reads of the store run at once
     * @param maximumWait how long a caller waits for its turn to read, and for another caller's read
     */
    public RecordLoader(LeasedRecords<V> records, Reader<V> reader, int readsAtOnce, Duration maximumWait) {
        this.records = records;
        this.reader = reader;
        this.maximumWaitNanos = TimeUnit.NANOSECONDS.convert(maximumWait);
        this.combined = new CombinedLoads<>(readsAtOnce, this::read);
    }

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

    /** {@return where records are cached} */
    LeasedRecords<V> records() {
        return records;
    }

    /**
     * {@return the record, read at some time during this call or cached meanwhile; null if it does not exist}
     *
     * @param id a token that is not cached
     * @throws dev.latchkey.token.UnavailableException if it could not be read, or not within the maximum wait
     */
    public @Nullable V load(TokenId id) {
        long asked = records.clock().monotonic().getAsLong();
        long waitsSince = System.nanoTime();
        boolean alone = false;
        while (true) {
            Load<V> own = new Load<>(id, records.cache(), alone);
            Load<V> other = own.register();
            if (other == null) {
                lead(own, rest(waitsSince));
            }
            Load<V> load = other == null ? own : other;
            boolean ended = load.await(rest(waitsSince));
            if (ended && load.began() - asked >= 0) {
                return load.read();
            }
            V cached = records.held(id);
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
            long began = records.clock().monotonic().getAsLong();
            for (Load<V> load : together) {
                load.begins(began);
            }
            FeedPosition notBefore = records.positionUnderLease();
            Map<TokenId, V> read = reader.read(ids(together), notBefore);
            for (Load<V> load : together) {
                V record = read.get(load.id());
                records.complete(load, notBefore == null ? null : record);
                load.done(record);
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
}
