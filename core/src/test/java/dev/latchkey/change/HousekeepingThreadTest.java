package dev.latchkey.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HousekeepingThreadTest {

    private static final Duration HOUR = Duration.ofHours(1);

    /** The waits that began, in order; each ends when the test allows it, or the thread is closed. */
    private static final class SteppedWait implements HousekeepingThread.Wait {

        private final BlockingQueue<Duration> waits = new LinkedBlockingQueue<>();
        private final Semaphore steps = new Semaphore(0);

        @Override
        public boolean closedWithin(CountDownLatch closed, Duration time) throws InterruptedException {
            waits.add(time);
            while (!steps.tryAcquire(1, TimeUnit.MILLISECONDS)) {
                if (closed.getCount() == 0) {
                    return true;
                }
            }
            return closed.getCount() == 0;
        }

        Duration next() throws InterruptedException {
            Duration wait = waits.poll(60, TimeUnit.SECONDS);
            assertThat(wait).isNotNull();
            return wait;
        }
    }

    private final SteppedWait wait = new SteppedWait();

    @Test
    void first_run_is_within_ten_minutes_and_later_ones_are_an_interval_apart_give_or_take_a_tenth() throws Exception {
        double[] random = {0.5, 0, 1, 0.5};
        AtomicInteger drawn = new AtomicInteger();
        List<Duration> waits = new ArrayList<>();
        AtomicInteger runs = new AtomicInteger();
        try (HousekeepingThread thread = new HousekeepingThread(
                continues -> runs.incrementAndGet(), HOUR, wait, () -> random[drawn.getAndIncrement()])) {
            for (int i = 0; i < 4; i++) {
                waits.add(wait.next());
                if (i < 3) {
                    wait.steps.release();
                }
            }
            assertThat(runs).hasValue(3);
        }

        assertThat(waits).containsExactly(Duration.ofMinutes(5), Duration.ofMinutes(54), Duration.ofMinutes(66), HOUR);
    }

    @Test
    void run_that_fails_does_not_end_the_thread() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        try (HousekeepingThread thread = new HousekeepingThread(
                continues -> {
                    if (runs.incrementAndGet() == 1) {
                        throw new StackOverflowError();
                    }
                },
                HOUR,
                wait,
                () -> 0.5)) {
            for (int i = 0; i < 3; i++) {
                assertThat(wait.next()).isPositive();
                if (i < 2) {
                    wait.steps.release();
                }
            }

            assertThat(runs).hasValue(2);
        }
    }

    @Test
    void close_ends_a_run_after_its_batch_without_an_interrupt() throws Exception {
        SynchronousQueue<String> begun = new SynchronousQueue<>();
        AtomicBoolean interrupted = new AtomicBoolean();
        AtomicBoolean ended = new AtomicBoolean();
        HousekeepingThread thread = new HousekeepingThread(
                continues -> {
                    begin(begun);
                    while (continues.getAsBoolean()) {
                        Thread.onSpinWait();
                    }
                    interrupted.set(Thread.currentThread().isInterrupted());
                    ended.set(true);
                },
                HOUR,
                wait,
                () -> 0.5);
        wait.steps.release();
        assertThat(begun.poll(60, TimeUnit.SECONDS)).isNotNull();

        thread.close();

        assertThat(ended).isTrue();
        assertThat(interrupted).isFalse();
    }

    private static void begin(SynchronousQueue<String> begun) {
        try {
            begun.put("run");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
