package dev.latchkey.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.DelegatingStore;
import dev.latchkey.FakeStore;
import dev.latchkey.lease.Heartbeats.Times;
import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.port.Write;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who writes heartbeats and when, and what a node does without them; in a time that the tests let pass. */
class HeartbeatsTest {

    private static final Logger LOGGER = Logger.getLogger("dev.latchkey");

    private static final TokenId ID = TokenId.of(1, 1);
    private static final Duration BOUND = Duration.ofSeconds(8);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration NO_WAIT = Duration.ZERO;
    private static final Duration PATIENT = Duration.ofSeconds(60);

    private final Time time = new Time();
    private final LeaseClock clock =
            new LeaseClock(() -> Instant.ofEpochMilli(time.nanos / 1_000_000), () -> time.nanos);
    private final Primary primary = new Primary(new FakeStore(clock.wall()));
    private final List<Node> nodes = new ArrayList<>();
    private final Random random = new Random(20261130);

    @BeforeEach
    void beQuiet() {
        LOGGER.setLevel(Level.OFF);
    }

    @AfterEach
    void close() {
        nodes.forEach(Node::close);
        LOGGER.setLevel(null);
    }

    /** Tasks that are due run when the time passes, in its order. */
    private static final class Time {
        private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(Task::at));
        long nanos = -5_000_000_000L;

        record Task(long at, Runnable work) {}

        void after(long rest, Runnable work) {
            tasks.add(new Task(nanos + rest, work));
        }

        void pass(Duration rest) {
            long end = nanos + rest.toNanos();
            while (!tasks.isEmpty() && tasks.peek().at() <= end) {
                Task next = tasks.poll();
                nanos = Math.max(nanos, next.at());
                next.work().run();
            }
            nanos = end;
        }
    }

    /** A store that can refuse writes, as a primary does that was replaced. */
    private static final class Primary extends DelegatingStore {
        private final FakeStore store;
        volatile boolean replaced;
        int marks;
        int refused;

        Primary(FakeStore store) {
            super(store);
            this.store = store;
        }

        @Override
        public boolean write(List<Write> writes) {
            if (replaced) {
                throw new TokenStoreException("no standby acknowledges the write");
            }
            boolean written = store.write(writes);
            marks += written ? 1 : 0;
            refused += written ? 0 : 1;
            return written;
        }
    }

    /** A node that polls. */
    private final class Node {
        final LeasedRecords<TokenId> records = new LeasedRecords<>(10, clock);
        final TokenSource<TokenId> source =
                Finding.by(new RecordLoader<>(records, new SingleReads<>((id, notBefore) -> id), 4, PATIENT));
        final Heartbeats heartbeats;
        final FeedFollower follower;
        boolean stopped;
        int leaseless;

        Node(Duration phase) {
            Heartbeats.Timer timer = new Heartbeats.Timer() {
                @Override
                public void runAfter(long nanos, Runnable task) {
                    time.after(nanos, () -> {
                        if (!stopped) {
                            task.run();
                        }
                    });
                }

                @Override
                public void end(long nanos) {}
            };
            this.heartbeats =
                    new Heartbeats(primary, primary.store, clock, new Times(BOUND, NO_WAIT), timer, random::nextDouble);
            this.follower = new FeedFollower(primary.store, records, end -> BOUND, POLL).requiring(heartbeats);
            nodes.add(this);
            time.after(phase.toNanos(), this::poll);
        }

        private void poll() {
            if (!stopped) {
                follower.follow();
                time.after(POLL.toNanos(), this::poll);
            }
        }

        boolean hasLease() {
            source.find(ID);
            return records.held(ID) != null;
        }

        void close() {
            stopped = true;
            follower.close();
            heartbeats.close();
        }
    }

    private void start(int count) {
        for (int i = 0; i < count; i++) {
            new Node(Duration.ofMillis(random.nextInt(1_000)));
        }
    }

    /** {@return how often a running node was seen without a lease, every 50 ms of that time} */
    private int leaselessWithin(Duration rest) {
        int leaseless = 0;
        for (long step = 0; step < rest.toMillis(); step += 50) {
            time.pass(Duration.ofMillis(50));
            for (Node node : nodes) {
                leaseless += node.stopped || node.hasLease() ? 0 : 1;
            }
        }
        return leaseless;
    }

    private Node writer() {
        long[] before =
                nodes.stream().mapToLong(node -> node.heartbeats.written()).toArray();
        time.pass(BOUND);
        for (int i = 0; i < before.length; i++) {
            if (nodes.get(i).heartbeats.written() > before[i]) {
                return nodes.get(i);
            }
        }
        throw new AssertionError("no node writes");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 20})
    void a_fleet_of_any_size_writes_one_heartbeat_each_quarter_of_the_bound(int size) {
        start(size);
        time.pass(BOUND);
        int before = primary.marks;

        int leaseless = leaselessWithin(BOUND.multipliedBy(10));

        assertThat(leaseless).isZero();
        assertThat(primary.marks - before).isBetween(39, 42);
    }

    @Test
    void a_node_has_its_first_lease_after_two_or_three_polls() {
        start(1);

        time.pass(POLL.multipliedBy(4));

        assertThat(nodes.get(0).hasLease()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 20})
    void no_lease_ends_when_the_writer_dies(int size) {
        start(size);
        time.pass(BOUND.multipliedBy(2));
        int leaseless = 0;

        for (int i = 1; i < size; i++) {
            writer().close();
            leaseless += leaselessWithin(BOUND.multipliedBy(2));
        }

        assertThat(leaseless).isZero();
    }

    @Test
    void nodes_whose_polls_coincide_write_one_heartbeat() {
        for (int i = 0; i < 20; i++) {
            new Node(Duration.ZERO);
        }
        time.pass(BOUND.multipliedBy(4));

        int before = primary.marks;
        time.pass(BOUND);

        assertThat(primary.marks - before).isBetween(3, 5);
        assertThat(primary.refused).isLessThan(20);
    }

    @Test
    void a_feed_that_grows_by_itself_needs_no_heartbeat() {
        start(3);
        time.pass(BOUND.multipliedBy(2));
        int before = primary.marks;
        int leaseless = 0;

        for (int i = 0; i < 100; i++) {
            primary.store.write(List.of(new Write.Mark(primary.store.position())));
            leaseless += leaselessWithin(Duration.ofMillis(400));
        }

        assertThat(primary.marks - before).isLessThanOrEqualTo(1);
        assertThat(leaseless).isZero();
    }

    @Test
    void every_lease_ends_within_the_bound_when_the_primary_was_replaced() {
        start(3);
        time.pass(BOUND.multipliedBy(2));

        primary.replaced = true;
        time.pass(BOUND);

        assertThat(nodes).noneMatch(Node::hasLease);
        assertThat(leaselessWithin(BOUND.multipliedBy(3))).isEqualTo(3 * 3 * 160);
        primary.replaced = false;
        time.pass(BOUND.multipliedBy(3));
        assertThat(nodes).allMatch(Node::hasLease);
    }

    @Test
    void a_replaced_primary_is_tried_about_once_within_the_bound() {
        start(1);
        time.pass(BOUND);
        primary.replaced = true;

        time.pass(BOUND.multipliedBy(100));

        assertThat(nodes.get(0).heartbeats.failures()).isBetween(50L, 250L);
    }

    /** The standby had acknowledged it before it was promoted; the old primary stood still, and shows it when it continues. */
    @Test
    void an_entry_that_becomes_visible_after_the_promotion_renews_no_lease() {
        start(1);
        time.pass(BOUND.multipliedBy(2));
        Node node = nodes.get(0);
        node.stopped = true;
        primary.replaced = true;
        time.pass(BOUND.multipliedBy(2));

        primary.store.write(List.of(new Write.Mark(primary.store.position())));
        node.follower.follow();

        assertThat(node.hasLease()).isFalse();
    }

    @Test
    void after_a_gap_there_is_no_lease_until_the_feed_grew_twice() {
        start(1);
        time.pass(BOUND.multipliedBy(2));
        Node node = nodes.get(0);
        node.stopped = true;
        primary.store.write(List.of(new Write.Mark(primary.store.position())));
        primary.store.write(List.of(new Write.Mark(primary.store.position())));
        primary.store.trim(Instant.parse("2999-01-01T00:00:00Z"), 1_000);
        assertThat(node.hasLease()).isTrue();

        node.follower.follow();
        assertThat(node.hasLease()).isFalse();

        primary.store.write(List.of(new Write.Mark(primary.store.position())));
        node.follower.follow();
        assertThat(node.hasLease()).isFalse();
        primary.store.write(List.of(new Write.Mark(primary.store.position())));
        node.follower.follow();
        assertThat(node.hasLease()).isTrue();
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("60 seconds are over").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Tasks wait until the test runs them. */
    private static final class Queued implements Heartbeats.Timer {
        final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
        boolean ended;

        @Override
        public synchronized void runAfter(long nanos, Runnable task) {
            if (ended) {
                throw new RejectedExecutionException("ended");
            }
            tasks.add(task);
        }

        synchronized int waiting() {
            return tasks.size();
        }

        void run() {
            until(() -> waiting() > 0);
            Runnable next;
            synchronized (this) {
                next = tasks.remove();
            }
            next.run();
        }

        @Override
        public synchronized void end(long nanos) {
            ended = true;
        }
    }

    private final Queued queued = new Queued();
    private final Heartbeats alone = heartbeats(primary.store, PATIENT);

    private Heartbeats heartbeats(ChangeFeed feed, Duration maximumWait) {
        return new Heartbeats(primary, feed, clock, new Times(BOUND, maximumWait), queued, () -> 0.5);
    }

    private static CompletableFuture<FeedPosition> begun(Heartbeats heartbeats) {
        return begun(heartbeats::require);
    }

    private static CompletableFuture<FeedPosition> begun(Supplier<FeedPosition> call) {
        CompletableFuture<FeedPosition> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(call.get());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    private @Nullable Throwable failure(CompletableFuture<FeedPosition> future) {
        return future.handle((position, e) -> e).orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Test
    void callers_without_a_lease_share_one_heartbeat() {
        List<CompletableFuture<FeedPosition>> callers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            callers.add(begun(alone));
        }

        queued.run();

        assertThat(callers)
                .allSatisfy(caller -> assertThat(
                                caller.orTimeout(60, TimeUnit.SECONDS).join())
                        .isEqualTo(primary.store.position()));
        assertThat(primary.marks).isEqualTo(1);
        assertThat(alone.written()).isEqualTo(1);
    }

    @Test
    void a_heartbeat_counts_for_the_bound_from_before_it_was_written() {
        CompletableFuture<FeedPosition> first = begun(alone);
        queued.run();
        first.orTimeout(60, TimeUnit.SECONDS).join();

        time.pass(BOUND.minusMillis(1));
        assertThat(alone.require()).isEqualTo(primary.store.position());
        time.pass(Duration.ofMillis(1));
        CompletableFuture<FeedPosition> second = begun(alone);
        queued.run();

        second.orTimeout(60, TimeUnit.SECONDS).join();
        assertThat(primary.marks).isEqualTo(2);
    }

    @Test
    void a_caller_gets_no_answer_if_the_store_refuses_the_heartbeat() {
        primary.replaced = true;
        CompletableFuture<FeedPosition> caller = begun(alone);

        queued.run();

        assertThat(failure(caller)).isInstanceOf(TokenStoreException.class).hasMessageContaining("heartbeat");
        assertThat(alone.failures()).isEqualTo(1);
        primary.replaced = false;
        CompletableFuture<FeedPosition> next = begun(alone);
        queued.run();
        assertThat(next.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo(primary.store.position());
    }

    @Test
    void a_caller_waits_for_a_heartbeat_that_hangs_no_longer_than_allowed() {
        Heartbeats impatient = heartbeats(primary.store, NO_WAIT);

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(impatient::require);
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(impatient::require);
        assertThat(queued.waiting()).as("the second waits for the first one's").isEqualTo(1);
    }

    @Test
    void a_caller_that_comes_late_to_a_heartbeat_that_hangs_does_not_wait_again() {
        long now = System.nanoTime();
        HeartbeatDemand hanging = new HeartbeatDemand(now - TimeUnit.HOURS.toNanos(2));

        CompletableFuture<FeedPosition> late =
                begun(() -> hanging.await(now, TimeUnit.HOURS.toNanos(1)).position());

        assertThat(failure(late)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void an_interrupted_caller_stays_interrupted() throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                alone.require();
                interrupted.complete(false);
            } catch (UnavailableException e) {
                interrupted.complete(Thread.currentThread().isInterrupted());
            }
        });
        waiting.start();
        until(() -> queued.waiting() == 1);

        waiting.interrupt();

        assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_heartbeat_that_lost_a_race_is_tried_again() {
        ArrayDeque<Supplier<FeedPosition>> positions = new ArrayDeque<>(List.of(() -> {
            FeedPosition before = primary.store.position();
            primary.store.write(List.of(new Write.Mark(before)));
            return before;
        }));
        CompletableFuture<FeedPosition> caller = begun(heartbeats(feedShowing(positions), PATIENT));

        queued.run();

        assertThat(caller.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo(primary.store.position());
        assertThat(primary.refused).isEqualTo(1);
        assertThat(primary.marks).isEqualTo(1);
    }

    /** Of an address that fails over, one connection may lead to the old primary and another one to the new. */
    @Test
    void a_heartbeat_that_the_feed_does_not_show_proves_nothing() {
        FeedPosition old = primary.store.position();
        CompletableFuture<FeedPosition> caller =
                begun(heartbeats(feedShowing(new ArrayDeque<>(List.of(() -> old, () -> old))), PATIENT));

        queued.run();

        assertThat(failure(caller)).hasStackTraceContaining("does not show a heartbeat");
    }

    private ChangeFeed feedShowing(ArrayDeque<Supplier<FeedPosition>> positions) {
        return new ChangeFeed() {
            @Override
            public Changes changesSince(@Nullable FeedPosition position, int limit) {
                return position == null && !positions.isEmpty()
                        ? Changes.end(positions.remove().get())
                        : primary.store.changesSince(position, limit);
            }

            @Override
            public int trim(Instant before, int limit) {
                return 0;
            }
        };
    }

    @Test
    void closed_heartbeats_are_not_written() {
        alone.close();

        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(alone::require)
                .withMessageContaining("closed");
        assertThat(primary.marks).isZero();
    }

    @Test
    void the_thread_of_heartbeats_writes_and_ends_with_them() {
        Heartbeats threaded = new Heartbeats(primary, primary.store, clock, new Times(BOUND, PATIENT));

        assertThat(threaded.require()).isEqualTo(primary.store.position());
        assertThat(threads()).isEqualTo(1);
        threaded.close();

        until(() -> threads() == 0);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("latchkey-heartbeat"))
                .count();
    }
}
