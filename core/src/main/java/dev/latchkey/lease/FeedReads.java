package dev.latchkey.lease;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenStoreException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads pages of the change feed, each in a thread of its own, so that a read that does not return can be repeated.
 *
 * <p>A read is never interrupted, because some databases close their files when a reader is interrupted, and not every
 * store has another way to stop it. So a hanging read is ignored: the next read begins on another connection. At most
 * {@value #AT_ONCE} reads run at once. A late answer is used if no later read was answered meanwhile and it continues
 * at the current position: its lease begins before its own query, so it covers no more than the query saw.
 *
 * <p>Everything but the reads themselves happens in the one thread that follows the feed.
 */
final class FeedReads {

    /** The most threads and connections that a hanging feed can use. */
    static final int AT_ONCE = 4;

    private static final int PAGE = 1_000;

    private static final Duration LEAST_PATIENCE = Duration.ofMillis(100);
    private static final Duration MOST_PATIENCE = Duration.ofSeconds(10);

    private final ChangeFeed feed;
    private final LeaseClock clock;
    private final Function<FeedPosition, Duration> bound;
    private final long patienceNanos;
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final ExecutorService readers = Executors.newCachedThreadPool(this::thread);
    private int running;
    private long begun;
    private long used;
    private volatile boolean closed;

    /**
     * @param bound reads from the store how long a lease may be, as of that position or later
     * @param interval from one poll to the next, a quarter of the bound. A read that takes longer is repeated, but not
     *     before 100 milliseconds, and at the latest after 10 seconds
     */
    FeedReads(ChangeFeed feed, LeaseClock clock, Function<FeedPosition, Duration> bound, Duration interval) {
        this.feed = feed;
        this.clock = clock;
        this.bound = bound;
        this.patienceNanos = patience(interval).toNanos();
    }

    private static Duration patience(Duration interval) {
        Duration least = interval.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : interval;
        return least.compareTo(MOST_PATIENCE) > 0 ? MOST_PATIENCE : least;
    }

    private Thread thread(Runnable reads) {
        Thread thread = new Thread(reads, "latchkey-feed-reader");
        threads.removeIf(other -> other.getState() == Thread.State.TERMINATED);
        threads.add(thread);
        thread.setDaemon(true);
        thread.setContextClassLoader(FeedReads.class.getClassLoader());
        return thread;
    }

    /**
     * A page of the feed.
     *
     * @param from where it continues; null for the first, which is where the feed ended
     * @param before a moment before the query
     * @param changes what the feed reported
     * @param bound how long a lease may be from now on, if everything read before has to be evicted; else null
     */
    record Page(
            @Nullable FeedPosition from,
            LeaseClock.Stamp before,
            Changes changes,
            @Nullable Duration bound) {}

    private record Outcome(
            long number, @Nullable Page page, @Nullable Throwable failure) {}

    /**
     * {@return the page that follows}
     *
     * @param from where the last page ended; null at first
     * @throws TokenStoreException if the feed could not be read, or not in time
     */
    Page after(@Nullable FeedPosition from) {
        for (Outcome late = outcomes.poll(); late != null; late = outcomes.poll()) {
            Page page = taken(late, from);
            if (page != null) {
                return page;
            }
        }
        long asked = clock.monotonic().getAsLong();
        long own = running < AT_ONCE ? begin(from) : 0;
        while (true) {
            Outcome outcome = await(patienceNanos - (clock.monotonic().getAsLong() - asked));
            if (outcome == null) {
                continue;
            }
            Page page = taken(outcome, from);
            if (page != null) {
                return page;
            }
            if (outcome.number() == own && outcome.failure() != null) {
                throw Failures.unchecked("the change feed could not be read", outcome.failure());
            }
        }
    }

    private long begin(@Nullable FeedPosition from) {
        long number = begun + 1;
        readers.execute(() -> outcomes.add(outcome(number, from)));
        begun = number;
        running++;
        return number;
    }

    private Outcome outcome(long number, @Nullable FeedPosition from) {
        try {
            return new Outcome(number, next(from), null);
        } catch (Throwable e) {
            return new Outcome(number, null, e);
        }
    }

    /** The first page is the end of the feed. No position is known before it, so everything read before is evicted. */
    private Page next(@Nullable FeedPosition from) {
        LeaseClock.Stamp before = clock.stamp();
        Changes changes = feed.changesSince(from, PAGE);
        boolean forgetsAll = from == null || changes.gap() || changes.stateChanged();
        return new Page(from, before, changes, forgetsAll ? bound.apply(changes.position()) : null);
    }

    /**
     * {@return an outcome, also one that arrived at the deadline; null if none arrived before it by the system's clock}
     */
    private @Nullable Outcome await(long nanos) {
        if (closed) {
            throw new TokenStoreException("the change feed is not followed any longer");
        }
        Outcome ready = outcomes.poll();
        if (ready != null) {
            return ready;
        }
        if (nanos <= 0) {
            throw new TokenStoreException("the change feed did not answer within "
                    + TimeUnit.NANOSECONDS.toMillis(patienceNanos) + " ms; " + running + " reads of it are waiting");
        }
        try {
            return outcomes.poll(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // The flag is not restored, because it would end each wait that follows.
            throw new TokenStoreException("interrupted while reading the change feed", e);
        }
    }

    /** {@return the page of the outcome, if it continues there and is not older than the last used one} */
    private @Nullable Page taken(Outcome outcome, @Nullable FeedPosition from) {
        running--;
        Page page = outcome.page();
        if (page == null || outcome.number() < used || !Objects.equals(page.from(), from)) {
            return null;
        }
        used = outcome.number();
        return page;
    }

    /** Ends a wait for the feed immediately. Hanging reads continue. */
    void close() {
        closed = true;
        readers.shutdown();
        outcomes.add(new Outcome(0, null, null));
    }

    /**
     * {@return whether all reading threads have ended, after waiting for them} An executor ends slightly before its
     * threads.
     */
    boolean awaitEnd(long nanos) throws InterruptedException {
        long began = System.nanoTime();
        for (Thread thread : threads) {
            long rest = nanos - (System.nanoTime() - began);
            if (rest > 0) {
                TimeUnit.NANOSECONDS.timedJoin(thread, rest);
            }
        }
        return threads.stream().noneMatch(Thread::isAlive);
    }
}
