package dev.latchkey.proof;

import dev.latchkey.token.TokenId;
import dev.latchkey.token.VerifierOverloadedException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the expensive hash: one computation at a time for a token id, and as many in all as {@link MemoryPermits}
 * allow, with a bounded wait.
 *
 * <p>The first limit prevents a leaked or attacked id from using all permits; callers that wait for it have no permit.
 * The second bounds memory and processors in a flood, for any number of callers and any costs of the stored hashes.
 *
 * <p>Thread-safe; waits without holding a monitor.
 */
public final class HashingPermits {

    private static final int HEAP_SHARE = 8;

    /** Some collectors leave a part of {@code -Xmx}, about a thirtieth, out of {@link Runtime#maxMemory()}. */
    private static final double HEAP_MARGIN = 17 / 16.0;

    private final MemoryPermits permits;
    private final ConcurrentMap<TokenId, Turns> turns = new ConcurrentHashMap<>();
    private final LongAdder computations = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final Duration maximumWait;

    HashingPermits(MemoryPermits permits, Duration maximumWait) {
        this.permits = permits;
        this.maximumWait = maximumWait;
    }

    /**
     * {@return permits within an eighth of a heap}
     *
     * @param heap the largest size of the heap, in bytes
     * @param atOnce how many verifications compute at once
     * @param memoryPerHash what a new hash takes, in bytes
     * @param maximumWait how long a caller waits for its turn and its permit together
     * @throws IllegalStateException if an eighth of the heap is less than one new hash takes
     */
    public static HashingPermits within(long heap, int atOnce, long memoryPerHash, Duration maximumWait) {
        long share = heap / HEAP_SHARE;
        if (memoryPerHash > share) {
            throw new IllegalStateException("the hasher takes " + mebibytes(memoryPerHash)
                    + " for one hash; all computations together may take " + mebibytes(share)
                    + ", an eighth of the heap of " + mebibytes(heap) + ". Start the JVM with -Xmx"
                    + (long) Math.ceil(HEAP_MARGIN * HEAP_SHARE * memoryPerHash / (1 << 20))
                    + "m or more, or choose a hasher that takes less memory,"
                    + " as builder.hasher(Argon2SecretHasher.of(Argon2Parameters.light())) does");
        }
        return new HashingPermits(new MemoryPermits(atOnce, share, memoryPerHash), maximumWait);
    }

    /** {@return a size in MiB, with one decimal unless it is whole} */
    static String mebibytes(long bytes) {
        long tenths = (bytes * 10) >> 20;
        return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10) + " MiB";
    }

    /** {@return the memory that all computations together may take, in bytes} */
    public long share() {
        return permits.share();
    }

    /**
     * {@return the result of the computation, which runs when no other one for this id runs and a permit is free}
     *
     * @param memory what it takes, in bytes; at most {@link #share()}
     * @throws VerifierOverloadedException if that was not within the maximum wait
     */
    <T> T toVerify(TokenId id, long memory, Supplier<T> computation) {
        return inTurn(id, memory, new Wait(maximumWait), computation);
    }

    /**
     * {@return the result of the computation, which runs only if no other one for this id runs and a permit is free
     * now}
     *
     * @param memory what it takes, in bytes; at most {@link #share()}
     * @throws VerifierOverloadedException if not
     */
    <T> T withoutWaiting(TokenId id, long memory, Supplier<T> computation) {
        return inTurn(id, memory, new Wait(Duration.ZERO), computation);
    }

    /**
     * {@return the result of the computation for a new token, run when the permit for new tokens is free}
     *
     * @throws VerifierOverloadedException if that was not within the maximum wait
     */
    <T> T toIssue(Supplier<T> computation) {
        return run(new Wait(maximumWait).until(permits::toIssue), computation);
    }

    private <T> T inTurn(TokenId id, long memory, Wait wait, Supplier<T> computation) {
        Turns own = turns.compute(id, (key, present) -> (present == null ? new Turns() : present).joined());
        try {
            wait.until(rest -> own.lock.tryLock(rest, TimeUnit.NANOSECONDS) ? own : null);
            try {
                return run(wait.until(rest -> permits.toVerify(memory, rest)), computation);
            } finally {
                own.lock.unlock();
            }
        } finally {
            turns.computeIfPresent(id, (key, present) -> present.left() ? null : present);
        }
    }

    private <T> T run(MemoryPermits.Permit permit, Supplier<T> computation) {
        long begin = System.nanoTime();
        try {
            return computation.get();
        } finally {
            nanos.add(System.nanoTime() - begin);
            computations.increment();
            permits.release(permit);
        }
    }

    /** {@return how many permits were used so far} */
    public long computations() {
        return computations.sum();
    }

    /** {@return how long all computations took so far, added up} */
    public Duration computationTime() {
        return Duration.ofNanos(nanos.sum());
    }

    /** {@return about how many callers wait for a permit} */
    public int waiting() {
        return permits.waiting();
    }

    /** {@return the number of ids with running or waiting computations} */
    int idsInTurn() {
        return turns.size();
    }

    /** The deadline of one caller, for both of its waits. */
    private static final class Wait {

        private final Duration longest;
        private final long deadline;

        Wait(Duration longest) {
            this.longest = longest;
            this.deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(longest);
        }

        <T> T until(Attempt<T> attempt) {
            try {
                @Nullable T gained = attempt.within(Math.max(0, deadline - System.nanoTime()));
                if (gained != null) {
                    return gained;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new VerifierOverloadedException("interrupted while waiting for a turn to hash a secret");
            }
            throw new VerifierOverloadedException("no turn to hash a secret within " + longest);
        }
    }

    private interface Attempt<T> {
        @Nullable T within(long nanos) throws InterruptedException;
    }

    /** The callers for one id; both counts change only inside the map's own compute. */
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
