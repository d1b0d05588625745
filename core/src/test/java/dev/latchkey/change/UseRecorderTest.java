package dev.latchkey.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.TokenStore;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.TokenId;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the uses of a node are written, and what it reports. */
class UseRecorderTest {

    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration OFTEN = Duration.ofMillis(10);
    private static final Logger LOGGER = Logger.getLogger("dev.latchkey");

    private final UseBuffer buffer = new UseBuffer(4);
    private final List<Level> logged = new CopyOnWriteArrayList<>();
    private volatile boolean down;
    private volatile boolean loggerFails;
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getMessage().startsWith("uses of tokens")) {
                logged.add(line.getLevel());
                if (loggerFails) {
                    throw new IllegalStateException("the disk is full");
                }
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOGGER.addHandler(log);
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(log);
    }

    private UseRecorder recorder(Duration interval) {
        TokenStore store = (TokenStore) Proxy.newProxyInstance(
                TokenStore.class.getClassLoader(), new Class<?>[] {TokenStore.class}, (self, method, arguments) -> {
                    assertThat(((Collection<?>) arguments[0])).isNotEmpty();
                    if (down) {
                        throw new TokenStoreException("down");
                    }
                    return null;
                });
        return new UseRecorder(store, buffer, interval);
    }

    private void use(int token, long millis) {
        buffer.of(TokenId.of(0, token)).usedAt(millis);
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("60 seconds are over").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void uses_wait_for_the_interval_or_for_closing() {
        UseRecorder recorder = recorder(NEVER);
        use(1, 1_000);
        assertThat(recorder.pending()).isEqualTo(1);
        assertThat(recorder.written()).isZero();

        recorder.close();

        assertThat(recorder.pending()).isZero();
        assertThat(recorder.written()).isEqualTo(1);
    }

    @Test
    void uses_are_written_after_each_interval() {
        try (UseRecorder recorder = recorder(OFTEN)) {
            use(1, 1_000);
            until(() -> recorder.written() == 1);
            use(1, 2_000);
            until(() -> recorder.written() == 2);
        }
        assertThat(logged).isEmpty();
    }

    @Test
    void a_buffer_that_is_half_full_is_written_early() {
        try (UseRecorder recorder = recorder(NEVER)) {
            use(1, 1_000);
            use(2, 1_000);
            use(3, 1_000);
            until(() -> recorder.written() == 3);
            use(1, 2_000);
            use(2, 2_000);
            use(3, 2_000);
            until(() -> recorder.written() == 6);
        }
    }

    @Test
    void an_outage_and_its_end_are_logged_once() {
        down = true;
        try (UseRecorder recorder = recorder(OFTEN)) {
            use(1, 1_000);
            until(() -> recorder.failures() >= 3);
            assertThat(logged).containsExactly(Level.WARNING);

            down = false;
            until(() -> recorder.written() == 1 && logged.size() == 2);
            use(1, 2_000);
            until(() -> recorder.written() == 2);
            assertThat(logged).containsExactly(Level.WARNING, Level.INFO);
        }
    }

    @Test
    void a_logger_that_fails_does_not_end_the_recording() {
        loggerFails = true;
        down = true;
        try (UseRecorder recorder = recorder(OFTEN)) {
            use(1, 1_000);
            until(() -> recorder.failures() >= 3);
            down = false;
            until(() -> recorder.written() == 1);
            assertThat(logged).startsWith(Level.WARNING);
        }
    }

    @Test
    void the_thread_is_a_daemon_of_the_library_and_ends_by_closing() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        UseRecorder recorder = recorder(NEVER);
        Thread thread = Thread.getAllStackTraces().keySet().stream()
                .filter(each -> !before.contains(each) && each.getName().equals("latchkey-use-recorder"))
                .findFirst()
                .orElseThrow();
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getContextClassLoader()).isSameAs(UseRecorder.class.getClassLoader());

        recorder.close();

        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void an_interrupt_during_closing_is_kept() {
        UseRecorder recorder = recorder(NEVER);
        Thread.currentThread().interrupt();

        recorder.close();

        assertThat(Thread.interrupted()).isTrue();
    }
}
