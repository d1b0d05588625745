package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.port.Write;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Rules TF-1 and TF-2 of {@link ChangeFeed}, TF-3, which is about both, and TS-3 as far as it is about marks. Extend it, give an
 * empty store that has a feed, and run.
 *
 * <p>A write that a store should have refused and did not is no matter of its feed: TF-1 holds an entry against what was
 * written, not against what should have been.
 *
 * @param <S> the store's type
 */
public abstract class ChangeFeedContract<S extends TokenStore & ChangeFeed> {

    private static final Instant T0 = TokenRecords.ISSUED;
    private static final Instant FAR_FUTURE = Instant.parse("9999-01-01T00:00:00Z");

    private static final List<FeedPosition> NO_POSITIONS = Stream.of(
                    "not a position", " ", "0", "-1", "\u0000", "\ud83d\udd11", "f".repeat(32), "z".repeat(255))
            .map(FeedPosition::new)
            .toList();

    private S store;

    /** For subclasses. */
    protected ChangeFeedContract() {}

    /** {@return a store without any token; asked again where a test needs another store} */
    protected abstract S store();

    @BeforeEach
    void take_a_store() {
        store = store();
    }

    private TokenRecord insert() {
        TokenRecord record = TokenRecords.ordinary().build();
        assertThat(StoreWrites.insert(store, record)).isTrue();
        return record;
    }

    private TokenRecord changed() {
        TokenRecord next = insert().withDescription("other");
        assertThat(StoreWrites.update(store, next)).isTrue();
        return next;
    }

    private Changes since(FeedPosition position) {
        return store.changesSince(position, 10_000);
    }

    // TF-1: every change, in order, none left out; else a node that keeps records in memory accepts a revoked
    // token for as long as it runs.

    @Test
    void TF_1_a_quiet_feed_has_nothing_to_tell() {
        FeedPosition start = store.position();

        assertThat(since(start)).isEqualTo(new Changes(Set.of(), false, start, true, false));
    }

    @Test
    void TF_1_an_insert_makes_no_entry() {
        FeedPosition start = store.position();

        insert();

        assertThat(store.position()).isEqualTo(start);
    }

    @Test
    void TF_1_a_use_makes_no_entry() {
        TokenRecord record = insert();
        FeedPosition start = store.position();

        store.recordUse(List.of(new TokenUse(record.id(), T0, ScopeSet.empty())));

        assertThat(store.position()).isEqualTo(start);
    }

    @Test
    void TF_1_a_refused_write_makes_no_entry() {
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
    void TF_1_a_refused_mark_makes_no_entry() {
        FeedPosition old = store.position();
        changed();
        FeedPosition end = store.position();

        boolean written = mark(old);

        if (!written) {
            assertThat(store.position()).isEqualTo(end);
        }
    }

    private boolean mark(FeedPosition end) {
        return store.write(List.of(new Write.Mark(end)));
    }

    @Test
    void TF_1_a_mark_makes_an_entry_that_names_nothing() {
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
    void TF_1_changes_before_and_after_a_mark_are_reported() {
        FeedPosition start = store.position();
        TokenId before = changed().id();
        mark(store.position());
        FeedPosition marked = store.position();
        TokenId after = changed().id();

        assertThat(readOneByOne(start)).containsExactly(before, after);
        assertThat(since(marked).tokens()).containsExactly(after);
    }

    // TS-3 for marks: a mark is of the end that was read, or is not made; else two nodes that both believe to have
    // made it do the same work.

    @Test
    void TS_3_a_mark_is_refused_after_the_feed_has_moved() {
        FeedPosition beginning = store.position();
        changed();
        FeedPosition end = store.position();

        assertThat(mark(beginning)).isFalse();
        assertThat(mark(end)).isTrue();
        assertThat(mark(end)).isFalse();
    }

    @Test
    void TS_3_a_mark_at_a_position_of_another_feed_is_refused() {
        List<FeedPosition> elsewhere = new ArrayList<>(positionsOfAnotherStore());
        elsewhere.addAll(NO_POSITIONS);

        for (int i = 0; i < 3; i++) {
            assertThat(elsewhere).noneMatch(this::mark);
            changed();
        }
    }

    @Test
    void TS_3_with_a_mark_the_other_steps_are_written_or_refused() {
        FeedPosition old = store.position();
        changed();
        TokenRecord refused = TokenRecords.ordinary().build();
        TokenRecord written = TokenRecords.ordinary().build();

        assertThat(store.write(List.of(new Write.Insert(refused), new Write.Mark(old))))
                .isFalse();
        assertThat(store.write(List.of(new Write.Mark(old), new Write.Insert(refused))))
                .isFalse();
        assertThat(store.write(List.of(new Write.Insert(written), new Write.Mark(store.position()))))
                .isTrue();

        FeedPosition end = store.position();
        assertThat(store.write(List.of(new Write.Mark(end), new Write.Insert(written))))
                .isFalse();
        assertThat(store.position()).isEqualTo(end);
        assertThat(store.find(Set.of(refused.id(), written.id())).records()).containsOnlyKeys(written.id());
    }

    @Test
    void TF_1_an_update_makes_one_entry() {
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
    void TF_1_a_replacement_tells_of_the_retired_token() {
        TokenRecord record = insert();
        TokenRecord successor = TokenRecords.ordinary().build();
        FeedPosition start = store.position();

        StoreWrites.replace(store, record.withDescription("retired"), successor);

        assertThat(since(start).tokens()).contains(record.id());
    }

    @Test
    void TF_1_a_deletion_reports_the_deleted_token() {
        TokenRecord record = insert();
        FeedPosition start = store.position();

        StoreWrites.delete(store, record);

        assertThat(since(start).tokens()).containsExactly(record.id());
        assertThat(since(start).stateChanged()).isFalse();
    }

    @Test
    void TF_1_a_write_of_many_changes_reports_them_all() {
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

    /** {@return the tokens that the feed names, in the order in which a reader of one entry at a time sees them} */
    private List<TokenId> readOneByOne(FeedPosition start) {
        List<TokenId> read = new ArrayList<>();
        FeedPosition position = start;
        while (true) {
            Changes changes = store.changesSince(position, 1);
            assertThat(changes.gap()).isFalse();
            read.addAll(changes.tokens());
            if (changes.position().equals(position)) {
                assertThat(changes.drained()).isTrue();
                return read;
            }
            position = changes.position();
        }
    }

    @Test
    void TF_1_a_change_of_the_state_is_told() {
        FeedPosition start = store.position();

        StoreWrites.updateState(store, StoreState.INITIAL.withRejectIssuedBefore(T0));

        assertThat(since(start).stateChanged()).isTrue();
        assertThat(since(start).tokens()).isEmpty();
        assertThat(since(store.position()).stateChanged()).isFalse();
    }

    @Test
    void TF_1_changes_are_read_one_by_one_in_their_order() {
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
    void TF_1_without_a_position_the_answer_is_the_end_of_the_feed() {
        assertThat(store.changesSince(null, 1)).isEqualTo(Changes.end(store.position()));
        TokenRecord record = insert();
        FeedPosition start = store.changesSince(null, 10_000).position();

        StoreWrites.update(store, record.withDescription("other"));

        assertThat(store.changesSince(null, 10_000))
                .isEqualTo(Changes.end(since(start).position()));
    }

    @Test
    void TF_1_a_limited_read_goes_on_where_it_ended_and_says_when_it_is_drained() {
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
    void TF_1_an_answer_that_holds_exactly_the_limit_and_reaches_the_end_loses_nothing() {
        FeedPosition start = store.position();
        TokenId first = changed().id();
        TokenId second = changed().id();

        Changes changes = store.changesSince(start, 2);

        assertThat(changes.tokens()).containsExactlyInAnyOrder(first, second);
        assertThat(since(changes.position()).tokens()).isEmpty();
        assertThat(since(changes.position()).drained()).isTrue();
    }

    @Test
    void TF_1_several_changes_of_one_token_are_told() {
        TokenRecord record = insert();
        FeedPosition start = store.position();
        TokenRecord second = record.withDescription("second");
        StoreWrites.update(store, second);
        FeedPosition between = store.position();
        StoreWrites.update(store, second.withDescription("third"));

        assertThat(since(start).tokens()).containsExactly(record.id());
        assertThat(since(between).tokens()).containsExactly(record.id());
    }

    /** A store that replaces it, as a restored one does, is shorter, as long, or longer. */
    @Test
    void TF_1_a_position_of_another_feed_is_a_gap() {
        List<FeedPosition> elsewhere = positionsOfAnotherStore();
        assertGaps(elsewhere);

        for (int i = 0; i < 2; i++) {
            changed();
            assertGaps(elsewhere);
        }
    }

    /** {@return where the feed of another store ended, from its beginning to its third entry} */
    private List<FeedPosition> positionsOfAnotherStore() {
        List<FeedPosition> positions = new ArrayList<>(List.of(store.position()));
        for (int i = 0; i < 3; i++) {
            changed();
            positions.add(store.position());
        }
        store = store();
        assertThat(store.position())
                .as("where the feed of another store ends; store() gives another one each time")
                .isNotIn(positions);
        return positions;
    }

    private void assertGaps(List<FeedPosition> positions) {
        assertThat(positions)
                .allSatisfy(position -> assertThat(since(position)).isEqualTo(Changes.gap(store.position())));
    }

    @Test
    void TF_1_text_that_is_not_a_position_is_a_gap() {
        changed();

        assertGaps(NO_POSITIONS);
    }

    @Test
    void TF_1_a_limit_out_of_range_is_a_mistake_of_the_caller() {
        FeedPosition start = store.position();

        for (int limit : new int[] {Integer.MIN_VALUE, 0, 10_001}) {
            assertThatIllegalArgumentException().isThrownBy(() -> store.changesSince(start, limit));
            assertThatIllegalArgumentException().isThrownBy(() -> store.changesSince(null, limit));
        }
    }

    // TF-2: old entries are deleted, and a reader that needed them is notified; else the feed grows forever, or a
    // reader
    // that was away for a day continues with outdated records.

    /**
     * {@return how many entries some changes make; one write makes one of them at the most, so that the moves of the feed's
     * end are counted}
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
    void TF_2_a_reader_behind_what_was_trimmed_has_a_gap() {
        FeedPosition start = store.position();
        int entries = change(1);
        FeedPosition first = store.position();
        entries += change(2);

        assertThat(store.trim(FAR_FUTURE, 10_000)).isEqualTo(entries - 1);

        assertThat(since(start)).isEqualTo(Changes.gap(store.position()));
        assertThat(since(first)).isEqualTo(Changes.gap(store.position()));
    }

    @Test
    void TF_2_the_newest_entry_stays_and_a_reader_at_the_end_reads_on() {
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
    void TF_2_entries_that_are_not_old_stay() {
        FeedPosition start = store.position();
        TokenRecord record = changed();

        assertThat(store.trim(Instant.EPOCH, 10_000)).isZero();

        assertThat(since(start).tokens()).containsExactly(record.id());
    }

    @Test
    void TF_2_the_earliest_and_the_latest_time_are_taken() {
        int entries = change(2);

        assertThat(store.trim(Instant.EPOCH, 10_000)).isZero();
        assertThat(store.trim(Instant.parse("9999-12-31T23:59:59.999Z"), 10_000))
                .isEqualTo(entries - 1);
    }

    @Test
    void TF_2_a_time_or_a_limit_out_of_range_is_a_mistake_of_the_caller() {
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
    void TF_2_no_more_than_the_limit_are_trimmed_and_the_oldest_first() {
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

    // TF-3: a look-up is never older than the position that it names; else a node that follows the feed of the primary,
    // and reads records from a copy that is behind, accepts a revoked token for as long as it runs.

    @Test
    void TF_3_a_look_up_at_the_end_of_the_feed_returns_what_it_reported() {
        TokenRecord record = insert();
        TokenRecord revoked = record.withRevoked(T0, "leaked");
        assertThat(StoreWrites.update(store, revoked)).isTrue();

        Snapshot found = store.findCommitted(Set.of(record.id()), store.position());

        assertThat(versions(found)).containsExactly(revoked.version());
    }

    @Test
    void TF_3_a_look_up_at_the_end_of_the_feed_returns_the_state_that_it_reported() {
        StoreState next = StoreState.INITIAL.withRejectIssuedBefore(T0);
        assertThat(StoreWrites.updateState(store, next)).isTrue();

        assertThat(store.findCommitted(Set.of(), store.position()).state()).isEqualTo(next);
    }

    @Test
    void TF_3_a_look_up_at_an_earlier_position_returns_what_is_committed_now() {
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
    void TF_3_a_look_up_at_a_position_whose_entry_was_trimmed_is_answered() {
        TokenRecord record = changed();
        FeedPosition position = store.position();
        changed();
        store.trim(FAR_FUTURE, 10_000);

        assertThat(versions(store.findCommitted(Set.of(record.id()), position))).containsExactly(record.version());
    }

    @Test
    void TF_3_a_look_up_at_a_mark_is_answered() {
        TokenRecord record = changed();
        mark(store.position());

        assertThat(versions(store.findCommitted(Set.of(record.id()), store.position())))
                .containsExactly(record.version());
    }

    /** As a restored store is, which ends before the position, or has another entry there. */
    @Test
    void TF_3_a_store_of_another_history_does_not_answer() {
        List<FeedPosition> elsewhere = positionsOfAnotherStore();
        TokenRecord record = insert();
        elsewhere.forEach(position -> assertBehind(record, position));

        for (int i = 0; i < 2; i++) {
            changed();
            elsewhere.forEach(position -> assertBehind(record, position));
        }
    }

    @Test
    void TF_3_text_that_is_not_a_position_is_not_answered() {
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
