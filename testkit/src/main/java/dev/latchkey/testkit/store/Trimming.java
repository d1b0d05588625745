package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.TokenRecord;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Old entries are deleted, oldest first. */
abstract class Trimming<S extends TokenStore & ChangeFeed> extends FeedGroup<S> {

    /**
     * {@return how many entries some changes make; each write makes at most one, so the moves of the feed's end are
     * counted}
     */
    private int change(int number) {
        int entries = 0;
        for (int i = 0; i < number; i++) {
            FeedPosition before = store.position();
            TokenRecord record = insert();
            FeedPosition inserted = store.position();
            StoreWrites.update(store, record.withDescription("other"));
            entries += inserted.equals(before) ? 1 : 2;
        }
        return entries;
    }

    @Test
    void a_reader_behind_what_was_trimmed_has_a_gap() {
        FeedPosition start = store.position();
        int entries = change(1);
        FeedPosition first = store.position();
        entries += change(2);

        assertThat(store.trim(FAR_FUTURE, 10_000)).isEqualTo(entries - 1);

        assertThat(since(start)).isEqualTo(Changes.gap(store.position()));
        assertThat(since(first)).isEqualTo(Changes.gap(store.position()));
    }

    @Test
    void the_newest_entry_stays_and_a_reader_at_the_end_reads_on() {
        changed();
        changed();
        FeedPosition end = store.position();

        store.trim(FAR_FUTURE, 10_000);
        assertThat(store.trim(FAR_FUTURE, 10_000)).isZero();
        assertThat(store.position()).isEqualTo(end);
        TokenRecord later = changed();

        Changes changes = since(end);
        assertThat(changes.gap()).isFalse();
        assertThat(changes.tokens()).containsExactly(later.id());
        assertThat(changes.position()).isEqualTo(store.position());
    }

    @Test
    void entries_that_are_not_old_stay() {
        FeedPosition start = store.position();
        TokenRecord record = changed();

        assertThat(store.trim(Instant.EPOCH, 10_000)).isZero();

        assertThat(since(start).tokens()).containsExactly(record.id());
    }

    @Test
    void the_earliest_and_the_latest_time_are_taken() {
        int entries = change(2);

        assertThat(store.trim(Instant.EPOCH, 10_000)).isZero();
        assertThat(store.trim(Instant.parse("9999-12-31T23:59:59.999Z"), 10_000))
                .isEqualTo(entries - 1);
    }

    @Test
    void a_time_or_a_limit_out_of_range_is_a_mistake_of_the_caller() {
        changed();
        changed();

        for (Instant time : List.of(
                Instant.MIN, Instant.EPOCH.minusNanos(1), Instant.parse("+10000-01-01T00:00:00Z"), Instant.MAX)) {
            assertThatIllegalArgumentException().isThrownBy(() -> store.trim(time, 10));
        }
        for (int limit : new int[] {Integer.MIN_VALUE, 0, 10_001}) {
            assertThatIllegalArgumentException().isThrownBy(() -> store.trim(T0, limit));
        }
    }

    @Test
    void no_more_than_the_limit_are_trimmed_and_the_oldest_first() {
        int entries = change(1);
        FeedPosition first = store.position();
        changed();
        FeedPosition second = store.position();
        changed();
        changed();

        assertThat(store.trim(FAR_FUTURE, entries)).isEqualTo(entries);

        assertThat(since(first).gap()).isTrue();
        assertThat(since(second).gap()).isFalse();
        assertThat(since(second).tokens()).hasSize(2);
    }
}
