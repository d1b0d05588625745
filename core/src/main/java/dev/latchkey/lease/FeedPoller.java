package dev.latchkey.lease;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that follows the change feed at a fixed interval until it is closed, on a node that caches records. Only the
 * second poll comes earlier, at random, so that the polls of nodes that start together are spread.
 *
 * <p>A poll that fails or takes too long does not renew the lease; the next one begins on time after any exception.
 */
public final class FeedPoller implements AutoCloseable {

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final FeedFollower follower;
    private final long intervalNanos;
    private final long firstNanos;
    private final Pace pace;
    private final FeedOutage outage;
    private final LongAdder polls = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final Thread thread;
    private volatile boolean closed;

    /**
     * Starts following.
     *
     * @param follower reads the feed; used by this thread alone from now on
     * @param interval from the beginning of one poll to that of the next
     */
    public FeedPoller(FeedFollower follower, Duration interval) {
        this(follower, interval, Pace.SYSTEM, ThreadLocalRandom.current().nextDouble());
    }

    FeedPoller(FeedFollower follower, Duration interval, Pace pace) {
        this(follower, interval, pace, 1);
    }

    /** @param first the part of the interval from the first poll to the second: nodes that start together differ */
    FeedPoller(FeedFollower follower, Duration interval, Pace pace, double first) {
        this.follower = follower;
        this.intervalNanos = interval.toNanos();
        this.firstNanos = (long) (intervalNanos * first);
        this.pace = pace;
        this.outage = new FeedOutage(pace::nanoTime);
        this.thread = new Thread(this::run, "latchkey-feed-poller");
        thread.setDaemon(true);
        thread.setContextClassLoader(FeedPoller.class.getClassLoader());
        thread.start();
    }

    /** The clock of the interval, and the wait. */
    interface Pace {

        /** The system's. */
        Pace SYSTEM = new Pace() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void park(long nanos) {
                LockSupport.parkNanos(this, nanos);
            }
        };

        long nanoTime();

        /** Waits; may return early. */
        void park(long nanos);
    }

    private void run() {
        long next = pace.nanoTime();
        long step = firstNanos;
        while (!closed) {
            poll();
            next += step;
            step = intervalNanos;
            // After a poll that took too long, or a pause of the machine, there is one poll instead of all missed ones.
            if (next - pace.nanoTime() < 0) {
                next = pace.nanoTime();
            }
            for (long rest = next - pace.nanoTime(); rest > 0 && !closed; rest = next - pace.nanoTime()) {
                pace.park(rest);
            }
        }
    }

    /** The cache is used only until the last lease ends; then verification reads the store and reports failures. */
    private void poll() {
        try {
            follower.follow();
            polls.increment();
            outage.succeeded();
        } catch (Throwable e) {
            if (!closed) {
                failures.increment();
                report(e);
            }
        }
    }

    /** The thread survives every exception, including a logger's, because its end would go unnoticed. */
    private void report(Throwable failure) {
        try {
            outage.failed(failure);
        } catch (Throwable e) {
            failures.increment();
        }
    }

    /** {@return how many polls reached the end of the feed} */
    public long polls() {
        return polls.sum();
    }

    /** {@return how many polls failed} */
    public long failures() {
        return failures.sum();
    }

    /**
     * Stops following. Returns when all reads of the feed have ended, or after 5 seconds if one hangs. A read is never
     * interrupted, because some databases close their files when a reader is interrupted.
     */
    @Override
    public void close() {
        closed = true;
        follower.close();
        LockSupport.unpark(thread);
        long began = System.nanoTime();
        try {
            thread.join(TimeUnit.MILLISECONDS.convert(LONGEST_CLOSE));
            follower.awaitEnd(LONGEST_CLOSE.toNanos() - (System.nanoTime() - began));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
