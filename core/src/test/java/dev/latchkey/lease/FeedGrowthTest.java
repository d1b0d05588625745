package dev.latchkey.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.lease.LeaseClock.Stamp;
import dev.latchkey.port.FeedPosition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** From when on the ends of a feed show that a database took a write. */
class FeedGrowthTest {

    private final FeedGrowth growth = new FeedGrowth();

    private @Nullable Stamp at(long time, int end) {
        return growth.at(stamp(time), new FeedPosition("entry " + end), false);
    }

    private @Nullable Stamp gapAt(long time, int end) {
        return growth.at(stamp(time), new FeedPosition("entry " + end), true);
    }

    private static Stamp stamp(long time) {
        return new Stamp(time, time + 1_000);
    }

    @Test
    void nothing_is_known_until_the_second_new_entry() {
        assertThat(at(1, 0)).isNull();
        assertThat(at(2, 0)).isNull();
        assertThat(at(3, 1)).isNull();
        assertThat(at(4, 1)).isNull();

        assertThat(at(5, 2)).isEqualTo(stamp(2));
    }

    @Test
    void a_new_entry_counts_from_the_last_query_that_did_not_show_its_predecessor() {
        at(1, 0);
        at(2, 1);
        at(3, 1);

        assertThat(at(4, 2)).isEqualTo(stamp(1));
        assertThat(at(5, 2)).isEqualTo(stamp(1));
        assertThat(at(6, 2)).isEqualTo(stamp(1));
        assertThat(at(7, 3)).isEqualTo(stamp(3));
        assertThat(at(8, 4)).isEqualTo(stamp(6));
        assertThat(at(9, 5)).isEqualTo(stamp(7));
    }

    /** The standby had it, was promoted, and this database was notified late. */
    @Test
    void an_entry_that_becomes_visible_late_counts_from_before_the_pause() {
        at(1, 0);
        at(2, 1);
        at(3, 2);

        assertThat(at(1_000, 3)).isEqualTo(stamp(2));
        assertThat(at(1_001, 3)).isEqualTo(stamp(2));
    }

    @Test
    void after_a_gap_nothing_is_known_of_the_feed() {
        at(1, 0);
        at(2, 1);
        at(3, 2);

        assertThat(gapAt(4, 7)).isNull();
        assertThat(at(5, 7)).isNull();
        assertThat(at(6, 8)).isNull();
        assertThat(at(7, 9)).isEqualTo(stamp(5));
    }

    @Test
    void quiet_time_counts_from_the_query_that_first_showed_the_end() {
        at(1, 0);
        assertThat(growth.quietNanos()).isZero();
        at(4, 0);
        assertThat(growth.quietNanos()).isEqualTo(3);
        at(6, 1);
        assertThat(growth.quietNanos()).isZero();
        at(9, 1);
        assertThat(growth.quietNanos()).isEqualTo(3);
        gapAt(11, 1);
        assertThat(growth.quietNanos()).isZero();
    }
}
