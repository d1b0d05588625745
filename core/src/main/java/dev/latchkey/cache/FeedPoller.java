package dev.latchkey.cache;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * The one thread of a node that holds records: it follows the change feed in a fixed rhythm until it is closed.
 *
 * <p>A poll that fails renews no lease; the next one is tried in time, whatever was thrown.
 */
public final class FeedPoller implements AutoCloseable {

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private static final System.Logger LOG = System.getLogger("dev.latchkey");

    private final FeedFollower follower;
    private final long intervalNanos;
    private final LongAdder polls = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final Thread thread;
    private boolean failing;
    private volatile boolean closed;

    /**
     * Starts following.
     *
     * @param follower reads the feed; used by this thread alone from now on
     * @param interval from the beginning of one poll to that of the next
     */
    public FeedPoller(FeedFollower follower, Duration interval) {
        this.follower = follower;
        this.intervalNanos = interval.toNanos();
        this.thread = new Thread(this::run, "latchkey-feed-poller");
        thread.setDaemon(true);
        thread.setContextClassLoader(FeedPoller.class.getClassLoader());
        thread.start();
    }

    private void run() {
        long next = System.nanoTime();
        while (!closed) {
            poll();
            // After a poll that took too long, or a pause of the machine, one poll and not all that were missed.
            next = Math.max(next + intervalNanos, System.nanoTime());
            for (long rest = next - System.nanoTime(); rest > 0 && !closed; rest = next - System.nanoTime()) {
                LockSupport.parkNanos(this, rest);
            }
        }
    }

    private void poll() {
        try {
            follower.follow();
            polls.increment();
            if (failing) {
                failing = false;
                LOG.log(Level.INFO, "the change feed is followed again");
            }
        } catch (RuntimeException | Error e) {
            // What is held is trusted no longer than the last lease says; verification then reads the store and tells.
            failures.increment();
            if (!failing) {
                failing = true;
                LOG.log(
                        Level.WARNING,
                        "the change feed cannot be read; until it can, records are read from the store",
                        e);
            }
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
     * Stops following. Returns when the thread has ended, or after 5 seconds if the store lets it wait; it is never
     * interrupted, because some databases close their files for an interrupted reader.
     */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(TimeUnit.MILLISECONDS.convert(LONGEST_CLOSE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
