package dev.latchkey.keyvalue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.NumberedPosition;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.port.Write;
import dev.latchkey.testkit.SettableClock;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a feed in the order of revisions promises, beyond the contract of every feed. */
class RevisionFeedTest {

    private static final Instant FAR_FUTURE = Instant.parse("9999-01-01T00:00:00Z");

    private final RevisionedMemoryEngine engine = new RevisionedMemoryEngine();
    private final SettableClock clock = SettableClock.at(TokenRecords.ISSUED);
    private final KeyValueTokenStore store = new KeyValueTokenStore(engine, "", clock);
    private final KeyValueTokenStore rival = new KeyValueTokenStore(engine, "", clock);

    private static TokenRecord insert(KeyValueTokenStore into) {
        TokenRecord record = TokenRecords.ordinary().build();
        StoreWrites.insert(into, record);
        return record;
    }

    private static TokenId change(KeyValueTokenStore in) {
        TokenRecord record = insert(in);
        assertThat(StoreWrites.update(in, record.withDescription("other"))).isTrue();
        return record.id();
    }

    private static boolean mark(KeyValueTokenStore in, FeedPosition end) {
        return in.write(List.of(new Write.Mark(end)));
    }

    private Set<String> entries() {
        Set<String> entries = new TreeSet<>(engine.keys());
        entries.removeIf(key -> !key.startsWith("feed/"));
        return entries;
    }

    @Test
    void changes_of_different_tokens_do_not_conflict() {
        int changes = 20;
        List<TokenRecord> first = new ArrayList<>();
        List<TokenRecord> second = new ArrayList<>();
        for (int i = 0; i < changes; i++) {
            first.add(insert(store));
            second.add(insert(rival));
        }
        FeedPosition start = store.position();

        for (int i = 0; i < changes; i++) {
            TokenRecord other = second.get(i).withDescription("second");
            engine.beforeNextCommit(() -> StoreWrites.update(rival, other));
            StoreWrites.update(store, first.get(i).withDescription("first"));
        }

        assertThat(store.changesSince(start, 1_000).tokens()).hasSize(2 * changes);
        assertThat(engine.conflicts()).as("where a change began a segment").isLessThan(changes);
    }

    private long segment() {
        return FeedSegment.read(engine.get("end")).number();
    }

    /** A poll looks at the whole last segment, so it has the entries of a short time. */
    @Test
    void the_first_change_after_a_time_begins_a_segment() {
        int changes = 50;
        change(store);
        long first = segment();
        for (int i = 0; i < changes; i++) {
            change(store);
        }
        long last = segment();
        for (int i = 0; i < changes; i++) {
            clock.advance(Duration.ofMillis(101));
            change(store);
        }

        assertThat(last - first).as("begun by chance").isLessThan(changes / 2);
        assertThat(segment() - last).isGreaterThanOrEqualTo(changes);
    }

    @Test
    void nodes_whose_clocks_differ_make_entries_that_are_read_in_their_order() {
        KeyValueTokenStore late =
                new KeyValueTokenStore(engine, "", () -> clock.instant().minusSeconds(3_600));
        FeedPosition start = store.position();
        List<TokenId> changed = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            changed.add(change(i % 2 == 0 ? store : late));
        }
        List<TokenId> read = new ArrayList<>();

        FeedPosition position = start;
        while (read.size() < changed.size()) {
            Changes changes = store.changesSince(position, 1);
            assertThat(changes.gap()).isFalse();
            read.addAll(changes.tokens());
            position = changes.position();
        }

        assertThat(read).isEqualTo(changed);
        assertThat(segment()).as("segments, which are conflicts").isLessThan(changed.size() / 2);
    }

    /** Before the commit that closes the segment, and before the one that makes the mark. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void a_mark_is_refused_if_the_feed_moves_at_any_time_before_it(int earlierCommits) {
        TokenRecord record = insert(store);
        change(store);
        FeedPosition end = store.position();
        for (int i = 0; i < earlierCommits; i++) {
            engine.beforeNextCommit(() -> {});
        }
        engine.beforeNextCommit(() -> assertThat(StoreWrites.update(rival, record.withDescription("rival")))
                .isTrue());

        assertThat(mark(store, end)).isFalse();

        assertThat(store.changesSince(end, 10).tokens()).containsExactly(record.id());
        assertThat(store.changesSince(end, 1).drained()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void one_of_two_marks_at_the_same_end_is_made(int earlierCommits) {
        change(store);
        FeedPosition end = store.position();
        boolean[] made = new boolean[1];
        for (int i = 0; i < earlierCommits; i++) {
            engine.beforeNextCommit(() -> {});
        }
        engine.beforeNextCommit(() -> made[0] = mark(rival, end));

        assertThat(mark(store, end)).isFalse();
        assertThat(made[0]).isTrue();
    }

    @Test
    void a_segment_that_a_mark_closed_and_left_takes_no_entry_and_stops_no_change() {
        change(store);
        FeedPosition end = store.position();
        FeedSegment open = FeedSegment.read(engine.get("end"));
        engine.put("end", open.close().bytes());

        TokenId next = change(store);

        assertThat(FeedSegment.read(engine.get("end"))).isEqualTo(open.next(clock.instant()));
        assertThat(store.changesSince(end, 10).tokens()).containsExactly(next);
    }

    /** Otherwise a reader that has left a segment would miss it. */
    @Test
    void a_change_that_began_in_an_earlier_segment_is_reported_after_the_later_one() {
        TokenRecord late = insert(store);
        change(store);
        FeedPosition[] later = new FeedPosition[1];
        engine.beforeNextCommit(() -> {
            for (int i = 0; i < 40; i++) {
                assertThat(mark(rival, rival.position())).isTrue();
            }
            later[0] = rival.position();
        });

        StoreWrites.update(store, late.withDescription("late"));

        assertThat(store.changesSince(later[0], 10).tokens()).containsExactly(late.id());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000})
    void entries_of_many_segments_are_read_in_their_order(int limit) {
        FeedPosition start = store.position();
        List<TokenId> changed = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            changed.add(change(store));
            if (i % 5 == 0) {
                assertThat(mark(store, store.position())).isTrue();
            }
        }
        List<TokenId> read = new ArrayList<>();

        FeedPosition position = start;
        for (boolean drained = false; !drained; ) {
            Changes changes = store.changesSince(position, limit);
            assertThat(changes.gap()).isFalse();
            assertThat(changes.tokens())
                    .isSubsetOf(changed.subList(
                            read.size(), read.size() + changes.tokens().size()));
            read.addAll(changes.tokens());
            drained = changes.drained();
            position = changes.position();
        }

        assertThat(read).containsExactlyInAnyOrderElementsOf(changed);
        assertThat(position).isEqualTo(store.position());
    }

    /** What happens when a copy of an earlier time is restored: revisions are used again. */
    @Test
    void a_position_that_a_restored_copy_never_had_is_a_gap_and_behind() {
        change(store);
        FeedPosition common = store.position();
        RevisionedMemoryEngine copy = new RevisionedMemoryEngine();
        engine.copyTo(copy);
        List<FeedPosition> lost = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            change(store);
            lost.add(store.position());
        }
        KeyValueTokenStore restored = new KeyValueTokenStore(copy);

        for (int i = 0; i < 10; i++) {
            assertThat(lost).allSatisfy(position -> {
                assertThat(restored.changesSince(position, 10)).isEqualTo(Changes.gap(restored.position()));
                assertThatExceptionOfType(TokenStoreException.class)
                        .isThrownBy(() -> restored.findCommitted(Set.of(), position));
                assertThat(mark(restored, position)).isFalse();
            });
            change(restored);
            assertThat(restored.changesSince(common, 100).tokens()).hasSize(i + 1);
        }
    }

    @Test
    void a_position_is_foreign_unless_segment_nonce_and_revision_are_those_of_an_entry() {
        RevisionPosition beginning = RevisionPosition.of(store.position()).orElseThrow();
        change(store);
        RevisionPosition first = RevisionPosition.of(store.position()).orElseThrow();
        change(store);
        NumberedPosition place = first.entry();

        assertForeign(new RevisionPosition(place, first.revision() + 1));
        assertForeign(new RevisionPosition(place, 0));
        assertForeign(new RevisionPosition(place, Long.MAX_VALUE));
        assertForeign(new RevisionPosition(new NumberedPosition(place.sequence(), place.nonce() + 1), 1));
        assertForeign(new RevisionPosition(new NumberedPosition(place.sequence() + 1, place.nonce()), 1));
        assertForeign(new RevisionPosition(new NumberedPosition(Long.MAX_VALUE, place.nonce()), 1));
        assertForeign(RevisionPosition.origin(beginning.entry().nonce() + 1));
        assertForeign(RevisionPosition.origin(place.nonce()));
    }

    private void assertForeign(RevisionPosition foreign) {
        FeedPosition position = foreign.position();

        assertThat(store.changesSince(position, 10)).isEqualTo(Changes.gap(store.position()));
        assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> store.findCommitted(Set.of(), position));
        assertThat(mark(store, position)).isFalse();
    }

    @Test
    void a_reader_whose_next_segments_are_trimmed_between_two_pages_has_a_gap() {
        FeedPosition start = store.position();
        for (int i = 0; i < 100; i++) {
            assertThat(mark(store, store.position())).isTrue();
        }
        FeedPosition reached = store.changesSince(start, 1_000).position();
        assertThat(reached).isNotEqualTo(store.position());

        store.trim(FAR_FUTURE, 90);

        assertThat(store.changesSince(reached, 1_000)).isEqualTo(Changes.gap(store.position()));
        assertThat(store.changesSince(start, 1_000)).isEqualTo(Changes.gap(store.position()));
        assertThat(store.trim(FAR_FUTURE, 10_000)).isEqualTo(9);
        assertThat(entries()).hasSize(1);
    }

    @Test
    void a_damaged_entry_is_a_gap_and_does_not_stop_trimming() {
        FeedPosition start = store.position();
        change(store);
        String damaged = entries().iterator().next();
        engine.put(damaged, new byte[] {1, 2, 3});
        change(store);
        FeedPosition end = store.position();

        assertThat(store.changesSince(start, 10).gap()).isTrue();
        assertThat(store.changesSince(end, 10).gap()).isFalse();
        assertThat(store.trim(FAR_FUTURE, 10)).isEqualTo(1);
        assertThat(store.position()).isEqualTo(end);
    }

    @Test
    void a_key_that_is_no_entry_is_a_gap_and_is_trimmed() {
        change(store);
        FeedPosition first = store.position();
        change(store);
        String foreign = new Keys("").entry(segment()) + "x";
        engine.put(foreign, new byte[] {1});
        engine.put("feed/!", new byte[] {1});

        assertThat(store.changesSince(first, 10).gap()).isTrue();
        change(store);
        store.trim(FAR_FUTURE, 100);

        assertThat(entries()).hasSize(1);
        assertThat(store.changesSince(store.position(), 10).gap()).isFalse();
    }

    @Test
    void a_feed_whose_entries_are_gone_is_a_gap() {
        change(store);
        change(store);
        FeedPosition position = store.position();
        entries().forEach(engine::delete);

        assertThat(store.changesSince(position, 10).gap()).isTrue();
    }

    /** Otherwise the reader would stay where it is, and never reach the end. */
    @Test
    void a_position_behind_which_the_entries_of_many_segments_are_missing_is_a_gap() {
        change(store);
        FeedPosition position = store.position();
        Set<String> first = entries();
        for (int i = 0; i < 40; i++) {
            assertThat(mark(store, store.position())).isTrue();
        }
        Set<String> rest = entries();
        rest.removeAll(first);
        rest.forEach(engine::delete);

        assertThat(store.changesSince(position, 10).gap()).isTrue();
    }

    /** Its entries are still there, so a reader misses nothing if later ones come behind them. */
    @Test
    void a_feed_that_lost_its_end_continues_behind_its_entries() {
        FeedPosition start = store.position();
        change(store);
        for (int i = 0; i < 5; i++) {
            assertThat(mark(store, store.position())).isTrue();
        }
        FeedPosition end = store.position();
        engine.delete("end");
        assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> change(store));
        assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> store.changesSince(end, 10));

        KeyValueTokenStore reopened = new KeyValueTokenStore(engine);
        TokenId second = change(reopened);

        assertThat(reopened.changesSince(end, 10).tokens()).containsExactly(second);
        assertThat(reopened.changesSince(start, 10).gap()).isTrue();
        assertThat(reopened.position()).isNotEqualTo(end);
    }

    /** A node of an older release, or one whose engine is wrapped in another, would not read the same feed. */
    @Test
    void a_store_of_another_kind_of_feed_is_not_opened() {
        MemoryEngine plain = new MemoryEngine();
        plain.put("end", engine.get("end"));
        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(() -> new KeyValueTokenStore(plain))
                .withMessageContaining("version 2");

        MemoryEngine numbered = new MemoryEngine();
        new KeyValueTokenStore(numbered);
        RevisionedMemoryEngine revisioned = new RevisionedMemoryEngine();
        revisioned.put("end", numbered.get("end"));
        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(() -> new KeyValueTokenStore(revisioned))
                .withMessageContaining("version 1");
    }
}
