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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Rules TF-1 and TF-2 of {@link ChangeFeed}, and TF-3, which is about both. Extend it, give an empty store that has a feed, and run.
 *
 * <p>A write that a store should have refused and did not is no matter of its feed: TF-1 holds an entry against what was
 * written, not against what should have been.
 *
 * @param <S> the store's type
 */
public abstract class ChangeFeedContract<S extends TokenStore & ChangeFeed> {

    private static final Instant T0 = TokenRecords.ISSUED;
    private static final Instant FAR_FUTURE = Instant.parse("9999-01-01T00:00:00Z");

    private S store;

    /** For subclasses. */
    protected ChangeFeedContract() {}

    /** {@return a store without any token; asked once for each test} */
    protected abstract S store();

    @BeforeEach
    void take_a_store() {
        store = store();
    }

    private TokenRecord insert() {
        TokenRecord record = TokenRecords.ordinary().build();
        assertThat(store.insert(record)).isTrue();
        return record;
    }

    private TokenRecord changed() {
        TokenRecord next = insert().withDescription("other");
        assertThat(store.update(next)).isTrue();
        return next;
    }

    private Changes since(FeedPosition position) {
        return store.changesSince(position, 10_000);
    }

    // TF-1: every change, in order, none left out; else a node that keeps records in memory accepts a revoked token for
    // as
    // long as it runs.

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

        assertNoEntryOfWhatChangesNothing(record, () -> store.insert(record));
        assertNoEntryOfWhatChangesNothing(
                record, () -> store.update(record.toBuilder().version(7).build()));
        assertNoEntryOfWhatChangesNothing(record, () -> store.replace(record.withDescription("x"), record));
        assertNoEntryOfWhatChangesNothing(record, () -> store.updateState(new StoreState(9, null, null)));
        assertNoEntryOfWhatChangesNothing(record, () -> store.deleteEnded(Instant.EPOCH, 10));
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
    void TF_1_an_update_makes_one_entry() {
        TokenRecord record = insert();
        FeedPosition start = store.position();

        store.update(record.withRevoked(T0, "leaked"));

        Changes changes = since(start);
        assertThat(changes.tokens()).containsExactly(record.id());
        assertThat(changes.stateChanged()).isFalse();
        assertThat(changes.drained()).isTrue();
        assertThat(changes.gap()).isFalse();
        assertThat(changes.position()).isEqualTo(store.position());
        assertThat(changes.position().sequence()).isEqualTo(start.sequence() + 1);
    }

    @Test
    void TF_1_a_replacement_tells_of_the_retired_token() {
        TokenRecord record = insert();
        TokenRecord successor = TokenRecords.ordinary().build();
        FeedPosition start = store.position();

        store.replace(record.withDescription("retired"), successor);

        assertThat(since(start).tokens()).contains(record.id());
    }

    @Test
    void TF_1_a_deletion_tells_of_the_deleted_tokens() {
        Set<TokenId> ended = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            TokenRecord record = TokenRecords.ordinary().expiresAt(T0).build();
            store.insert(record);
            ended.add(record.id());
        }
        FeedPosition start = store.position();

        store.deleteEnded(T0.plusSeconds(1), 100);

        assertThat(since(start).tokens()).isEqualTo(ended);
    }

    @Test
    void TF_1_a_change_of_the_state_is_told() {
        FeedPosition start = store.position();

        store.updateState(StoreState.INITIAL.withRejectIssuedBefore(T0));

        assertThat(since(start).stateChanged()).isTrue();
        assertThat(since(start).tokens()).isEmpty();
        assertThat(since(store.position()).stateChanged()).isFalse();
    }

    @Test
    void TF_1_entries_are_numbered_without_holes() {
        FeedPosition start = store.position();

        for (int i = 1; i <= 5; i++) {
            changed();
            assertThat(store.position().sequence()).isEqualTo(start.sequence() + i);
        }
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
        store.update(second);
        FeedPosition between = store.position();
        store.update(second.withDescription("third"));

        assertThat(since(start).tokens()).containsExactly(record.id());
        assertThat(since(between).tokens()).containsExactly(record.id());
    }

    @Test
    void TF_1_a_position_whose_entry_has_another_nonce_is_a_gap() {
        changed();
        changed();
        FeedPosition end = store.position();

        assertThat(since(new FeedPosition(end.sequence(), end.nonce() + 1))).isEqualTo(Changes.gap(end));
        assertThat(since(new FeedPosition(end.sequence() - 1, end.nonce()))).isEqualTo(Changes.gap(end));
        assertThat(since(new FeedPosition(0, end.nonce()))).isEqualTo(Changes.gap(end));
    }

    @Test
    void TF_1_a_position_beyond_the_end_is_a_gap() {
        changed();
        FeedPosition end = store.position();

        assertThat(since(new FeedPosition(end.sequence() + 1, end.nonce()))).isEqualTo(Changes.gap(end));
        assertThat(since(new FeedPosition(Long.MAX_VALUE, end.nonce()))).isEqualTo(Changes.gap(end));
    }

    @Test
    void TF_1_a_position_of_another_feed_is_a_gap() {
        FeedPosition elsewhere = new FeedPosition(0, store.position().nonce() ^ 1);

        assertThat(since(elsewhere)).isEqualTo(Changes.gap(store.position()));
    }

    @Test
    void TF_1_a_limit_out_of_range_is_a_caller_s_mistake() {
        FeedPosition start = store.position();

        for (int limit : new int[] {Integer.MIN_VALUE, 0, 10_001}) {
            assertThatIllegalArgumentException().isThrownBy(() -> store.changesSince(start, limit));
        }
    }

    // TF-2: old entries go, and whoever needed them learns it; else the feed grows for ever, or who was away for a day
    // goes
    // on with what is no longer true.

    private long entriesSince(FeedPosition position) {
        return store.position().sequence() - position.sequence();
    }

    @Test
    void TF_2_a_reader_behind_what_was_trimmed_has_a_gap() {
        FeedPosition start = store.position();
        changed();
        FeedPosition first = store.position();
        changed();
        changed();

        assertThat((long) store.trim(FAR_FUTURE, 10_000)).isEqualTo(entriesSince(start) - 1);

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
        FeedPosition start = store.position();
        changed();
        changed();

        assertThat(store.trim(Instant.EPOCH, 10_000)).isZero();
        assertThat((long) store.trim(Instant.parse("9999-12-31T23:59:59.999Z"), 10_000))
                .isEqualTo(entriesSince(start) - 1);
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
        FeedPosition start = store.position();
        changed();
        FeedPosition first = store.position();
        int entries = (int) entriesSince(start);
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
        assertThat(store.update(revoked)).isTrue();

        Snapshot found = store.findCommitted(Set.of(record.id()), store.position());

        assertThat(versions(found)).containsExactly(revoked.version());
    }

    @Test
    void TF_3_a_look_up_at_the_end_of_the_feed_returns_the_state_that_it_reported() {
        StoreState next = StoreState.INITIAL.withRejectIssuedBefore(T0);
        assertThat(store.updateState(next)).isTrue();

        assertThat(store.findCommitted(Set.of(), store.position()).state()).isEqualTo(next);
    }

    @Test
    void TF_3_a_look_up_at_an_earlier_position_returns_what_is_committed_now() {
        TokenRecord record = insert();
        FeedPosition start = store.position();
        TokenRecord second = record.withDescription("second");
        store.update(second);
        FeedPosition between = store.position();
        TokenRecord third = second.withDescription("third");
        store.update(third);

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
    void TF_3_a_store_that_is_behind_the_position_does_not_answer() {
        TokenRecord record = changed();
        FeedPosition end = store.position();

        assertBehind(record, new FeedPosition(end.sequence() + 1, end.nonce()));
        assertBehind(record, new FeedPosition(Long.MAX_VALUE, end.nonce()));
    }

    @Test
    void TF_3_a_store_of_another_history_does_not_answer() {
        FeedPosition origin = store.position();
        TokenRecord record = changed();
        FeedPosition first = store.position();
        changed();
        FeedPosition end = store.position();

        assertBehind(record, new FeedPosition(end.sequence(), end.nonce() + 1));
        assertBehind(record, new FeedPosition(first.sequence(), first.nonce() + 1));
        assertBehind(record, new FeedPosition(0, origin.nonce() + 1));
    }

    private static List<Long> versions(Snapshot snapshot) {
        return snapshot.records().values().stream().map(TokenRecord::version).toList();
    }

    private void assertBehind(TokenRecord record, FeedPosition position) {
        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(() -> store.findCommitted(Set.of(record.id()), position));
    }
}
