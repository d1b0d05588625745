package dev.latchkey.acceptance.attack;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Looks at the lease of a node every few milliseconds. */
final class LeaseWatch {

    private final Target target;
    private final Duration bound;
    private final long pollsBefore;
    private final Thread thread;
    private Duration oldest = Duration.ZERO;
    private long looks;
    private long lapses;
    private volatile boolean ended;

    private LeaseWatch(Target target, Duration bound) {
        this.target = target;
        this.bound = bound;
        this.pollsBefore = target.node.statistics().records().feed().polls();
        this.thread = new Thread(this::watch, "lease-watch");
    }

    static LeaseWatch begin(Target target, Duration bound) {
        LeaseWatch watch = new LeaseWatch(target, bound);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        while (!ended) {
            Duration age = target.node.statistics().records().feed().leaseAge().orElseThrow();
            looks++;
            lapses += age.compareTo(bound) >= 0 ? 1 : 0;
            oldest = age.compareTo(oldest) > 0 ? age : oldest;
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    void end() throws InterruptedException {
        ended = true;
        thread.join();
    }

    boolean everLapsed() {
        return lapses > 0 || target.node.statistics().records().feed().failures() > 0;
    }

    @Override
    public String toString() {
        return "%d of %d looks, renewed %d times, oldest %d ms of %d"
                .formatted(
                        looks - lapses,
                        looks,
                        target.node.statistics().records().feed().polls() - pollsBefore,
                        oldest.toMillis(),
                        bound.toMillis());
    }
}
