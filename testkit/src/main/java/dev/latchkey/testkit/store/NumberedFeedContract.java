package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.NumberedPosition;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.port.Write;
import dev.latchkey.testkit.SettableClock;
import dev.latchkey.token.TokenRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Rules that {@link ChangeFeedContract} cannot test, because a position is opaque: for feeds whose positions are
 * {@link NumberedPosition}s, and the times of their entries. Extend it and return an empty store.
 *
 * @param <S> the store's type
 */
public abstract class NumberedFeedContract<S extends TokenStore & ChangeFeed> {

    private static final Instant T0 = TokenRecords.ISSUED;

    private final SettableClock clock = SettableClock.at(T0);
    private S store;

    /** For subclasses. */
    protected NumberedFeedContract() {}

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

    private void change() {
        TokenRecord record = TokenRecords.ordinary().build();
        StoreWrites.insert(store, record);
        assertThat(StoreWrites.update(store, record.withDescription("other"))).isTrue();
    }

    private NumberedPosition end() {
        return NumberedPosition.of(store.position()).orElseThrow();
    }

    private void assertForeign(long sequence, long nonce) {
        FeedPosition position = new NumberedPosition(sequence, nonce).position();

        assertThat(store.changesSince(position, 10)).isEqualTo(Changes.gap(store.position()));
        assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> store.findCommitted(Set.of(), position));
        assertThat(store.write(List.of(new Write.Mark(position)))).isFalse();
    }

    /**
     * TF-3: a position is foreign unless number and nonce are those of an entry; else a restored store is taken for
     * the one that was read before.
     */
    @Nested
    @Tag("TF-3")
    class Positions_of_another_feed {

        @Test
        void position_with_the_number_of_an_entry_and_another_nonce_is_foreign() {
            NumberedPosition beginning = end();
            change();
            NumberedPosition first = end();
            change();
            NumberedPosition last = end();

            assertForeign(0, beginning.nonce() + 1);
            assertForeign(0, last.nonce());
            assertForeign(first.sequence(), first.nonce() + 1);
            assertForeign(first.sequence(), last.nonce());
            assertForeign(last.sequence(), last.nonce() + 1);
        }

        @Test
        void position_beyond_the_end_is_foreign() {
            change();
            NumberedPosition last = end();

            assertForeign(last.sequence() + 1, last.nonce());
            assertForeign(Long.MAX_VALUE, last.nonce());
        }
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
