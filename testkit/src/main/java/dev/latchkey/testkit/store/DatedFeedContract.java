package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenStore;
import dev.latchkey.testkit.SettableClock;
import dev.latchkey.token.TokenRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Rules that {@link ChangeFeedContract} cannot test, because they are about the times of entries: for every feed that
 * dates its entries by a clock that it is given. Extend it and return an empty store.
 *
 * @param <S> the store's type
 */
public abstract class DatedFeedContract<S extends TokenStore & ChangeFeed> {

    private static final Instant T0 = TokenRecords.ISSUED;

    private final SettableClock clock = SettableClock.at(T0);
    private S store;

    /** For subclasses. */
    protected DatedFeedContract() {}

    /**
     * {@return a store without any token; called once for each test}
     *
     * @param entries dates the entries of the feed
     */
    protected abstract S store(InstantSource entries);

    @BeforeEach
    void take_a_store() {
        store = store(clock);
    }

    /** {@return the store of the test} */
    S store() {
        return store;
    }

    void change() {
        TokenRecord record = TokenRecords.ordinary().build();
        StoreWrites.insert(store, record);
        assertThat(StoreWrites.update(store, record.withDescription("other"))).isTrue();
    }

    /**
     * TF-2: entries are deleted by the time at which they were made; else a reader that needs them has a gap at each
     * trim, or the feed grows forever.
     */
    @Nested
    @Tag("TF-2")
    class Trimming_by_time {

        @Test
        void trimming_stops_at_the_first_entry_that_is_not_old() {
            FeedPosition start = store.position();
            change();
            clock.advance(Duration.ofSeconds(9));
            change();
            FeedPosition second = store.position();
            clock.advance(Duration.ofSeconds(-9));
            change();
            change();

            assertThat(store.trim(T0.plusSeconds(1), 10)).isEqualTo(1);

            assertThat(store.changesSince(start, 10).gap()).isTrue();
            assertThat(store.changesSince(second, 10).tokens()).hasSize(2);
        }

        @Test
        void trimming_by_a_time_finer_than_a_millisecond_truncates_it() {
            change();
            change();

            assertThat(store.trim(T0.plusNanos(999_999), 10)).isZero();
            assertThat(store.trim(T0.plusMillis(1), 10)).isEqualTo(1);
        }

        @Test
        void trimming_at_the_time_of_an_entry_keeps_it() {
            change();
            clock.advance(Duration.ofSeconds(1));
            change();
            change();

            assertThat(store.trim(T0.plusSeconds(1), 10)).isEqualTo(1);
        }
    }
}
