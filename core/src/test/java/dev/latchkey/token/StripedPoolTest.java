package dev.latchkey.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StripedPoolTest {

    /** A plain number that only stays right if one thread at a time has it, and a use that can throw. */
    private static final class Counter {
        int uses;

        void use(boolean well) {
            uses++;
            if (!well) {
                throw new IllegalStateException("half done");
            }
        }
    }

    private final AtomicInteger made = new AtomicInteger();
    private final StripedPool<Counter> pool = new StripedPool<>(
            () -> {
                made.incrementAndGet();
                return new Counter();
            },
            2);

    private Counter use(boolean well) {
        Counter counter = pool.take();
        counter.use(well);
        pool.giveBack(counter);
        return counter;
    }

    @Test
    void an_instance_is_used_again() {
        assertThat(use(true)).isSameAs(use(true));
        assertThat(made).hasValue(1);
    }

    @Test
    void an_instance_that_threw_is_dropped() {
        Counter used = use(true);

        assertThatIllegalStateException().isThrownBy(() -> use(false));

        assertThat(use(true)).isNotSameAs(used);
        assertThat(made).hasValue(2);
    }

    @Test
    void an_instance_that_is_in_use_is_not_given_to_another() {
        Counter first = pool.take();
        Counter second = pool.take();

        assertThat(first).isNotSameAs(second);
    }

    @Test
    void two_threads_never_share_an_instance() throws Exception {
        int threads = 4;
        int usesOfEach = 100_000;
        List<Counter> all = new ArrayList<>();
        StripedPool<Counter> shared = new StripedPool<>(
                () -> {
                    Counter counter = new Counter();
                    synchronized (all) {
                        all.add(counter);
                    }
                    return counter;
                },
                2);
        CountDownLatch start = new CountDownLatch(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(executor.submit(() -> {
                    start.countDown();
                    start.await();
                    for (int n = 0; n < usesOfEach; n++) {
                        Counter counter = shared.take();
                        counter.use(true);
                        shared.giveBack(counter);
                    }
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            executor.shutdownNow();
        }

        assertThat(all.stream().mapToInt(counter -> counter.uses).sum()).isEqualTo(threads * usesOfEach);
    }
}
