package dev.latchkey.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.UnavailableException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers that ask for records which are not cached. */
class RecordLoaderTest {

    private static final TokenId ID = TokenId.of(1, 2);
    private static final FeedPosition START = new FeedPosition("0.7");
    private static final Duration BOUND = Duration.ofSeconds(1);

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger reads = new AtomicInteger();
    private final LeaseClock clock = new LeaseClock(() -> Instant.EPOCH, nanos::get);
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private volatile @Nullable String stored = "first";
    private volatile Runnable duringRead = () -> {};
    private final LeasedRecords<String> records = new LeasedRecords<>(100, clock);
    private final SingleReads<String> reader = new SingleReads<>((id, notBefore) -> {
        reads.incrementAndGet();
        String read = stored;
        duringRead.run();
        return read;
    });
    private final TokenSource<String> source =
            Finding.by(new RecordLoader<>(records, reader, 4, Duration.ofSeconds(60)));

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private void renew() {
        records.advance(START);
        records.renew(clock.stamp(), BOUND);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void callers_of_one_id_wait_for_one_read_and_take_it_under_the_lease() throws Exception {
        renew();
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        duringRead = () -> {
            reading.countDown();
            awaitQuietly(release);
        };
        List<Future<String>> callers = new ArrayList<>();
        callers.add(executor.submit(() -> source.find(ID)));
        awaitQuietly(reading);
        nanos.addAndGet(1);
        for (int i = 0; i < 20; i++) {
            callers.add(executor.submit(() -> source.find(ID)));
        }

        release.countDown();

        for (Future<String> caller : callers) {
            assertThat(caller.get(20, TimeUnit.SECONDS)).isEqualTo("first");
        }
        assertThat(reads).hasValue(1);
    }

    @Test
    void without_a_lease_who_asked_after_a_read_began_does_not_take_what_it_gives() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        duringRead = () -> {
            reading.countDown();
            awaitQuietly(release);
        };
        Future<String> early = executor.submit(() -> source.find(ID));
        awaitQuietly(reading);
        stored = "second";
        nanos.addAndGet(1);
        Future<String> late = executor.submit(() -> source.find(ID));

        release.countDown();

        assertThat(early.get(20, TimeUnit.SECONDS)).isEqualTo("first");
        assertThat(late.get(20, TimeUnit.SECONDS)).isEqualTo("second");
    }

    @Test
    void a_read_that_fails_fails_for_all_who_wait_and_leaves_nothing_behind() {
        renew();
        duringRead = () -> {
            throw new TokenStoreException("down");
        };
        assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> source.find(ID));

        duringRead = () -> {};
        assertThat(source.find(ID)).isEqualTo("first");
    }

    /** {@return a thread that finds the record, once it waits for the load of another} */
    private Future<String> joining() throws InterruptedException {
        CompletableFuture<Thread> started = new CompletableFuture<>();
        Future<String> found = executor.submit(() -> {
            started.complete(Thread.currentThread());
            return source.find(ID);
        });
        Thread thread = started.join();
        while (thread.getState() != Thread.State.TIMED_WAITING && !found.isDone()) {
            Thread.onSpinWait();
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE})
    void a_caller_that_joins_a_load_older_than_its_question_reads_again(long start) throws Exception {
        nanos.set(start);
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        duringRead = () -> {
            reading.countDown();
            awaitQuietly(release);
        };
        Future<String> early = executor.submit(() -> source.find(ID));
        awaitQuietly(reading);
        stored = "second";
        nanos.addAndGet(1);
        Future<String> late = joining();

        release.countDown();

        assertThat(early.get(60, TimeUnit.SECONDS)).isEqualTo("first");
        assertThat(late.get(60, TimeUnit.SECONDS)).isEqualTo("second");
    }

    @ParameterizedTest
    @MethodSource
    void whatever_a_read_throws_the_callers_that_wait_get_an_answer(Throwable thrown) throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        duringRead = () -> {
            reading.countDown();
            awaitQuietly(release);
            FeedPollerTest.<RuntimeException>sneak(thrown);
        };
        Future<String> leading = executor.submit(() -> source.find(ID));
        awaitQuietly(reading);
        Future<String> waiting = joining();

        duringRead = () -> {};
        release.countDown();

        assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> leading.get(60, TimeUnit.SECONDS));
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> waiting.get(60, TimeUnit.SECONDS))
                .withCauseExactlyInstanceOf(TokenStoreException.class);
        assertThat(source.find(ID)).as("nothing is left behind").isEqualTo("first");
    }

    static Stream<Throwable> whatever_a_read_throws_the_callers_that_wait_get_an_answer() {
        return Stream.of(
                new TokenStoreException("down"),
                new IllegalStateException(),
                new Exception("checked"),
                new SocketTimeoutException(),
                new StackOverflowError(),
                new Throwable("bare"));
    }

    @Test
    void a_checked_exception_of_a_store_becomes_one_that_callers_expect() {
        duringRead = () -> FeedPollerTest.<RuntimeException>sneak(new Exception("checked"));

        assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> source.find(ID));
    }

    @Test
    void a_caller_whose_leader_is_interrupted_reads_by_itself() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        duringRead = () -> {
            reading.countDown();
            awaitQuietly(release);
            throw new TokenStoreException("interrupted", new InterruptedException());
        };
        Future<String> leading = executor.submit(() -> source.find(ID));
        awaitQuietly(reading);
        Future<String> waiting = joining();

        duringRead = () -> {};
        release.countDown();

        assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> leading.get(60, TimeUnit.SECONDS));
        assertThat(waiting.get(60, TimeUnit.SECONDS)).isEqualTo("first");
    }

    @Test
    void a_load_that_hangs_is_waited_for_no_longer_than_the_maximum() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        SingleReads<String> hanging = new SingleReads<>((id, notBefore) -> {
            reading.countDown();
            awaitQuietly(release);
            return "late";
        });
        RecordLoader<String> impatient = new RecordLoader<>(records, hanging, 4, Duration.ofMillis(20));
        Future<String> leading = executor.submit(() -> impatient.load(ID));
        awaitQuietly(reading);

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> impatient.load(ID));

        release.countDown();
        assertThat(leading.get(60, TimeUnit.SECONDS)).isEqualTo("late");
    }
}
