package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Entries are read in order, none missing. */
abstract class FeedReading<S extends TokenStore & ChangeFeed> extends FeedGroup<S> {

    @Test
    void changes_are_read_one_by_one_in_their_order() {
        FeedPosition start = store.position();
        List<TokenId> expected = new ArrayList<>();
        Set<FeedPosition> ends = new HashSet<>(Set.of(start));

        for (int i = 0; i < 5; i++) {
            expected.add(changed().id());
            assertThat(ends.add(store.position()))
                    .as("a position after each change")
                    .isTrue();
        }

        assertThat(readOneByOne(start)).isEqualTo(expected);
    }

    @Test
    void without_a_position_the_answer_is_the_end_of_the_feed() {
        assertThat(store.changesSince(null, 1)).isEqualTo(Changes.end(store.position()));
        TokenRecord record = insert();
        FeedPosition start = store.changesSince(null, 10_000).position();

        StoreWrites.update(store, record.withDescription("other"));

        assertThat(store.changesSince(null, 10_000))
                .isEqualTo(Changes.end(since(start).position()));
    }

    @Test
    void a_limited_read_goes_on_where_it_ended_and_says_when_it_is_drained() {
        FeedPosition start = store.position();
        List<TokenId> expected = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            expected.add(changed().id());
        }
        List<TokenId> read = new ArrayList<>();
        FeedPosition position = start;

        for (int page = 0; page < 3; page++) {
            Changes changes = store.changesSince(position, 3);
            assertThat(changes.gap()).isFalse();
            assertThat(changes.drained()).isEqualTo(page == 2);
            assertThat(changes.tokens()).hasSize(page == 2 ? 1 : 3);
            assertThat(changes.tokens()).isSubsetOf(expected.subList(page * 3, Math.min(7, page * 3 + 3)));
            read.addAll(changes.tokens());
            position = changes.position();
        }

        assertThat(read).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(position).isEqualTo(store.position());
    }

    @Test
    void an_answer_that_holds_exactly_the_limit_and_reaches_the_end_loses_nothing() {
        FeedPosition start = store.position();
        TokenId first = changed().id();
        TokenId second = changed().id();

        Changes changes = store.changesSince(start, 2);

        assertThat(changes.tokens()).containsExactlyInAnyOrder(first, second);
        assertThat(since(changes.position()).tokens()).isEmpty();
        assertThat(since(changes.position()).drained()).isTrue();
    }

    @Test
    void several_changes_of_one_token_are_told() {
        TokenRecord record = insert();
        FeedPosition start = store.position();
        TokenRecord second = record.withDescription("second");
        StoreWrites.update(store, second);
        FeedPosition between = store.position();
        StoreWrites.update(store, second.withDescription("third"));

        assertThat(since(start).tokens()).containsExactly(record.id());
        assertThat(since(between).tokens()).containsExactly(record.id());
    }

    /** The feed of a replacing store, such as a restored one, is shorter, as long, or longer. */
    @Test
    void a_position_of_another_feed_is_a_gap() {
        List<FeedPosition> elsewhere = positionsOfAnotherStore();
        assertGaps(elsewhere);

        for (int i = 0; i < 2; i++) {
            changed();
            assertGaps(elsewhere);
        }
    }

    private void assertGaps(List<FeedPosition> positions) {
        assertThat(positions)
                .allSatisfy(position -> assertThat(since(position)).isEqualTo(Changes.gap(store.position())));
    }

    @Test
    void text_that_is_not_a_position_is_a_gap() {
        changed();

        assertGaps(NO_POSITIONS);
    }

    @Test
    void a_limit_out_of_range_is_a_mistake_of_the_caller() {
        FeedPosition start = store.position();

        for (int limit : new int[] {Integer.MIN_VALUE, 0, 10_001}) {
            assertThatIllegalArgumentException().isThrownBy(() -> store.changesSince(start, limit));
            assertThatIllegalArgumentException().isThrownBy(() -> store.changesSince(null, limit));
        }
    }
}
