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
import java.util.function.IntConsumer;

/** Makes one fault after another, and reports to the checker from when to when; several threads may do so at once. */
final class Breaker {

    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(5);

    private final HistoryChecker checker;
    private final List<Breakage> kinds;
    private final IntConsumer answer;
    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<Lock> nodeLocks = new ArrayList<>();
    private final Lock lockOfAll = new ReentrantLock();

    /** @param answer waits until the store answers over the connections of a node, or of {@link Fault#ALL} */
    Breaker(HistoryChecker checker, List<Breakage> kinds, IntConsumer answer) {
        this.checker = checker;
        this.kinds = List.copyOf(kinds);
        this.answer = answer;
        for (int i = 0; i < Fleet.NODES; i++) {
            nodeLocks.add(new ReentrantLock());
        }
    }

    /** Breaks something, and returns when it is whole again. */
    void step(Random random) {
        int node = random.nextInt(nodeLocks.size());
        double share = random.nextDouble();
        long length = SHORTEST + (long) ((LONGEST - SHORTEST) * share * share);
        Breakage next = kinds.get(random.nextInt(kinds.size()));
        int felt = next.ofAll() ? Fault.ALL : node;
        Lock lock = next.ofAll() ? lockOfAll : nodeLocks.get(node);
        if (!lock.tryLock()) {
            return;
        }
        try {
            long began = System.nanoTime();
            // Until it is over, nobody knows when that will be.
            Fault lasting = new Fault(next.kind(), felt, began, Long.MAX_VALUE / 2);
            checker.add(lasting);
            next.act().breakAndMend(node, length, random);
            answer.accept(felt);
            checker.replace(lasting, new Fault(next.kind(), felt, began, System.nanoTime()));
            synchronized (this) {
                counts.merge(next.kind(), 1, Integer::sum);
            }
        } finally {
            lock.unlock();
        }
    }

    /** {@return how many faults of each kind there were} */
    synchronized Map<String, Integer> counts() {
        return new TreeMap<>(counts);
    }

    synchronized int count() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    static void rest(long nanos) {
        long deadline = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = deadline - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
