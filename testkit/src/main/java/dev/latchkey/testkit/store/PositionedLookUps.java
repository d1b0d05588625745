package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenRecord;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A look-up is never older than its position. */
abstract class PositionedLookUps<S extends TokenStore & ChangeFeed> extends FeedGroup<S> {

    @Test
    void a_look_up_at_the_end_of_the_feed_returns_what_it_reported() {
        TokenRecord record = insert();
        TokenRecord revoked = record.withRevoked(T0, "leaked");
        assertThat(StoreWrites.update(store, revoked)).isTrue();

        Snapshot found = store.findCommitted(Set.of(record.id()), store.position());

        assertThat(versions(found)).containsExactly(revoked.version());
    }

    @Test
    void a_look_up_at_the_end_of_the_feed_returns_the_state_that_it_reported() {
        StoreState next = StoreState.INITIAL.withRejectIssuedBefore(T0);
        assertThat(StoreWrites.updateState(store, next)).isTrue();

        assertThat(store.findCommitted(Set.of(), store.position()).state()).isEqualTo(next);
    }

    @Test
    void a_look_up_at_an_earlier_position_returns_what_is_committed_now() {
        TokenRecord record = insert();
        FeedPosition start = store.position();
        TokenRecord second = record.withDescription("second");
        StoreWrites.update(store, second);
        FeedPosition between = store.position();
        TokenRecord third = second.withDescription("third");
        StoreWrites.update(store, third);

        assertThat(versions(store.findCommitted(Set.of(record.id()), start))).containsExactly(third.version());
        assertThat(versions(store.findCommitted(Set.of(record.id()), between))).containsExactly(third.version());
    }

    @Test
    void a_look_up_at_a_position_whose_entry_was_trimmed_is_answered() {
        TokenRecord record = changed();
        FeedPosition position = store.position();
        changed();
        store.trim(FAR_FUTURE, 10_000);

        assertThat(versions(store.findCommitted(Set.of(record.id()), position))).containsExactly(record.version());
    }

    @Test
    void a_look_up_at_a_mark_is_answered() {
        TokenRecord record = changed();
        mark(store.position());

        assertThat(versions(store.findCommitted(Set.of(record.id()), store.position())))
                .containsExactly(record.version());
    }

    /** Like a restored store, which ends before the position, or has another entry there. */
    @Test
    void a_store_of_another_history_does_not_answer() {
        List<FeedPosition> elsewhere = positionsOfAnotherStore();
        TokenRecord record = insert();
        elsewhere.forEach(position -> assertBehind(record, position));

        for (int i = 0; i < 2; i++) {
            changed();
            elsewhere.forEach(position -> assertBehind(record, position));
        }
    }

    @Test
    void text_that_is_not_a_position_is_not_answered() {
        TokenRecord record = changed();

        NO_POSITIONS.forEach(position -> assertBehind(record, position));
    }

    private static List<Long> versions(Snapshot snapshot) {
        return snapshot.records().values().stream().map(TokenRecord::version).toList();
    }

    private void assertBehind(TokenRecord record, FeedPosition position) {
        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(() -> store.findCommitted(Set.of(record.id()), position));
    }
}
