package dev.latchkey.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.TokenEventListener;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.TokenEvent;
import dev.latchkey.token.TokenEvent.Changed;
import dev.latchkey.token.TokenEvent.FirstVerified;
import dev.latchkey.token.TokenEvent.InsufficientScope;
import dev.latchkey.token.TokenEvent.Leaked;
import dev.latchkey.token.TokenEvent.Rejected;
import dev.latchkey.token.TokenEvent.Reused;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TrailEntry.Act;
import dev.latchkey.token.TrailEntry.Action;
import dev.latchkey.token.TrailEntry.Effect;
import dev.latchkey.token.TrailEntry.Subject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The queue between those who cause events and the listener. Its thread waits in the listener while a test fills it. */
class EventQueueTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final Subject SUBJECT = new Subject(TokenId.of(1, 1), "workspaces/acme");
    private static final TokenEvent FIRST = new Leaked(NOW, SUBJECT, "first");
    private static final TokenEvent FIRST_VERIFIED = new FirstVerified(NOW, SUBJECT);
    private static final TokenEvent REUSED = new Reused(NOW, SUBJECT, TokenId.of(1, 2));
    private static final TokenEvent INSUFFICIENT =
            new InsufficientScope(NOW, SUBJECT, ScopeSet.parse("workspace:write"), ScopeSet.of());
    private static final int CAPACITY = 10;
    private static final int MUCH = 1_000;
    private static final long LONG = Duration.ofMinutes(1).toNanos();

    private final Queue<TokenEvent> received = new ConcurrentLinkedQueue<>();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicReference<Thread> caller = new AtomicReference<>();

    private static TokenEvent leaked(int number) {
        return new Leaked(NOW, SUBJECT, "number " + number);
    }

    private static TokenEvent changed(int characters) {
        return new Changed(
                SUBJECT, new Act(NOW, "admin", Action.NARROWED, null), new Effect("x".repeat(characters), null));
    }

    private static void offer(EventQueue queue, TokenEvent event, int times) {
        IntStream.range(0, times).forEach(i -> queue.offer(event));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).as("a minute is over").isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits in the first event. */
    private void receive(TokenEvent event) {
        caller.set(Thread.currentThread());
        if (event.equals(FIRST)) {
            entered.countDown();
            await(release);
        }
        received.add(event);
    }

    private EventQueue full(int capacity) {
        EventQueue queue = new EventQueue(this::receive, capacity, CLOCK);
        queue.offer(FIRST);
        await(entered);
        return queue;
    }

    private List<TokenEvent> end(EventQueue queue) {
        queue.stop();
        release.countDown();
        queue.awaitEnd(LONG);
        return List.copyOf(received);
    }

    @AfterEach
    void letTheListenerGo() {
        release.countDown();
    }

    @Test
    void events_are_handed_over_in_order_by_a_daemon_of_that_name() {
        EventQueue queue = full(CAPACITY);
        queue.offer(leaked(1));
        queue.offer(leaked(2));
        assertThat(queue.waiting()).isEqualTo(2);

        assertThat(end(queue)).containsExactly(FIRST, leaked(1), leaked(2));
        assertThat(queue.waiting()).isZero();
        assertThat(queue.delivered()).isEqualTo(3);
        assertThat(queue.dropped()).isZero();
        assertThat(caller.get()).returns("latchkey-events", Thread::getName).returns(true, Thread::isDaemon);
        assertThat(caller.get().isAlive()).isFalse();
    }

    @Test
    void what_clients_cause_takes_half_of_the_room_and_the_rest_is_dropped() {
        EventQueue queue = full(CAPACITY);
        offer(queue, FIRST_VERIFIED, CAPACITY / 2);
        assertThat(queue.dropped()).isZero();

        queue.offer(FIRST_VERIFIED);
        assertThat(queue.dropped()).isOne();
        queue.offer(INSUFFICIENT);
        assertThat(queue.dropped()).isEqualTo(2);
        assertThat(queue.admitsRejection()).isFalse();

        offer(queue, leaked(1), CAPACITY / 2);
        assertThat(queue.dropped()).isEqualTo(2);
        queue.offer(leaked(2));
        assertThat(queue.dropped()).isEqualTo(3);
        assertThat(end(queue)).hasSize(1 + CAPACITY);
    }

    @Test
    void a_long_change_takes_the_room_of_several_events() {
        EventQueue queue = full(CAPACITY);
        queue.offer(changed(1_023));
        assertThat(queue.waiting()).isOne();
        queue.offer(changed(2 * 1_024));
        assertThat(queue.waiting()).isEqualTo(4);

        assertThat(end(queue)).hasSize(3);
        assertThat(queue.waiting()).isZero();
    }

    /** It would never be handed over otherwise. */
    @Test
    void a_change_that_is_longer_than_the_room_is_taken_if_nothing_waits() {
        EventQueue queue = full(CAPACITY);
        queue.offer(changed(CAPACITY * 1_024));
        queue.offer(leaked(1));
        assertThat(queue.dropped()).isOne();

        assertThat(end(queue)).hasSize(2);
    }

    @Test
    void a_client_causes_at_most_a_hundred_events_of_a_kind_in_a_second_and_the_reused_are_counted() {
        EventQueue queue = full(MUCH);
        offer(queue, INSUFFICIENT, FloodGate.EACH_SECOND);
        assertThat(queue.dropped()).isZero();
        queue.offer(INSUFFICIENT);
        assertThat(queue.dropped()).isOne();

        offer(queue, REUSED, FloodGate.EACH_SECOND + 3);

        List<TokenEvent> all = end(queue);
        assertThat(all).filteredOn(INSUFFICIENT::equals).hasSize(FloodGate.EACH_SECOND);
        assertThat(all).filteredOn(REUSED::equals).hasSize(FloodGate.EACH_SECOND);
        assertThat(all)
                .filteredOn(Rejected.class::isInstance)
                .containsExactly(new Rejected(NOW, RejectionReason.REUSED, null, 3));
        assertThat(queue.dropped()).isOne();
    }

    @Test
    void rejections_that_are_not_reported_by_themselves_are_counted_by_reason() {
        EventQueue queue = full(MUCH);
        IntStream.range(0, FloodGate.EACH_SECOND)
                .forEach(i -> assertThat(queue.admitsRejection()).isTrue());
        assertThat(queue.admitsRejection()).isFalse();
        queue.count(RejectionReason.UNKNOWN);
        queue.count(RejectionReason.UNKNOWN);

        assertThat(end(queue)).containsExactly(FIRST, new Rejected(NOW, RejectionReason.UNKNOWN, null, 2));
    }

    @Test
    void a_rejection_for_which_there_is_no_room_is_counted_with_the_others() {
        EventQueue queue = full(2);
        queue.offer(new Rejected(NOW, RejectionReason.EXPIRED, SUBJECT, 1));
        queue.offer(new Rejected(NOW, RejectionReason.EXPIRED, SUBJECT, 1));

        assertThat(end(queue))
                .containsExactlyInAnyOrder(
                        FIRST,
                        new Rejected(NOW, RejectionReason.EXPIRED, SUBJECT, 1),
                        new Rejected(NOW, RejectionReason.EXPIRED, null, 1));
        assertThat(queue.dropped()).isZero();
    }

    /** Without a stop, and with nothing else to hand over. */
    @Test
    void a_count_is_handed_over_when_it_is_due() {
        CountDownLatch counted = new CountDownLatch(1);
        EventQueue queue = new EventQueue(event -> counted.countDown(), CAPACITY, CLOCK);
        queue.count(RejectionReason.UNKNOWN);

        await(counted);
        queue.stop();
        queue.awaitEnd(LONG);
    }

    @Test
    void nothing_is_taken_after_the_stop() {
        EventQueue queue = full(CAPACITY);
        queue.stop();
        queue.offer(leaked(1));
        queue.count(RejectionReason.UNKNOWN);

        assertThat(queue.dropped()).isEqualTo(2);
        assertThat(queue.admitsRejection()).isFalse();
        assertThat(end(queue)).containsExactly(FIRST);
    }

    @Test
    void who_waits_for_a_listener_that_does_not_return_goes_on_and_the_rest_is_dropped() {
        EventQueue queue = full(CAPACITY);
        queue.offer(leaked(1));
        queue.offer(leaked(2));
        queue.stop();

        queue.awaitEnd(1);

        assertThat(queue.dropped()).isEqualTo(2);
        assertThat(queue.waiting()).isZero();
        assertThat(end(queue)).containsExactly(FIRST);
    }

    @Test
    void an_interrupted_thread_stops_waiting_and_stays_interrupted() {
        EventQueue queue = full(CAPACITY);
        queue.stop();
        Thread.currentThread().interrupt();

        queue.awaitEnd(LONG);

        assertThat(Thread.interrupted()).isTrue();
    }

    /** A host may close the library in its listener. */
    @Test
    void the_listener_itself_does_not_wait_for_its_own_end() {
        AtomicReference<EventQueue> itself = new AtomicReference<>();
        TokenEventListener closing = event -> {
            await(entered);
            itself.get().stop();
            itself.get().awaitEnd(LONG);
            received.add(event);
        };
        EventQueue queue = new EventQueue(closing, CAPACITY, CLOCK);
        itself.set(queue);
        queue.offer(leaked(1));
        queue.offer(leaked(2));
        entered.countDown();
        queue.awaitEnd(LONG);

        assertThat(received).containsExactly(leaked(1), leaked(2));
    }

    @Test
    void a_listener_that_fails_or_leaves_the_thread_interrupted_gets_the_next_event() {
        CountDownLatch second = new CountDownLatch(1);
        EventQueue queue = new EventQueue(
                event -> {
                    if (event.equals(FIRST)) {
                        Thread.currentThread().interrupt();
                        throw new AssertionError("a listener that fails");
                    }
                    second.countDown();
                },
                CAPACITY,
                CLOCK);
        queue.offer(FIRST);
        queue.offer(leaked(1));
        await(second);
        queue.stop();
        queue.awaitEnd(LONG);

        assertThat(queue.failed()).isOne();
        assertThat(queue.delivered()).isOne();
    }
}
