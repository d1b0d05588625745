package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PollIntervalTest {

    @Test
    void the_feed_is_read_four_times_within_the_bound() {
        assertThat(CachedRecords.pollInterval(Duration.ofSeconds(1), false)).isEqualTo(Duration.ofMillis(250));
        assertThat(CachedRecords.pollInterval(Duration.ofMillis(10), false)).isEqualTo(Duration.ofNanos(2_500_000));
        assertThat(CachedRecords.pollInterval(Duration.ofDays(1), false)).isEqualTo(Duration.ofHours(6));
    }
}
