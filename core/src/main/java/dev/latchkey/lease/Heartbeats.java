package dev.latchkey.lease;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.UnavailableException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Entries in the change feed that show that the database still takes writes: a primary that was replaced does not.
 *
 * <p>One node of all writes one when the feed has not grown for an interval, a quarter of the bound after the last one.
 * It is claimed by compare-and-set at the feed's end, so nodes that try at the same time write one entry. The node that
 * wrote the last one is the first to write the next; the others write if it does not, each after a random delay.
 *
 * <p>A lease counts from {@link FeedGrowth}. Without a lease, records are read from the store only if it has taken a
 * heartbeat of this node within the bound; if it has not, one is written first ({@link HeartbeatDemands}).
 *
 * <p>All writes run in one thread, outside of the callers' transactions. A write that hangs delays no poll. Thread-safe.
 */
public final class Heartbeats implements AutoCloseable {

    /** Two polls from one heartbeat to the next leave three for a heartbeat that is late. */
    public static final int POLLS_WITHIN_BOUND = 8;

    private static final Duration SHORTEST_BOUND = Duration.ofMillis(100);

    private static final System.Logger LOG = System.getLogger("dev.latchkey");

    private static final Duration LONGEST_START = Duration.ofSeconds(10);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);
    private static final long BETWEEN_LINES = Duration.ofMinutes(1).toNanos();

    /** In polls without growth. The writer's own poll shows its entry up to one poll later than those of others. */
    private static final double WRITER_WAITS = 0.5;

    private static final double OTHERS_WAIT = 2.5;
    private static final double LONGEST_DELAY = 0.5;

    private final LeaseClock clock;
    private final HeartbeatProof proof;
    private final HeartbeatDemands demands;
    private final long intervalNanos;
    private final long maximumWaitNanos;
    private final Timer timer;
    private final DoubleSupplier random;
    private final FeedGrowth growth = new FeedGrowth();
    private final LongAdder failures = new LongAdder();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile long retryAt;
    private long nextLine = System.nanoTime();

    /**
     * Makes heartbeats of a node.
     *
     * @param store takes them
     * @param feed shows them
     * @param clock measures leases
     * @param times how long things may take
     */
    public Heartbeats(TokenStore store, ChangeFeed feed, LeaseClock clock, Times times) {
        this(store, feed, clock, times, HeartbeatThread.start(), Math::random);
    }

    Heartbeats(TokenStore store, ChangeFeed feed, LeaseClock clock, Times times, Timer timer, DoubleSupplier random) {
        this.clock = clock;
        this.proof = new HeartbeatProof(store, feed, clock, times.bound());
        this.demands = new HeartbeatDemands(proof, timer, this::failed);
        this.intervalNanos = times.bound().dividedBy(POLLS_WITHIN_BOUND).toNanos();
        this.maximumWaitNanos = TimeUnit.NANOSECONDS.convert(times.maximumWait());
        this.timer = timer;
        this.random = random;
        this.retryAt = clock.monotonic().getAsLong();
    }

    /**
     * How long things may take.
     *
     * @param bound the revocation bound of the node; an eighth of it is the interval of the polls
     * @param maximumWait how long a caller waits for a heartbeat
     */
    public record Times(Duration bound, Duration maximumWait) {}

    /**
     * Verifies that heartbeats can be written as often as a bound needs: each is a commit, which takes milliseconds.
     *
     * @param bound the bound of a node
     * @throws IllegalStateException if it is zero, or less than 100 milliseconds
     */
    public static void requirePossible(Duration bound) {
        if (bound.compareTo(SHORTEST_BOUND) < 0) {
            throw new IllegalStateException("heartbeats need a revocation bound of " + SHORTEST_BOUND.toMillis()
                    + " milliseconds or more, and it is " + bound.toMillis() + "; set revocationWithin(…)");
        }
    }

    /** Runs what writes heartbeats, one after the other. */
    interface Timer {

        /**
         * Runs a task, after those before it.
         *
         * @throws RejectedExecutionException after the end
         */
        void runAfter(long nanos, Runnable task);

        /** Runs nothing more, and waits for what is running. */
        void end(long nanos) throws InterruptedException;
    }

    /**
     * Takes the result of a poll that reached the end of the feed, and has a heartbeat written if one is due.
     *
     * @param before a moment before the poll's query
     * @param end where the feed ended
     * @param gap whether the feed may be another one than before
     * @param inForce how long a lease may be now
     * @return when a lease begins; null if there must not be one
     */
    LeaseClock.@Nullable Stamp polled(LeaseClock.Stamp before, FeedPosition end, boolean gap, Duration inForce) {
        proof.countsFor(inForce);
        LeaseClock.Stamp since = growth.at(before, end, gap);
        boolean writer = proof.isAt(end);
        double quiet = writer ? WRITER_WAITS : OTHERS_WAIT;
        if ((since == null || growth.quietNanos() >= intervalNanos * quiet)
                && before.nanos() - retryAt >= 0
                && scheduled.compareAndSet(false, true)) {
            runAfter(writer ? 0 : part(LONGEST_DELAY), () -> beat(end));
        }
        return since;
    }

    private long part(double intervals) {
        return (long) (random.getAsDouble() * intervals * intervalNanos);
    }

    private void runAfter(long nanos, Runnable task) {
        try {
            timer.runAfter(nanos, task);
        } catch (RejectedExecutionException e) {
            scheduled.set(false);
        }
    }

    private void beat(FeedPosition end) {
        try {
            proof.writeAt(end);
        } catch (Throwable e) {
            // The thread survives every exception. Others may be able to write; this node tries again, but not at once.
            retryAt = clock.monotonic().getAsLong() + part(POLLS_WITHIN_BOUND);
            failed(e);
        } finally {
            scheduled.set(false);
        }
    }

    /** Called by the timer's thread alone. */
    private void failed(Throwable failure) {
        failures.increment();
        long now = System.nanoTime();
        if (now - nextLine >= 0) {
            nextLine = now + BETWEEN_LINES;
            LOG.log(
                    Level.WARNING,
                    "no heartbeat could be written; if no other node writes one, leases end, and tokens are unavailable"
                            + " until the store takes writes",
                    failure);
        }
    }

    /**
     * Writes the first heartbeat, at the start of the node; waits for up to 10 seconds.
     *
     * @throws UnavailableException if the store does not take it in time; they are closed then
     */
    public void begin() {
        try {
            demands.require(LONGEST_START.toNanos());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * {@return a position of the feed that the store had reached when it took a heartbeat, within the bound from now; the
     * record that is read must not be older}
     *
     * @throws UnavailableException if the store does not take one in time
     */
    public FeedPosition require() {
        return demands.require(maximumWaitNanos).position();
    }

    /** {@return how many this node wrote} */
    public long written() {
        return proof.written();
    }

    /** {@return how many this node failed to write} */
    public long failures() {
        return failures.sum();
    }

    /** Writes no more. Returns when the last write has ended, or after 5 seconds if it hangs; it is not interrupted. */
    @Override
    public void close() {
        try {
            timer.end(LONGEST_CLOSE.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
