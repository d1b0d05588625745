package dev.latchkey.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.latchkey.token.TokenId;
import dev.latchkey.token.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CombinedLoadsTest {

    private static final long LONG = Duration.ofMinutes(1).toNanos();

    private final RecordCache<String> cache = new RecordCache<>(1_000);
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final AtomicInteger created = new AtomicInteger();

    /** How many loads were read together, in the order of the reads. */
    private final List<Integer> sizes = new CopyOnWriteArrayList<>();

    private final AtomicInteger reading = new AtomicInteger();
    private final Semaphore mayEnd = new Semaphore(0);
    private volatile RuntimeException failure;

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private CombinedLoads<String> loads(int atOnce) {
        return new CombinedLoads<>(atOnce, this::read);
    }

    /** Returns when the test lets it. */
    private void read(List<Load<String>> together) {
        sizes.add(together.size());
        reading.incrementAndGet();
        mayEnd.acquireUninterruptibly();
        reading.decrementAndGet();
        if (failure != null) {
            throw failure;
        }
        together.forEach(load -> load.done("read"));
    }

    private Load<String> load(boolean alone) {
        return new Load<>(TokenId.of(1, created.incrementAndGet()), cache, alone);
    }

    /** {@return a load that is read by a thread of its own, when it waits or is being read} */
    private Future<String> begin(CombinedLoads<String> loads, boolean alone) {
        int before = reading.get() + loads.waiting();
        Load<String> own = load(alone);
        Future<String> found = executor.submit(() -> {
            loads.read(own, LONG);
            return own.read();
        });
        Conditions.await(() -> reading.get() + loads.waiting() != before);
        return found;
    }

    private List<Future<String>> begin(CombinedLoads<String> loads, int number) {
        List<Future<String>> all = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            all.add(begin(loads, false));
        }
        return all;
    }

    private static void assertRead(List<Future<String>> found) throws Exception {
        for (Future<String> each : found) {
            assertThat(each.get(20, TimeUnit.SECONDS)).isEqualTo("read");
        }
    }

    @Test
    void no_more_reads_run_at_once_than_the_limit() throws Exception {
        CombinedLoads<String> loads = loads(3);

        List<Future<String>> all = begin(loads, 5);

        assertThat(reading).hasValue(3);
        assertThat(loads.waiting()).isEqualTo(2);
        mayEnd.release(5);
        assertRead(all);
    }

    @Test
    void loads_that_wait_are_read_together() throws Exception {
        CombinedLoads<String> loads = loads(1);
        List<Future<String>> all = begin(loads, 11);

        mayEnd.release(2);

        assertRead(all);
        assertThat(sizes).containsExactly(1, 10);
    }

    @Test
    void no_more_are_read_together_than_a_store_takes() throws Exception {
        CombinedLoads<String> loads = loads(1);
        List<Future<String>> all = begin(loads, 101);

        mayEnd.release(3);

        assertRead(all);
        assertThat(sizes).containsExactly(1, 64, 36);
    }

    @Test
    void load_that_has_to_be_alone_is_read_alone_in_its_turn() throws Exception {
        CombinedLoads<String> loads = loads(1);
        List<Future<String>> all = new ArrayList<>(begin(loads, 1));
        all.add(begin(loads, true));
        all.addAll(begin(loads, 1));
        all.add(begin(loads, true));
        all.addAll(begin(loads, 1));

        mayEnd.release(4);

        assertRead(all);
        assertThat(sizes).containsExactly(1, 1, 2, 1);
    }

    @Test
    void turn_is_free_again_after_each_read_also_after_one_that_failed() throws Exception {
        CombinedLoads<String> loads = loads(1);
        failure = new IllegalStateException("down");
        mayEnd.release(1);
        assertThatIllegalStateException().isThrownBy(() -> loads.read(load(false), LONG));
        failure = null;
        mayEnd.release(2);

        for (int i = 0; i < 2; i++) {
            loads.read(load(false), LONG);
        }

        assertThat(sizes).containsExactly(1, 1, 1);
    }

    @Test
    void after_a_failure_the_next_one_that_waits_reads() throws Exception {
        CombinedLoads<String> loads = loads(1);
        failure = new IllegalStateException("down");
        Future<String> failing = begin(loads, false);
        Future<String> waiting = begin(loads, true);

        mayEnd.release(2);

        for (Future<String> each : List.of(failing, waiting)) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> each.get(20, TimeUnit.SECONDS))
                    .withCause(failure);
        }
    }

    @Test
    void caller_that_may_not_wait_is_unavailable_and_takes_no_turn() throws Exception {
        CombinedLoads<String> loads = loads(1);
        Future<String> leading = begin(loads, false);

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> loads.read(load(false), 0))
                .withMessageContaining("too long");

        assertThat(loads.waiting()).isZero();
        mayEnd.release(2);
        assertRead(List.of(leading));
        loads.read(load(false), 0);
        assertThat(sizes).containsExactly(1, 1);
    }

    @Test
    void interrupted_caller_is_unavailable_takes_no_turn_and_keeps_its_interruption() throws Exception {
        CombinedLoads<String> loads = loads(1);
        Future<String> leading = begin(loads, false);
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                loads.read(load(false), LONG);
            } catch (UnavailableException e) {
                flag.complete(Thread.currentThread().isInterrupted());
            }
        });
        waiting.start();
        Conditions.await(() -> loads.waiting() != 0);

        waiting.interrupt();

        assertThat(flag.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(loads.waiting()).isZero();
        mayEnd.release(1);
        assertRead(List.of(leading));
    }

    @Test
    void every_turn_is_passed_on_however_callers_come_and_give_up() throws Exception {
        CombinedLoads<String> loads = loads(2);
        mayEnd.release(1_000_000);
        List<Future<Integer>> callers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            callers.add(executor.submit(() -> {
                int read = 0;
                for (int n = 0; n < 5_000; n++) {
                    try {
                        loads.read(load(n % 5 == 0), n % 3 == 0 ? LONG : n % 100);
                        read++;
                    } catch (UnavailableException e) {
                        assertThat(e).hasMessageContaining("too long");
                    }
                }
                return read;
            }));
        }
        for (Future<Integer> caller : callers) {
            assertThat(caller.get(60, TimeUnit.SECONDS)).isGreaterThan(5_000 / 3);
        }

        mayEnd.drainPermits();
        List<Future<String>> both = begin(loads, 2);
        assertThat(reading).as("reads that run, because both turns are free").hasValue(2);
        mayEnd.release(2);
        assertRead(both);
    }
}
