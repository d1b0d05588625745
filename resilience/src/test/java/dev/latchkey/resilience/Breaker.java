package dev.latchkey.resilience;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Makes one fault after another, and reports to the checker from when to when; several threads may do so at once. */
abstract class Breaker {

    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(5);

    private final HistoryChecker checker;
    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<Lock> nodeLocks = new ArrayList<>();
    private final Lock lockOfAll = new ReentrantLock();

    Breaker(HistoryChecker checker, int nodes) {
        this.checker = checker;
        for (int i = 0; i < nodes; i++) {
            nodeLocks.add(new ReentrantLock());
        }
    }

    /**
     * Something to break.
     *
     * @param kind its name
     * @param felt the node that is affected, or {@link Fault#ALL}
     * @param breakAndMend breaks it, and returns when it is whole again
     */
    record Breakage(String kind, int felt, Runnable breakAndMend) {}

    /**
     * {@return the next thing to break}
     *
     * @param node the node to break, if it is something of one node
     * @param length how long it should last, in nanoseconds
     */
    abstract Breakage choose(Random random, int node, long length);

    /** Waits until the store answers over the connections of a node, or of all. */
    abstract void awaitAnswer(int felt);

    /** Breaks something, and returns when it is whole again. */
    final void step(Random random) {
        int node = random.nextInt(nodeLocks.size());
        double share = random.nextDouble();
        Breakage next = choose(random, node, SHORTEST + (long) ((LONGEST - SHORTEST) * share * share));
        Lock lock = next.felt() == Fault.ALL ? lockOfAll : nodeLocks.get(next.felt());
        if (!lock.tryLock()) {
            return;
        }
        try {
            long began = System.nanoTime();
            // Until it is over, nobody knows when that will be.
            Fault lasting = new Fault(next.kind(), next.felt(), began, Long.MAX_VALUE / 2);
            checker.add(lasting);
            next.breakAndMend().run();
            awaitAnswer(next.felt());
            checker.replace(lasting, new Fault(next.kind(), next.felt(), began, System.nanoTime()));
            synchronized (this) {
                counts.merge(next.kind(), 1, Integer::sum);
            }
        } finally {
            lock.unlock();
        }
    }

    /** {@return how many faults of each kind there were} */
    final synchronized Map<String, Integer> counts() {
        return new TreeMap<>(counts);
    }

    final synchronized int count() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    static void rest(long nanos) {
        long deadline = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = deadline - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
