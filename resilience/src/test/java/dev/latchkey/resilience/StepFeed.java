package dev.latchkey.resilience;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenStoreException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A feed that is read when the script says so. */
final class StepFeed implements ChangeFeed {

    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(20);

    private final ChangeFeed feed;
    private final Lock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private long arrived;
    private long allowed;
    private volatile boolean failing;
    private volatile int pageSize = 10_000;
    private volatile Runnable afterQuery = () -> {};

    StepFeed(ChangeFeed feed) {
        this.feed = feed;
    }

    /** Lets one query through, and returns when what it told was taken in and the next one waits. */
    void step() {
        lock.lock();
        try {
            allowed++;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        awaitNext();
    }

    /** Returns when a query waits to be let through. */
    void awaitNext() {
        lock.lock();
        try {
            long rest = LONGEST_WAIT;
            while (arrived <= allowed) {
                if (rest <= 0) {
                    throw new IllegalStateException("the feed is not read");
                }
                rest = moved.awaitNanos(rest);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            lock.unlock();
        }
    }

    /** From now on queries are let through and fail. */
    void end() {
        failing = true;
        lock.lock();
        try {
            allowed = Long.MAX_VALUE;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void fail(boolean fails) {
        failing = fails;
    }

    void pagesOf(int entries) {
        pageSize = entries;
    }

    /** What happens between a query and its answer. */
    void afterQuery(Runnable happens) {
        afterQuery = happens;
    }

    @Override
    public Changes changesSince(@Nullable FeedPosition position, int limit) {
        if (position == null) {
            return feed.changesSince(null, limit);
        }
        awaitPermission();
        if (failing) {
            throw new TokenStoreException("it is said to fail");
        }
        Changes changes = feed.changesSince(position, Math.min(limit, pageSize));
        afterQuery.run();
        return changes;
    }

    private void awaitPermission() {
        lock.lock();
        try {
            arrived++;
            moved.signalAll();
            long own = arrived;
            while (own > allowed) {
                moved.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int trim(Instant before, int limit) {
        return feed.trim(before, limit);
    }
}
