package dev.latchkey;

import dev.latchkey.token.TokenId;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Who may run the expensive hash: one computation at a time for a token id, a fixed number in all, after a bounded wait.
 *
 * <p>The first limit keeps a leaked or attacked id from taking the turns of all others; those who wait for it hold no
 * permit. The second bounds memory and processors in a flood, whatever the number of callers.
 *
 * <p>Thread-safe; waits without holding a monitor.
 */
final class HashingPermits {

    private static final int HEAP_SHARE = 8;

    private final Semaphore permits;
    private final ConcurrentMap<TokenId, Turns> turns = new ConcurrentHashMap<>();
    private final LongAdder computations = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final Duration maximumWait;

    HashingPermits(int atOnce, Duration maximumWait) {
        this.permits = new Semaphore(atOnce, true);
        this.maximumWait = maximumWait;
    }

    /** {@return how many at once: half of the processors, and no more memory than an eighth of the heap, but one at least} */
    static int fitting(long memoryPerHash) {
        long byMemory = Runtime.getRuntime().maxMemory() / HEAP_SHARE / Math.max(1, memoryPerHash);
        long byProcessors = Runtime.getRuntime().availableProcessors() / 2;
        return (int) Math.max(1, Math.min(byMemory, byProcessors));
    }

    /** {@return what the computation gives, run when it is this id's turn and a permit is free} */
    <T> T inTurn(TokenId id, Supplier<T> computation) {
        long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(maximumWait);
        Turns own = turns.compute(id, (key, present) -> (present == null ? new Turns() : present).joined());
        try {
            await(nanos -> own.lock.tryLock(nanos, TimeUnit.NANOSECONDS), deadline);
            try {
                await(nanos -> permits.tryAcquire(nanos, TimeUnit.NANOSECONDS), deadline);
                long begin = System.nanoTime();
                try {
                    return computation.get();
                } finally {
                    nanos.add(System.nanoTime() - begin);
                    computations.increment();
                    permits.release();
                }
            } finally {
                own.lock.unlock();
            }
        } finally {
            turns.computeIfPresent(id, (key, present) -> present.left() ? null : present);
        }
    }

    /** {@return how many turns were used so far} */
    long computations() {
        return computations.sum();
    }

    /** {@return how long all turns took so far, added up} */
    Duration computationTime() {
        return Duration.ofNanos(nanos.sum());
    }

    /** {@return about how many callers wait for a permit} */
    int waiting() {
        return permits.getQueueLength();
    }

    /** {@return for how many ids somebody computes or waits} */
    int idsInTurn() {
        return turns.size();
    }

    private void await(Wait wait, long deadline) {
        try {
            if (wait.forNanos(Math.max(0, deadline - System.nanoTime()))) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VerifierOverloadedException("interrupted while waiting for a turn to hash a secret");
        }
        throw new VerifierOverloadedException("no turn to hash a secret within " + maximumWait);
    }

    private interface Wait {
        boolean forNanos(long nanos) throws InterruptedException;
    }

    /** Those who want to hash for one id; both counts change only inside the map's own compute. */
    private static final class Turns {
        private final ReentrantLock lock = new ReentrantLock(true);
        private int waiting;

        Turns joined() {
            waiting++;
            return this;
        }

        boolean left() {
            waiting--;
            return waiting == 0;
        }
    }
}
