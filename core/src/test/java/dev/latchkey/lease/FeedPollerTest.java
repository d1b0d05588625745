package dev.latchkey.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.TokenId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedPollerTest {

    private static final Duration INTERVAL = Duration.ofMillis(250);
    private static final Duration BOUND = INTERVAL.multipliedBy(4);
    private static final TokenId ID = TokenId.of(1, 1);
    private static final FeedPosition START = new FeedPosition("0.7");

    private final LeaseClock clock = new LeaseClock(InstantSource.system(), System::nanoTime);
    private final LeasedRecords<TokenId> records = new LeasedRecords<>(10, clock);
    private final TokenSource<TokenId> source = Finding.by(
            new RecordLoader<>(records, new SingleReads<>((id, notBefore) -> id), 4, Duration.ofSeconds(60)));
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("60 seconds are over").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private FeedFollower follower(Supplier<Changes> changes) {
        ChangeFeed feed = new ChangeFeed() {

            @Override
            public Changes changesSince(@Nullable FeedPosition position, int limit) {
                return position == null ? Changes.end(START) : changes.get();
            }

            @Override
            public int trim(Instant before, int limit) {
                return 0;
            }
        };
        return new FeedFollower(feed, records, end -> BOUND, INTERVAL);
    }

    private FeedPoller started(FeedPoller poller) {
        opened.add(poller);
        return poller;
    }

    private static Changes quiet() {
        return new Changes(Set.of(), false, START, true, false);
    }

    /** A clock that moves only while the poller waits, and as far as the test lets it. */
    private static final class SteppedPace implements FeedPoller.Pace {

        final AtomicLong nanos;
        final AtomicLong parked = new AtomicLong();
        final AtomicInteger waits = new AtomicInteger();
        private final Semaphore steps = new Semaphore(0);

        SteppedPace(long start) {
            this.nanos = new AtomicLong(start);
        }

        @Override
        public long nanoTime() {
            return nanos.get();
        }

        @Override
        public void park(long rest) {
            waits.incrementAndGet();
            steps.acquireUninterruptibly();
            parked.addAndGet(rest);
            nanos.addAndGet(rest);
        }

        /** Lets the poller wait once for as long as it wants to, and returns when it waits again. */
        void step() {
            int before = waits.get();
            until(() -> waits.get() > 0);
            steps.release();
            until(() -> waits.get() > Math.max(before, 1));
        }

        void end() {
            steps.release(1_000_000);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1_000_000_000_000L, Long.MAX_VALUE - 600_000_000, Long.MIN_VALUE})
    void polls_begin_an_interval_apart_wherever_the_clock_starts(long start) {
        SteppedPace pace = new SteppedPace(start);
        FeedPoller poller = started(new FeedPoller(follower(FeedPollerTest::quiet), INTERVAL, pace));
        opened.add(0, pace::end);

        for (int i = 0; i < 8; i++) {
            pace.step();
        }

        assertThat(poller.polls()).isEqualTo(9);
        assertThat(pace.nanos.get() - start).isEqualTo(INTERVAL.toNanos() * 8);
    }

    @Test
    void second_polls_of_nodes_that_start_together_are_spread() {
        SteppedPace pace = new SteppedPace(0);
        FeedPoller poller = started(new FeedPoller(follower(FeedPollerTest::quiet), INTERVAL, pace, 0.25));
        opened.add(0, pace::end);

        pace.step();
        assertThat(pace.nanos).hasValue(INTERVAL.toNanos() / 4);
        pace.step();
        pace.step();

        assertThat(pace.nanos).hasValue(INTERVAL.toNanos() / 4 + 2 * INTERVAL.toNanos());
        assertThat(poller.polls()).isEqualTo(4);
    }

    @Test
    void a_poll_that_hangs_is_repeated_and_does_not_cost_the_lease() {
        CountDownLatch hung = new CountDownLatch(1);
        AtomicInteger reads = new AtomicInteger();
        FeedPoller poller = started(new FeedPoller(
                follower(() -> {
                    if (reads.incrementAndGet() == 1) {
                        awaitQuietly(hung);
                    }
                    return quiet();
                }),
                INTERVAL));
        opened.add(0, hung::countDown);

        until(() -> poller.polls() > 3);

        assertThat(hung.getCount()).as("the first read hangs still").isEqualTo(1);
        assertThat(poller.failures()).isPositive();
        until(() -> {
            source.find(ID);
            return records.held(ID) != null;
        });
    }

    @Test
    void a_feed_that_hangs_for_ever_costs_a_few_threads_and_closes_at_once() {
        CountDownLatch hung = new CountDownLatch(1);
        AtomicInteger reads = new AtomicInteger();
        FeedPoller poller = started(new FeedPoller(
                follower(() -> {
                    reads.incrementAndGet();
                    awaitQuietly(hung);
                    return quiet();
                }),
                Duration.ofMillis(10)));

        until(() -> poller.failures() > FeedReads.AT_ONCE + 2);

        assertThat(reads).hasValue(FeedReads.AT_ONCE);
        hung.countDown();
        until(() -> poller.polls() > 1);
    }

    @Test
    void a_late_answer_is_used_with_the_lease_of_its_own_query() {
        CountDownLatch late = new CountDownLatch(1);
        AtomicInteger reads = new AtomicInteger();
        FeedPoller poller = started(new FeedPoller(
                follower(() -> {
                    reads.incrementAndGet();
                    awaitQuietly(late);
                    return new Changes(Set.of(ID), false, new FeedPosition("1.1"), true, false);
                }),
                INTERVAL));
        until(() -> reads.get() == 2);
        Duration age = records.leaseAge().orElseThrow();

        late.countDown();

        until(() -> poller.polls() > 1);
        assertThat(age).isGreaterThan(Duration.ZERO);
    }

    @Test
    void whatever_is_thrown_the_next_poll_is_tried() {
        List<Throwable> thrown = List.of(
                new TokenStoreException("down"),
                new Exception("checked"),
                new StackOverflowError(),
                new InterruptedException(),
                new Throwable("bare"));
        AtomicInteger reads = new AtomicInteger();
        FeedPoller poller = started(new FeedPoller(
                follower(() -> {
                    int read = reads.getAndIncrement();
                    if (read < thrown.size()) {
                        FeedPollerTest.<RuntimeException>sneak(thrown.get(read));
                    }
                    return quiet();
                }),
                Duration.ofMillis(10)));

        until(() -> poller.polls() > 2);

        assertThat(poller.failures()).isGreaterThanOrEqualTo(thrown.size());
    }

    @SuppressWarnings("unchecked")
    static <T extends Throwable> void sneak(Throwable any) throws T {
        throw (T) any;
    }

    @Test
    void failures_that_come_and_go_are_logged_once_a_minute_and_at_their_end() {
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getLevel() + " " + (line.getThrown() != null));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("dev.latchkey");
        Level before = logger.getLevel();
        logger.setLevel(Level.INFO);
        logger.addHandler(handler);
        AtomicLong nanos =
                new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(30).toNanos());
        try {
            FeedOutage outage = new FeedOutage(nanos::get);
            for (int second = 0; second < 150; second++) {
                outage.failed(new TokenStoreException("down"));
                nanos.addAndGet(Duration.ofMillis(500).toNanos());
                outage.succeeded();
                nanos.addAndGet(Duration.ofMillis(500).toNanos());
            }
            assertThat(lines).containsExactly("WARNING true", "WARNING false", "WARNING false");

            for (int second = 0; second < 30; second++) {
                nanos.addAndGet(Duration.ofSeconds(1).toNanos());
                outage.succeeded();
            }
            assertThat(lines).hasSize(4).endsWith("INFO false");

            nanos.addAndGet(Duration.ofMinutes(5).toNanos());
            outage.failed(new TokenStoreException("down again"));
            assertThat(lines).hasSize(5).endsWith("WARNING true");
        } finally {
            logger.removeHandler(handler);
            logger.setLevel(before);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
