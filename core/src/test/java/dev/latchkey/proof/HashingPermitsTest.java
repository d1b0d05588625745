package dev.latchkey.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.latchkey.token.TokenId;
import dev.latchkey.token.VerifierOverloadedException;
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

    private static HashingPermits permits(int atOnce, Duration maximumWait) {
        return new HashingPermits(new MemoryPermits(atOnce, 1_000, 1), maximumWait);
    }

    @Test
    void no_more_computations_run_at_once_than_there_are_permits() throws Exception {
        HashingPermits permits = permits(3, Duration.ofSeconds(20));
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            TokenId id = TokenId.of(0, i);
            calls.add(() -> permits.toVerify(id, 1, () -> {
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
        HashingPermits permits = permits(40, Duration.ofSeconds(20));
        int[] counter = {0};
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            calls.add(() -> permits.toVerify(ONE, 1, () -> {
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
        HashingPermits permits = permits(2, Duration.ofSeconds(20));
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        List<Future<Boolean>> stuck = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            stuck.add(executor.submit(() -> permits.toVerify(ONE, 1, () -> {
                started.countDown();
                return awaitQuietly(release);
            })));
        }
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();

        Future<String> other = executor.submit(() -> permits.toVerify(OTHER, 1, () -> "done"));

        assertThat(other.get(20, TimeUnit.SECONDS)).isEqualTo("done");
        release.countDown();
        for (Future<Boolean> call : stuck) {
            assertThat(call.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_wait_that_is_too_long_ends_in_an_exception_and_leaves_nothing_behind() throws Exception {
        HashingPermits permits = permits(1, Duration.ofMillis(1));
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Future<Boolean> running = executor.submit(() -> permits.toVerify(ONE, 1, () -> {
            started.countDown();
            return awaitQuietly(release);
        }));
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();

        assertThatExceptionOfType(VerifierOverloadedException.class)
                .isThrownBy(() -> permits.toVerify(OTHER, 1, () -> "never"))
                .withMessageContaining("PT0.001S");

        release.countDown();
        assertThat(running.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(permits.toVerify(OTHER, 1, () -> "now")).isEqualTo("now");
        assertThat(permits.idsInTurn()).isZero();
    }

    @Test
    void a_computation_that_throws_gives_its_turn_and_its_permit_back() {
        HashingPermits permits = permits(1, Duration.ZERO);

        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(OutOfMemoryError.class)
                    .isThrownBy(() -> permits.toVerify(ONE, 1, () -> {
                        throw new OutOfMemoryError("injected");
                    }));
        }

        assertThat(permits.toVerify(ONE, 1, () -> "done")).isEqualTo("done");
    }

    @Test
    void a_caller_that_is_interrupted_stays_interrupted() {
        HashingPermits permits = permits(1, Duration.ofSeconds(20));

        Thread.currentThread().interrupt();

        assertThatExceptionOfType(VerifierOverloadedException.class)
                .isThrownBy(() -> permits.toVerify(ONE, 1, () -> "never"));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void what_would_have_to_wait_is_not_computed_without_waiting() throws Exception {
        HashingPermits permits = permits(2, Duration.ofSeconds(20));
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Future<Boolean> running = executor.submit(() -> permits.toVerify(ONE, 1, () -> {
            started.countDown();
            return awaitQuietly(release);
        }));
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();

        assertThatExceptionOfType(VerifierOverloadedException.class)
                .as("another computation of the same id")
                .isThrownBy(() -> permits.withoutWaiting(ONE, 1, () -> "never"))
                .withMessageContaining("PT0S");
        assertThat(permits.withoutWaiting(OTHER, 998, () -> "now"))
                .as("another id")
                .isEqualTo("now");
        assertThatExceptionOfType(VerifierOverloadedException.class)
                .as("more memory than is free")
                .isThrownBy(() -> permits.withoutWaiting(OTHER, 999, () -> "never"));

        release.countDown();
        assertThat(running.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(permits.idsInTurn()).isZero();
    }

    @Test
    void a_flood_of_verifications_does_not_stop_issuing() throws Exception {
        HashingPermits permits = permits(1, Duration.ZERO);
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Future<Boolean> running = executor.submit(() -> permits.toVerify(ONE, 1, () -> {
            started.countDown();
            return awaitQuietly(release);
        }));
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();

        assertThat(permits.toIssue(() -> "issued")).isEqualTo("issued");

        release.countDown();
        assertThat(running.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_hasher_that_does_not_fit_an_eighth_of_the_heap_is_refused_with_what_to_change() {
        long mebibyte = 1 << 20;

        assertThatIllegalStateException()
                .isThrownBy(() -> HashingPermits.within(150 * mebibyte, 1, 19 * mebibyte, Duration.ZERO))
                .withMessageContaining("19 MiB for one hash")
                .withMessageContaining("18.7 MiB, an eighth of the heap of 150 MiB")
                .withMessageContaining("-Xmx162m")
                .withMessageContaining("Argon2Parameters.light()");
        assertThat(HashingPermits.within(152 * mebibyte, 1, 19 * mebibyte, Duration.ZERO)
                        .share())
                .isEqualTo(19 * mebibyte);
    }

    private static boolean awaitQuietly(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }
}
