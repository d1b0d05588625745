package dev.latchkey.proof;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Permits to compute, counted in bytes of memory: all computations together stay within a share of the heap.
 *
 * <p>Verifications and new tokens wait in two queues, each first come, first served. A flood of verifications must not
 * stop issuing, so new tokens have a permit of their own, for one computation in addition to those of verifications,
 * and verifications leave memory for it. A verification that is too large for that runs alone, and alternates with new
 * tokens.
 *
 * <p>A verification that waits for much memory is not overtaken: smaller ones behind it wait until enough memory is
 * free and it was computed. Otherwise a steady stream of smaller ones would starve it.
 *
 * <p>Thread-safe; waits without holding a monitor.
 */
final class MemoryPermits {

    private final int verificationsAtOnce;
    private final long share;
    private final long memoryToIssue;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Permit> verifying = new ArrayDeque<>();
    private final Queue<Permit> issuing = new ArrayDeque<>();
    private int verifications;
    private long verificationMemory;
    private boolean issuingNow;
    private boolean issuedLast;

    /**
     * Creates permits, all of them free.
     *
     * @param verificationsAtOnce how many verifications may compute at once; at least 1
     * @param share the memory of all computations together, in bytes
     * @param memoryToIssue the memory of a computation for a new token, in bytes; at most {@code share}
     */
    MemoryPermits(int verificationsAtOnce, long share, long memoryToIssue) {
        this.verificationsAtOnce = verificationsAtOnce;
        this.share = share;
        this.memoryToIssue = memoryToIssue;
    }

    /** The right to run one computation; waits in a queue until it is granted, and is released once. */
    static final class Permit {
        private final Queue<Permit> queue;
        private final long memory;
        private final CountDownLatch granted = new CountDownLatch(1);

        private Permit(Queue<Permit> queue, long memory) {
            this.queue = queue;
            this.memory = memory;
        }
    }

    /** {@return the memory of all computations together, in bytes} */
    long share() {
        return share;
    }

    /**
     * {@return a permit to verify, or null if none became free within the wait}
     *
     * @param memory in bytes; at most {@link #share()}
     * @param nanos the longest wait; zero for none
     */
    @Nullable Permit toVerify(long memory, long nanos) throws InterruptedException {
        return acquire(new Permit(verifying, memory), nanos);
    }

    /**
     * {@return a permit to hash the secret of a new token, or null if none became free within the wait}
     *
     * @param nanos the longest wait; zero for none
     */
    @Nullable Permit toIssue(long nanos) throws InterruptedException {
        return acquire(new Permit(issuing, memoryToIssue), nanos);
    }

    private @Nullable Permit acquire(Permit wanted, long nanos) throws InterruptedException {
        lock.lock();
        try {
            wanted.queue.add(wanted);
            grant();
        } finally {
            lock.unlock();
        }
        try {
            return wanted.granted.await(nanos, TimeUnit.NANOSECONDS) || !withdraw(wanted) ? wanted : null;
        } catch (InterruptedException e) {
            if (!withdraw(wanted)) {
                release(wanted);
            }
            throw e;
        }
    }

    /** {@return whether a waiting permit was removed from its queue; false if it was granted meanwhile} */
    private boolean withdraw(Permit wanted) {
        lock.lock();
        try {
            boolean waited = wanted.queue.remove(wanted);
            grant();
            return waited;
        } finally {
            lock.unlock();
        }
    }

    /** Returns a granted permit. */
    void release(Permit permit) {
        lock.lock();
        try {
            if (permit.queue == issuing) {
                issuingNow = false;
            } else {
                verifications--;
                verificationMemory -= permit.memory;
            }
            grant();
        } finally {
            lock.unlock();
        }
    }

    /** {@return how many callers wait} */
    int waiting() {
        lock.lock();
        try {
            return verifying.size() + issuing.size();
        } finally {
            lock.unlock();
        }
    }

    /** Grants all that may run now, new tokens first; called whenever a queue or the granted permits have changed. */
    private void grant() {
        while (true) {
            Permit issue = issuing.peek();
            Permit verification = verifying.peek();
            if (issue != null && mayIssue(verification)) {
                issuingNow = true;
                issuedLast = true;
                issuing.remove().granted.countDown();
            } else if (verification != null && mayVerify(verification.memory)) {
                verifications++;
                verificationMemory += verification.memory;
                issuedLast = false;
                verifying.remove().granted.countDown();
            } else {
                return;
            }
        }
    }

    private boolean mayIssue(@Nullable Permit verification) {
        // A verification that runs alone needs this memory too, and would wait as long as tokens are issued.
        boolean othersTurn = issuedLast && verification != null && runsAlone(verification.memory);
        return !issuingNow && !othersTurn && isFree(memoryToIssue);
    }

    private boolean mayVerify(long memory) {
        if (verifications == verificationsAtOnce || !isFree(memory)) {
            return false;
        }
        return runsAlone(memory) ? verifications == 0 : verificationMemory + memory <= share - memoryToIssue;
    }

    private boolean runsAlone(long memory) {
        return memory > share - memoryToIssue;
    }

    private boolean isFree(long memory) {
        return verificationMemory + (issuingNow ? memoryToIssue : 0) + memory <= share;
    }
}
