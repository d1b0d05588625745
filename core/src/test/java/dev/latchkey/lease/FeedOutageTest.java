package dev.latchkey.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.TokenStoreException;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which lines an outage of the change feed writes to the log. */
class FeedOutageTest {

    private static final Logger LOGGER = Logger.getLogger("dev.latchkey");

    private final AtomicLong now = new AtomicLong(42);
    private final FeedOutage outage = new FeedOutage(now::get);
    private final List<String> lines = new ArrayList<>();

    @BeforeEach
    void listen() {
        LOGGER.setFilter(line -> {
            String message = line.getParameters() == null || line.getParameters().length == 0
                    ? line.getMessage()
                    : MessageFormat.format(line.getMessage(), line.getParameters());
            lines.add((line.getLevel().equals(Level.WARNING) ? "W " : "I ") + message);
            return false;
        });
    }

    @AfterEach
    void stop() {
        LOGGER.setFilter(null);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            outage.failed(new TokenStoreException("down"));
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void first_failure_is_written_and_those_of_the_next_minute_are_not() {
        fail(3);
        pass(Duration.ofMinutes(1).minusNanos(1));
        fail(1);

        assertThat(lines).singleElement().asString().startsWith("W the change feed cannot be read;");
    }

    @Test
    void failures_that_go_on_are_written_once_a_minute_with_their_number() {
        fail(3);
        pass(Duration.ofMinutes(1));
        fail(2);

        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).startsWith("W the change feed still cannot be read, after 4 failures");
    }

    @Test
    void outage_is_over_after_ten_seconds_without_a_failure() {
        fail(3);
        pass(Duration.ofSeconds(10).minusNanos(1));
        outage.succeeded();
        assertThat(lines).hasSize(1);

        pass(Duration.ofNanos(1));
        outage.succeeded();
        outage.succeeded();

        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).isEqualTo("I the change feed is followed again, after 3 failures");
    }

    @Test
    void success_without_a_failure_before_it_writes_nothing() {
        pass(Duration.ofMinutes(5));
        outage.succeeded();

        assertThat(lines).isEmpty();
    }
}
