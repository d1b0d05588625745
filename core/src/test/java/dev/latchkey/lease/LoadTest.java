package dev.latchkey.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.UnavailableException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LoadTest {

    private static final long LONG = Duration.ofMinutes(1).toNanos();

    private final RecordCache<String> cache = new RecordCache<>(10);
    private final Load<String> load = new Load<>(TokenId.of(1, 2), cache, false);

    @Test
    void load_that_is_done_gives_what_was_read() {
        load.begins(7);
        load.done("record");

        assertThat(load.await(LONG)).isTrue();
        assertThat(load.read()).isEqualTo("record");
        assertThat(load.began()).isEqualTo(7);
    }

    @Test
    void load_of_what_does_not_exist_gives_nothing() {
        load.done(null);

        assertThat(load.await(LONG)).isTrue();
        assertThat(load.read()).isNull();
    }

    @Test
    void failure_of_the_store_is_thrown_to_all_who_wait_each_time_as_another_exception() {
        TokenStoreException failure = new TokenStoreException("down");
        load.failed(failure);

        Throwable first = thrown();
        Throwable second = thrown();

        assertThat(first).isInstanceOf(TokenStoreException.class).hasCause(failure);
        assertThat(second).isNotSameAs(first).hasCause(failure);
    }

    private Throwable thrown() {
        try {
            load.await(LONG);
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }

    static Stream<Throwable> interruptions() {
        Throwable deep = new InterruptedException();
        for (int i = 0; i < 19; i++) {
            deep = new IllegalStateException(deep);
        }
        return Stream.of(
                new InterruptedException(),
                new TokenStoreException("interrupted", new ClosedByInterruptException()),
                new TokenStoreException("interrupted", new InterruptedIOException()),
                deep);
    }

    @ParameterizedTest
    @MethodSource("interruptions")
    void interruption_of_the_thread_that_reads_has_the_others_read_by_themselves(Throwable interruption) {
        load.failed(interruption);

        assertThat(load.await(LONG)).isFalse();
    }

    @Test
    void whatever_fails_in_an_interrupted_thread_is_an_interruption() {
        Thread.currentThread().interrupt();
        try {
            load.failed(new TokenStoreException("closed"));
        } finally {
            Thread.interrupted();
        }

        assertThat(load.await(LONG)).isFalse();
    }

    @Test
    void timeout_of_a_socket_is_a_failure_of_the_store() {
        load.failed(new TokenStoreException("slow", new SocketTimeoutException()));

        assertThat(thrown()).isInstanceOf(TokenStoreException.class);
    }

    @Test
    void causes_beyond_the_twentieth_are_not_looked_at() {
        Throwable deep = new InterruptedException();
        for (int i = 0; i < 20; i++) {
            deep = new IllegalStateException(deep);
        }

        load.failed(deep);

        assertThat(thrown()).isInstanceOf(TokenStoreException.class);
    }

    @Test
    void failure_of_a_read_of_several_has_each_caller_read_by_itself_while_it_has_time() {
        TokenStoreException failure = new TokenStoreException("down");
        load.register();

        load.failedTogether(failure);

        assertThat(load.await(LONG)).isFalse();
        assertThat(load.hasFailedTogether()).isTrue();
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> load.await(0))
                .withCause(failure);
        assertThat(new Load<>(load.id(), cache, true).register())
                .as("a load that is in the way")
                .isNull();
    }

    @Test
    void load_that_is_withdrawn_has_the_others_read_by_themselves() {
        load.register();

        load.withdraw();

        assertThat(load.await(LONG)).isFalse();
        assertThat(load.hasFailedTogether()).isFalse();
        assertThat(new Load<>(load.id(), cache, false).register()).isNull();
    }

    @Test
    void load_that_has_ended_is_not_changed_by_withdrawing_it() {
        load.done("record");

        load.withdraw();

        assertThat(load.await(LONG)).isTrue();
        assertThat(load.read()).isEqualTo("record");
    }

    @Test
    void wait_that_is_over_or_interrupted_is_unavailable() {
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> load.await(0))
                .withMessageContaining("too long");

        Thread.currentThread().interrupt();
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> load.await(LONG))
                .withMessageContaining("interrupted");
        assertThat(Thread.interrupted()).as("the interruption is kept").isTrue();
    }
}
