package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenStore;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which writes make entries. */
abstract class FeedEntries<S extends TokenStore & ChangeFeed> extends FeedGroup<S> {

    @Test
    void a_quiet_feed_has_nothing_to_tell() {
        FeedPosition start = store.position();

        assertThat(since(start)).isEqualTo(new Changes(Set.of(), false, start, true, false));
    }

    @Test
    void an_insert_makes_no_entry() {
        FeedPosition start = store.position();

        insert();

        assertThat(store.position()).isEqualTo(start);
    }

    @Test
    void a_use_makes_no_entry() {
        TokenRecord record = insert();
        FeedPosition start = store.position();

        store.recordUse(List.of(new TokenUse(record.id(), T0, ScopeSet.empty())));

        assertThat(store.position()).isEqualTo(start);
    }

    @Test
    void a_refused_write_makes_no_entry() {
        TokenRecord record = insert();

        assertNoEntryOfWhatChangesNothing(record, () -> StoreWrites.insert(store, record));
        assertNoEntryOfWhatChangesNothing(
                record,
                () -> StoreWrites.update(store, record.toBuilder().version(7).build()));
        assertNoEntryOfWhatChangesNothing(
                record, () -> StoreWrites.replace(store, record.withDescription("x"), record));
        assertNoEntryOfWhatChangesNothing(record, () -> StoreWrites.updateState(store, new StoreState(9, null, null)));
        assertNoEntryOfWhatChangesNothing(record, () -> StoreWrites.delete(store, record.withDescription("x")));
        assertNoEntryOfWhatChangesNothing(record, () -> store.write(List.of()));
        assertNoEntryOfWhatChangesNothing(
                record,
                () -> store.write(List.of(
                        StoreWrites.stateTo(StoreState.INITIAL.withRejectIssuedBefore(T0)),
                        StoreWrites.updateTo(record.toBuilder().version(7).build()))));
    }

    private void assertNoEntryOfWhatChangesNothing(TokenRecord record, Runnable write) {
        Snapshot before = store.findCommitted(Set.of(record.id()));
        FeedPosition start = store.position();

        write.run();

        if (store.findCommitted(Set.of(record.id())).equals(before)) {
            assertThat(store.position()).isEqualTo(start);
            assertThat(since(start).tokens()).isEmpty();
        }
    }

    @Test
    void a_refused_mark_makes_no_entry() {
        FeedPosition old = store.position();
        changed();
        FeedPosition end = store.position();

        boolean written = mark(old);

        if (!written) {
            assertThat(store.position()).isEqualTo(end);
        }
    }

    @Test
    void a_mark_makes_an_entry_that_names_nothing() {
        TokenRecord record = changed();
        FeedPosition start = store.position();
        Snapshot before = store.findCommitted(Set.of(record.id()));

        assertThat(mark(start)).isTrue();

        FeedPosition end = store.position();
        assertThat(end).isNotEqualTo(start);
        assertThat(since(start)).isEqualTo(new Changes(Set.of(), false, end, true, false));
        assertThat(store.changesSince(start, 1).position()).isEqualTo(end);
        assertThat(store.findCommitted(Set.of(record.id()))).isEqualTo(before);
    }

    @Test
    void changes_before_and_after_a_mark_are_reported() {
        FeedPosition start = store.position();
        TokenId before = changed().id();
        mark(store.position());
        FeedPosition marked = store.position();
        TokenId after = changed().id();

        assertThat(readOneByOne(start)).containsExactly(before, after);
        assertThat(since(marked).tokens()).containsExactly(after);
    }

    @Test
    void an_update_makes_one_entry() {
        TokenRecord record = insert();
        FeedPosition start = store.position();

        StoreWrites.update(store, record.withRevoked(T0, "leaked"));

        Changes changes = since(start);
        assertThat(changes.tokens()).containsExactly(record.id());
        assertThat(changes.stateChanged()).isFalse();
        assertThat(changes.drained()).isTrue();
        assertThat(changes.gap()).isFalse();
        assertThat(changes.position()).isEqualTo(store.position());
        assertThat(store.changesSince(start, 1).position()).isEqualTo(store.position());
    }

    @Test
    void a_replacement_tells_of_the_retired_token() {
        TokenRecord record = insert();
        TokenRecord successor = TokenRecords.ordinary().build();
        FeedPosition start = store.position();

        StoreWrites.replace(store, record.withDescription("retired"), successor);

        assertThat(since(start).tokens()).contains(record.id());
    }

    @Test
    void a_deletion_reports_the_deleted_token() {
        TokenRecord record = insert();
        FeedPosition start = store.position();

        StoreWrites.delete(store, record);

        assertThat(since(start).tokens()).containsExactly(record.id());
        assertThat(since(start).stateChanged()).isFalse();
    }

    @Test
    void a_write_of_many_changes_reports_them_all() {
        List<TokenRecord> records = List.of(insert(), insert(), insert());
        FeedPosition start = store.position();

        assertThat(store.write(List.of(
                        StoreWrites.updateTo(records.get(0).withDescription("other")),
                        StoreWrites.updateTo(records.get(1).withRevoked(T0, "leaked")))))
                .isTrue();
        StoreWrites.delete(store, records.get(2));

        assertThat(readOneByOne(start))
                .containsAll(records.stream().map(TokenRecord::id).toList())
                .endsWith(records.get(2).id());
    }

    @Test
    void a_change_of_the_state_is_told() {
        FeedPosition start = store.position();

        StoreWrites.updateState(store, StoreState.INITIAL.withRejectIssuedBefore(T0));

        assertThat(since(start).stateChanged()).isTrue();
        assertThat(since(start).tokens()).isEmpty();
        assertThat(since(store.position()).stateChanged()).isFalse();
    }
}
