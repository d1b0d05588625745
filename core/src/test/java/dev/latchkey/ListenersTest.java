package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.token.TokenEvent;
import dev.latchkey.token.TokenEvent.Changed;
import dev.latchkey.token.TokenEvent.FirstVerified;
import dev.latchkey.token.TokenId;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A listener that blocks, throws or interrupts itself harms neither requests nor other listeners. */
class ListenersTest {

    private final Service service = new Service();
    private final RecordedEvents events = new RecordedEvents();
    private final CountDownLatch called = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    private void block(TokenEvent event) {
        called.countDown();
        Service.await(released);
    }

    private static Statistics.Events counts(AccessTokens tokens) {
        return tokens.statistics().events();
    }

    @Test
    void requests_and_other_listeners_continue_while_a_listener_blocks() {
        AccessTokens tokens = service.tokens()
                .limits(Limits.standard().events(10))
                .listener(this::block)
                .listener(events)
                .build();
        IssuedToken issued = tokens.issuer().issue(Service.request());
        Service.await(called);

        for (int i = 0; i < 30; i++) {
            assertThat(tokens.verifier().verify(issued.reveal())).isInstanceOf(Verified.class);
            TokenId id = tokens.issuer().issue(Service.request()).id();
            events.await(event -> event instanceof Changed changed
                    && changed.subject().token().equals(id));
        }

        assertThat(counts(tokens).waiting()).isEqualTo(10);
        assertThat(counts(tokens).dropped()).isEqualTo(31 + 1 - 1 - 10);
        released.countDown();
        tokens.close();
        assertThat(counts(tokens)).isEqualTo(new Statistics.Events(11 + 32, 0, 21, 0));
    }

    @Test
    void what_clients_cause_leaves_room_for_changes() {
        AccessTokens tokens = service.tokens()
                .limits(Limits.standard().events(10))
                .listener(this::block)
                .build();
        IssuedToken[] issued = IntStream.range(0, 20)
                .mapToObj(i -> service.tokens().build().issuer().issue(Service.request()))
                .toArray(IssuedToken[]::new);
        tokens.verifier().verify(issued[0].reveal());
        Service.await(called);

        for (IssuedToken each : issued) {
            tokens.verifier().verify(each.reveal());
            tokens.verifier().verify(Service.forged(each.id()));
        }

        assertThat(counts(tokens).waiting()).isEqualTo(5);
        tokens.issuer().issue(Service.request());
        assertThat(counts(tokens).waiting()).isEqualTo(6);
        released.countDown();
        tokens.close();
    }

    @Test
    void change_with_long_values_takes_the_room_of_several() {
        AccessTokens tokens = service.tokens()
                .limits(Limits.standard().events(100))
                .listener(this::block)
                .build();
        tokens.issuer().issue(Service.request());
        Service.await(called);

        tokens.issuer()
                .issue(Service.request()
                        .withScopes(IntStream.range(0, 50)
                                .mapToObj(i -> "workspace:read" + i + "x".repeat(100))
                                .toArray(String[]::new)));

        assertThat(counts(tokens).waiting()).isBetween(5L, 10L);
        released.countDown();
        tokens.close();
        assertThat(counts(tokens).waiting()).isZero();
    }

    @Test
    void waiting_events_are_delivered_by_closing() {
        AccessTokens tokens = service.tokens().listener(events).build();
        for (int i = 0; i < 500; i++) {
            tokens.verifier().verify("no token");
            tokens.verifier().verify(tokens.issuer().issue(Service.request()).reveal());
        }

        tokens.close();

        assertThat(events.of(Changed.class)).hasSize(500);
        assertThat(events.of(FirstVerified.class)).hasSize(500);
        assertThat(events.of(TokenEvent.Rejected.class).stream().mapToLong(TokenEvent.Rejected::times))
                .satisfies(times -> assertThat(
                                times.stream().mapToLong(Long::longValue).sum())
                        .isEqualTo(500));
        assertThat(counts(tokens).dropped()).isZero();
    }

    @Test
    void closing_returns_although_a_listener_blocks() {
        AccessTokens tokens = service.tokens().listener(this::block).build();
        IssuedToken issued = tokens.issuer().issue(Service.request());
        tokens.issuer().issue(Service.request());
        Service.await(called);

        long began = System.nanoTime();
        tokens.close();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
        assertThat(counts(tokens)).isEqualTo(new Statistics.Events(0, 0, 1, 0));
        assertThat(tokens.verifier().verify(issued.reveal())).isInstanceOf(Verified.class);
        assertThat(tokens.verifier().verify("no token")).isInstanceOf(Rejected.class);
        assertThat(counts(tokens).dropped()).isEqualTo(3);
        released.countDown();
        HeldRecordsTest.until(() -> counts(tokens).delivered() == 1);
    }

    @Test
    void listener_may_close_what_it_listens_to() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        AccessTokens[] tokens = new AccessTokens[1];
        tokens[0] = service.tokens()
                .listener(event -> {
                    tokens[0].close();
                    closed.countDown();
                })
                .build();

        tokens[0].issuer().issue(Service.request());

        assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void listener_that_throws_is_called_again_and_logged_once_for_each_class() {
        AtomicInteger lines = new AtomicInteger();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.incrementAndGet();
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger log = Logger.getLogger("dev.latchkey");
        log.addHandler(handler);
        AtomicInteger calls = new AtomicInteger();
        AccessTokens tokens = service.tokens()
                .listener(event -> {
                    if (calls.incrementAndGet() % 2 == 0) {
                        throw new StackOverflowError();
                    }
                    throw new IllegalStateException("not now");
                })
                .listener(events)
                .build();
        try {
            for (int i = 0; i < 10; i++) {
                tokens.issuer().issue(Service.request());
            }
            tokens.close();
        } finally {
            log.removeHandler(handler);
        }

        assertThat(counts(tokens)).isEqualTo(new Statistics.Events(10, 10, 0, 0));
        assertThat(events.all()).hasSize(10);
        assertThat(lines).hasValue(2);
    }

    /** An interrupted thread cannot sleep. */
    @Test
    void listener_that_leaves_its_thread_interrupted_does_not_keep_it_busy() {
        Thread[] thread = new Thread[1];
        AccessTokens tokens = service.tokens()
                .listener(event -> {
                    thread[0] = Thread.currentThread();
                    Thread.currentThread().interrupt();
                    called.countDown();
                })
                .build();

        tokens.issuer().issue(Service.request());

        Service.await(called);
        HeldRecordsTest.until(() -> !thread[0].isInterrupted());
        tokens.close();
    }

    @Test
    void there_is_no_thread_without_a_listener() {
        long before = threads();

        AccessTokens without = service.tokens().build();
        without.issuer().issue(Service.request());
        assertThat(threads()).isEqualTo(before);
        AccessTokens with = service.tokens().listener(events).listener(events).build();

        assertThat(threads()).isEqualTo(before + 2);
        with.close();
        assertThat(threads()).isEqualTo(before);
        assertThat(without.statistics().events()).isEqualTo(new Statistics.Events(0, 0, 0, 0));
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("latchkey-events"))
                .count();
    }
}
