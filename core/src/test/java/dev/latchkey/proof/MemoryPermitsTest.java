package dev.latchkey.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.proof.MemoryPermits.Permit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ten units of memory, of which a new token takes two. */
class MemoryPermitsTest {

    private static final long LONG = Duration.ofMinutes(1).toNanos();

    private final MemoryPermits permits = new MemoryPermits(4, 10, 2);
    private final ExecutorService executor = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private Permit verify(long memory) throws InterruptedException {
        Permit permit = permits.toVerify(memory, 0);
        assertThat(permit).as("a permit for %d", memory).isNotNull();
        return permit;
    }

    private void assertNoPermit(@Nullable Permit permit) {
        assertThat(permit).isNull();
    }

    /** {@return a caller that waits in the queue by now} */
    private Future<@Nullable Permit> waiting(Callable<@Nullable Permit> caller) {
        int before = permits.waiting();
        Future<@Nullable Permit> future = executor.submit(caller);
        until(() -> permits.waiting() != before);
        return future;
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + LONG;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline)
                    .as("nanoseconds beyond the wait")
                    .isNegative();
            Thread.yield();
        }
    }

    private static Permit granted(Future<@Nullable Permit> future) throws Exception {
        Permit permit = future.get(1, TimeUnit.MINUTES);
        assertThat(permit).isNotNull();
        return permit;
    }

    @Test
    void verifications_together_leave_memory_for_a_new_token() throws Exception {
        verify(4);
        verify(4);

        assertNoPermit(permits.toVerify(1, 0));
        assertThat(permits.toIssue(0)).isNotNull();
    }

    @Test
    void no_more_verifications_run_than_may_at_once() throws Exception {
        for (int i = 0; i < 4; i++) {
            verify(1);
        }

        assertNoPermit(permits.toVerify(1, 0));
        assertThat(permits.toIssue(0)).as("a new token").isNotNull();
    }

    @Test
    void new_tokens_are_hashed_one_at_a_time() throws Exception {
        Permit first = permits.toIssue(0);

        assertNoPermit(permits.toIssue(0));
        permits.release(first);
        assertThat(permits.toIssue(0)).isNotNull();
    }

    @Test
    void a_verification_that_takes_all_memory_runs_alone() throws Exception {
        Permit large = verify(10);

        assertNoPermit(permits.toVerify(1, 0));
        assertNoPermit(permits.toIssue(0));
        permits.release(large);
        verify(1);
        assertNoPermit(permits.toVerify(10, 0));
    }

    @Test
    void a_large_verification_waits_for_room_and_is_not_overtaken() throws Exception {
        Permit running = verify(1);
        Future<@Nullable Permit> large = waiting(() -> permits.toVerify(9, LONG));
        Future<@Nullable Permit> small = waiting(() -> permits.toVerify(1, LONG));

        assertThat(large).isNotDone();
        assertThat(small).isNotDone();
        permits.release(running);

        Permit first = granted(large);
        assertThat(small).isNotDone();
        permits.release(first);
        granted(small);
    }

    @Test
    void a_large_verification_that_gives_up_lets_those_behind_it_run() throws Exception {
        verify(1);
        Future<@Nullable Permit> large = waiting(() -> permits.toVerify(10, LONG));
        Future<@Nullable Permit> small = waiting(() -> permits.toVerify(1, LONG));

        large.cancel(true);

        granted(small);
    }

    @Test
    void new_tokens_and_verifications_that_take_all_memory_take_turns() throws Exception {
        Permit running = verify(10);
        List<Future<@Nullable Permit>> verifications = new ArrayList<>();
        List<Future<@Nullable Permit>> issues = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            verifications.add(waiting(() -> permits.toVerify(10, LONG)));
            issues.add(waiting(() -> permits.toIssue(LONG)));
        }

        for (int i = 0; i < 3; i++) {
            permits.release(running);
            Permit issue = granted(issues.get(i));
            assertThat(verifications.get(i)).isNotDone();
            permits.release(issue);
            running = granted(verifications.get(i));
        }
        assertThat(permits.waiting()).isZero();
    }

    @Test
    void a_caller_that_is_interrupted_keeps_no_permit() throws Exception {
        for (int i = 0; i < 200; i++) {
            Permit running = verify(10);
            Thread caller = new Thread(this::acquireAndRelease);
            caller.start();
            until(() -> permits.waiting() > 0);
            Future<?> releasing = executor.submit(() -> permits.release(running));
            caller.interrupt();
            releasing.get(1, TimeUnit.MINUTES);
            caller.join();

            permits.release(verify(10));
        }
    }

    private void acquireAndRelease() {
        try {
            permits.release(permits.toVerify(10, LONG));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The sum is exact only if every permit was counted when it was granted, and until it was released. */
    @Test
    void all_that_run_together_stay_within_the_share() throws Exception {
        AtomicLong used = new AtomicLong();
        AtomicLong most = new AtomicLong();
        List<Callable<Integer>> callers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Random random = new Random(i);
            boolean issues = i % 8 == 0;
            callers.add(() -> {
                int granted = 0;
                for (int round = 0; round < 300; round++) {
                    long memory = issues ? 2 : 1 + random.nextInt(10);
                    long patience = random.nextInt(4) == 0 ? random.nextInt(20_000) : LONG;
                    Permit permit = issues ? permits.toIssue(patience) : permits.toVerify(memory, patience);
                    if (permit != null) {
                        granted++;
                        most.accumulateAndGet(used.addAndGet(memory), Math::max);
                        Thread.yield();
                        used.addAndGet(-memory);
                        permits.release(permit);
                    }
                }
                return granted;
            });
        }

        for (Future<Integer> caller : executor.invokeAll(callers)) {
            assertThat(caller.get()).isPositive();
        }

        assertThat(most.get()).isBetween(8L, 10L);
        assertThat(permits.waiting()).isZero();
        verify(10);
    }

    /** A hash that no hasher could have made takes nothing, because it is refused without a computation. */
    @Test
    void verification_of_all_that_new_tokens_leave_runs_beside_one_that_takes_nothing() throws Exception {
        verify(0);

        verify(8);

        assertNoPermit(permits.toVerify(1, 0));
    }

    @Test
    void callers_of_both_kinds_that_wait_are_counted() throws Exception {
        Permit all = verify(10);
        Future<@Nullable Permit> verifying = waiting(() -> permits.toVerify(10, LONG));
        Future<@Nullable Permit> issuing = waiting(() -> permits.toIssue(LONG));

        assertThat(permits.waiting()).isEqualTo(2);

        permits.release(all);
        permits.release(granted(issuing));
        permits.release(granted(verifying));
        assertThat(permits.waiting()).isZero();
    }
}
