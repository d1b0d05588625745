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
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Rules that {@link ChangeFeedContract} cannot test, because a position is opaque: for feeds whose positions are
 * {@link NumberedPosition}s, and the times of their entries. Extend it and return an empty store.
 *
 * @param <S> the store's type
 */
public abstract class NumberedFeedContract<S extends TokenStore & ChangeFeed> extends DatedFeedContract<S> {

    /** For subclasses. */
    protected NumberedFeedContract() {}

    private NumberedPosition end() {
        return NumberedPosition.of(store().position()).orElseThrow();
    }

    private void assertForeign(long sequence, long nonce) {
        FeedPosition position = new NumberedPosition(sequence, nonce).position();

        assertThat(store().changesSince(position, 10)).isEqualTo(Changes.gap(store().position()));
        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(() -> store().findCommitted(Set.of(), position));
        assertThat(store().write(List.of(new Write.Mark(position)))).isFalse();
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
}
