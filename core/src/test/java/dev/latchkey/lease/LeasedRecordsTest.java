package dev.latchkey.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.lease.LeasedRecords.Capacity;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.UnavailableException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

class LeasedRecordsTest {

    private static final TokenId ID = TokenId.of(1, 2);
    private static final Capacity CAPACITY = new Capacity(100, 4, Duration.ofSeconds(60));
    private static final FeedPosition START = new FeedPosition("0.7");
    private static final Duration BOUND = Duration.ofSeconds(1);

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final AtomicInteger reads = new AtomicInteger();
    private final LeaseClock clock = new LeaseClock(() -> Instant.ofEpochMilli(millis.get()), nanos::get);
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private volatile @Nullable String stored = "first";
    private volatile Runnable duringRead = () -> {};
    private volatile @Nullable FeedPosition asked;
    private final LeasedRecords<String> records =
            new LeasedRecords<>(CAPACITY, clock, new SingleReads<>((id, notBefore) -> {
                asked = notBefore;
                reads.incrementAndGet();
                String read = stored;
                duringRead.run();
                return read;
            }));

    private @Nullable LeasedRecords<String> racing;

    private LeasedRecords<String> self() {
        return Objects.requireNonNull(racing);
    }

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        millis.addAndGet(time.toMillis());
    }

    private void renew() {
        records.advance(START);
        records.renew(clock.stamp(), BOUND);
    }

    @Test
    void without_a_lease_every_call_reads() {
        records.find(ID);
        records.find(ID);

        assertThat(reads).hasValue(2);
        assertThat(records.held(ID)).isNull();
    }

    @Test
    void under_a_lease_a_record_is_read_once() {
        renew();

        for (int i = 0; i < 5; i++) {
            assertThat(records.find(ID)).isEqualTo("first");
        }

        assertThat(reads).hasValue(1);
        assertThat(records.hits()).isEqualTo(4);
        assertThat(records.loads()).isEqualTo(1);
    }

    @Test
    void a_load_under_the_lease_is_never_older_than_the_feed_s_position() {
        renew();
        records.find(ID);
        assertThat(asked).isEqualTo(START);

        FeedPosition later = new FeedPosition("9.9");
        records.advance(later);
        records.forget(ID);

        records.find(ID);
        assertThat(asked).isEqualTo(later);
    }

    @Test
    void a_load_without_a_lease_reads_all_that_is_committed_and_is_not_held() {
        renew();
        pass(BOUND);

        records.find(ID);
        assertThat(asked).isNull();

        renew();
        assertThat(records.held(ID)).as("nothing says what is still to be told").isNull();
    }

    /** A poll may take so long that the lease ends and a later load sees a revocation that the poll could not see. */
    @Test
    void what_was_read_without_a_lease_is_not_undone_by_a_lease_from_an_older_query() {
        renew();
        assertThat(records.find(ID)).isEqualTo("first");
        pass(BOUND.minusMillis(10));
        LeaseClock.Stamp slowPoll = clock.stamp();
        pass(Duration.ofMillis(10));

        stored = "revoked";
        assertThat(records.find(ID)).isEqualTo("revoked");
        records.renew(slowPoll, BOUND);

        assertThat(records.find(ID)).isEqualTo("revoked");
    }

    /** Told of an earlier change while it reads, a load reads on; another load may have filled the memory meanwhile. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_a_load_read_that_may_not_be_kept_is_not_undone_by_an_older_load(boolean everything) {
        AtomicInteger depth = new AtomicInteger();
        racing = new LeasedRecords<>(CAPACITY, clock, new SingleReads<>((id, notBefore) -> {
            if (depth.getAndIncrement() == 0) {
                if (everything) {
                    self().forgetAll();
                } else {
                    self().forget(id);
                }
                assertThat(self().find(id)).isEqualTo("first");
                stored = "revoked";
            }
            return stored;
        }));
        self().advance(START);
        self().renew(clock.stamp(), BOUND);

        assertThat(self().find(ID)).isEqualTo("revoked");
        assertThat(self().find(ID)).isEqualTo("revoked");
    }

    @Test
    void absence_is_not_held() {
        renew();
        stored = null;
        assertThat(records.find(ID)).isNull();

        stored = "issued";

        assertThat(records.find(ID)).isEqualTo("issued");
    }

    @Test
    void a_lease_ends_at_its_bound_by_either_clock_and_when_the_wall_clock_is_set_back() {
        renew();
        records.find(ID);

        pass(BOUND.minusMillis(1));
        assertThat(records.held(ID)).isEqualTo("first");
        pass(Duration.ofMillis(1));
        assertThat(records.held(ID)).isNull();

        renew();
        assertThat(records.held(ID)).isEqualTo("first");
        nanos.addAndGet(BOUND.toNanos());
        assertThat(records.held(ID)).as("only the monotonic clock").isNull();

        renew();
        millis.addAndGet(BOUND.toMillis());
        assertThat(records.held(ID))
                .as("only the wall clock: the machine slept")
                .isNull();

        renew();
        millis.addAndGet(-1);
        assertThat(records.held(ID)).as("the wall clock was set back").isNull();
    }

    @Test
    void what_is_forgotten_is_read_again() {
        renew();
        records.find(ID);
        stored = "second";

        records.forget(ID);
        assertThat(records.find(ID)).isEqualTo("second");

        stored = "third";
        records.forgetAll();
        assertThat(records.find(ID)).isEqualTo("third");
    }

    @Test
    void what_a_load_read_before_a_change_was_told_is_not_held() {
        renew();
        duringRead = () -> records.forget(ID);
        assertThat(records.find(ID)).isEqualTo("first");
        assertThat(records.held(ID)).isNull();

        duringRead = records::forgetAll;
        assertThat(records.find(ID)).isEqualTo("first");
        assertThat(records.held(ID)).isNull();
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
        callers.add(executor.submit(() -> records.find(ID)));
        awaitQuietly(reading);
        nanos.addAndGet(1);
        for (int i = 0; i < 20; i++) {
            callers.add(executor.submit(() -> records.find(ID)));
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
        Future<String> early = executor.submit(() -> records.find(ID));
        awaitQuietly(reading);
        stored = "second";
        nanos.addAndGet(1);
        Future<String> late = executor.submit(() -> records.find(ID));

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
        assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> records.find(ID));

        duringRead = () -> {};
        assertThat(records.find(ID)).isEqualTo("first");
    }

    /** {@return a thread that finds the record, once it waits for the load of another} */
    private Future<String> joining(LeasedRecords<String> of) throws InterruptedException {
        CompletableFuture<Thread> started = new CompletableFuture<>();
        Future<String> found = executor.submit(() -> {
            started.complete(Thread.currentThread());
            return of.find(ID);
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
        Future<String> early = executor.submit(() -> records.find(ID));
        awaitQuietly(reading);
        stored = "second";
        nanos.addAndGet(1);
        Future<String> late = joining(records);

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
        Future<String> leading = executor.submit(() -> records.find(ID));
        awaitQuietly(reading);
        Future<String> waiting = joining(records);

        duringRead = () -> {};
        release.countDown();

        assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> leading.get(60, TimeUnit.SECONDS));
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> waiting.get(60, TimeUnit.SECONDS))
                .withCauseExactlyInstanceOf(TokenStoreException.class);
        assertThat(records.find(ID)).as("nothing is left behind").isEqualTo("first");
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

        assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> records.find(ID));
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
        Future<String> leading = executor.submit(() -> records.find(ID));
        awaitQuietly(reading);
        Future<String> waiting = joining(records);

        duringRead = () -> {};
        release.countDown();

        assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> leading.get(60, TimeUnit.SECONDS));
        assertThat(waiting.get(60, TimeUnit.SECONDS)).isEqualTo("first");
    }

    @Test
    void a_load_that_hangs_is_waited_for_no_longer_than_the_maximum() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Capacity impatience = new Capacity(10, 4, Duration.ofMillis(20));
        LeasedRecords<String> impatient = new LeasedRecords<>(impatience, clock, new SingleReads<>((id, notBefore) -> {
            reading.countDown();
            awaitQuietly(release);
            return "late";
        }));
        Future<String> leading = executor.submit(() -> impatient.find(ID));
        awaitQuietly(reading);

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> impatient.find(ID));

        release.countDown();
        assertThat(leading.get(60, TimeUnit.SECONDS)).isEqualTo("late");
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1_000_000_000_000L, -1, 0, Long.MAX_VALUE - 500_000_000, Long.MAX_VALUE})
    void a_lease_ends_at_its_bound_wherever_the_monotonic_clock_starts(long start) {
        nanos.set(start);
        assertThat(records.find(ID)).isEqualTo("first");
        assertThat(records.held(ID)).as("no lease").isNull();

        renew();
        records.find(ID);
        nanos.addAndGet(BOUND.toNanos() - 1);
        assertThat(records.held(ID)).isEqualTo("first");
        assertThat(records.leaseAge()).contains(BOUND.minusNanos(1));
        nanos.addAndGet(1);
        assertThat(records.held(ID)).isNull();
    }

    @Test
    void after_it_was_closed_nothing_is_trusted_whatever_a_poll_says() {
        renew();
        records.find(ID);

        records.close();
        renew();

        assertThat(records.held(ID)).isNull();
        records.find(ID);
        assertThat(records.held(ID)).isNull();
    }

    @Test
    void no_more_are_held_than_were_asked_for() {
        renew();
        for (int i = 0; i < 10_000; i++) {
            records.find(TokenId.of(i, i));
        }

        assertThat(records.size()).isLessThanOrEqualTo(100);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
