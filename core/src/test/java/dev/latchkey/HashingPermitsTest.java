package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.token.TokenId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HashingPermitsTest {

    private static final TokenId ONE = TokenId.of(0, 1);
    private static final TokenId OTHER = TokenId.of(0, 2);

    private final ExecutorService executor = Executors.newFixedThreadPool(40);

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void no_more_computations_run_at_once_than_there_are_permits() throws Exception {
        HashingPermits permits = new HashingPermits(3, Duration.ofSeconds(20));
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            TokenId id = TokenId.of(0, i);
            calls.add(() -> permits.inTurn(id, () -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                Thread.yield();
                return running.decrementAndGet();
            }));
        }

        for (Future<Integer> call : executor.invokeAll(calls)) {
            call.get();
        }

        assertThat(most.get()).isBetween(1, 3);
        assertThat(permits.idsInTurn()).as("ids that are still kept").isZero();
    }

    /** The counter is a plain field: only computations that exclude each other keep it right. */
    @Test
    void computations_of_one_id_exclude_each_other() throws Exception {
        HashingPermits permits = new HashingPermits(40, Duration.ofSeconds(20));
        int[] counter = {0};
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            calls.add(() -> permits.inTurn(ONE, () -> {
                int read = counter[0];
                Thread.yield();
                counter[0] = read + 1;
                return read;
            }));
        }

        for (Future<Integer> call : executor.invokeAll(calls)) {
            call.get();
        }

        assertThat(counter[0]).isEqualTo(2_000);
    }

    @Test
    void those_who_wait_for_one_id_take_no_permit_from_another() throws Exception {
        HashingPermits permits = new HashingPermits(2, Duration.ofSeconds(20));
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        List<Future<Boolean>> stuck = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            stuck.add(executor.submit(() -> permits.inTurn(ONE, () -> {
                started.countDown();
                return awaitQuietly(release);
            })));
        }
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();

        Future<String> other = executor.submit(() -> permits.inTurn(OTHER, () -> "done"));

        assertThat(other.get(20, TimeUnit.SECONDS)).isEqualTo("done");
        release.countDown();
        for (Future<Boolean> call : stuck) {
            assertThat(call.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_wait_that_is_too_long_ends_in_an_exception_and_leaves_nothing_behind() throws Exception {
        HashingPermits permits = new HashingPermits(1, Duration.ofMillis(1));
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Future<Boolean> running = executor.submit(() -> permits.inTurn(ONE, () -> {
            started.countDown();
            return awaitQuietly(release);
        }));
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();

        assertThatExceptionOfType(VerifierOverloadedException.class)
                .isThrownBy(() -> permits.inTurn(OTHER, () -> "never"))
                .withMessageContaining("PT0.001S");

        release.countDown();
        assertThat(running.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(permits.inTurn(OTHER, () -> "now")).isEqualTo("now");
        assertThat(permits.idsInTurn()).isZero();
    }

    @Test
    void a_computation_that_throws_gives_its_turn_and_its_permit_back() {
        HashingPermits permits = new HashingPermits(1, Duration.ZERO);

        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(OutOfMemoryError.class)
                    .isThrownBy(() -> permits.inTurn(ONE, () -> {
                        throw new OutOfMemoryError("injected");
                    }));
        }

        assertThat(permits.inTurn(ONE, () -> "done")).isEqualTo("done");
    }

    @Test
    void a_caller_that_is_interrupted_stays_interrupted() {
        HashingPermits permits = new HashingPermits(1, Duration.ofSeconds(20));

        Thread.currentThread().interrupt();

        assertThatExceptionOfType(VerifierOverloadedException.class)
                .isThrownBy(() -> permits.inTurn(ONE, () -> "never"));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void the_default_fits_an_eighth_of_the_heap_and_is_at_least_one() {
        assertThat(HashingPermits.fitting(Long.MAX_VALUE)).isEqualTo(1);
        assertThat(HashingPermits.fitting(1))
                .isEqualTo(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    private static boolean awaitQuietly(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }
}
