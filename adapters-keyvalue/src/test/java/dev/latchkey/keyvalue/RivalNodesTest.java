package dev.latchkey.keyvalue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Write;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What another node writes between the read and the commit of a write is neither overwritten nor lost. */
class RivalNodesTest {

    private final MemoryEngine engine = newEngine();
    private final KeyValueTokenStore store = new KeyValueTokenStore(engine);
    private final KeyValueTokenStore rival = new KeyValueTokenStore(engine);
    private final TokenRecord record = TokenRecords.ordinary().build();
    private final TokenRecord other = TokenRecords.ordinary().build();

    MemoryEngine newEngine() {
        return new MemoryEngine();
    }

    @BeforeEach
    void insert() {
        StoreWrites.insert(store, record);
        StoreWrites.insert(store, other);
    }

    @Test
    void an_update_does_not_overwrite_another_of_the_same_version() {
        TokenRecord revoked = record.withRevoked(TokenRecords.ISSUED, "leaked");
        engine.beforeNextCommit(
                () -> assertThat(StoreWrites.update(rival, revoked)).isTrue());

        assertThat(StoreWrites.update(store, record.withDescription("late"))).isFalse();
        assertThat(store.find(record.id())).contains(revoked);
    }

    @Test
    void an_update_does_not_bring_a_deleted_token_back() {
        engine.beforeNextCommit(
                () -> assertThat(StoreWrites.delete(rival, record)).isTrue());

        assertThat(StoreWrites.update(store, record.withDescription("late"))).isFalse();
        assertThat(store.find(record.id())).isEmpty();
    }

    @Test
    void an_insertion_does_not_overwrite_another_of_the_same_id() {
        TokenRecord first = TokenRecords.ordinary().build();
        engine.beforeNextCommit(
                () -> assertThat(StoreWrites.insert(rival, first)).isTrue());

        assertThat(StoreWrites.insert(store, first.toBuilder().owner("other").build()))
                .isFalse();
        assertThat(store.find(first.id())).contains(first);
    }

    @Test
    void a_request_key_is_claimed_once() {
        TokenRecord first = TokenRecords.ordinary().requestKey("k").build();
        engine.beforeNextCommit(
                () -> assertThat(StoreWrites.insert(rival, first)).isTrue());

        assertThat(StoreWrites.insert(
                        store, TokenRecords.ordinary().requestKey("k").build()))
                .isFalse();
        assertThat(store.list(TokenQuery.all().requestedAs("k")).entries()).hasSize(1);
    }

    @Test
    void a_state_does_not_overwrite_another_of_the_same_version() {
        StoreState bound = StoreState.INITIAL.withRevocationBound(Duration.ofSeconds(1));
        engine.beforeNextCommit(
                () -> assertThat(StoreWrites.updateState(rival, bound)).isTrue());

        assertThat(StoreWrites.updateState(store, StoreState.INITIAL.withRejectIssuedBefore(TokenRecords.ISSUED)))
                .isFalse();
        assertThat(store.findCommitted(Set.of()).state()).isEqualTo(bound);
    }

    @Test
    void a_mark_is_refused_if_the_feed_has_moved() {
        engine.beforeNextCommit(() -> StoreWrites.update(rival, record.withDescription("first")));

        assertThat(store.write(List.of(new Write.Mark(store.position())))).isFalse();
    }

    @Test
    void changes_of_two_tokens_are_both_written_and_reported() {
        FeedPosition start = store.position();
        engine.beforeNextCommit(() -> assertThat(StoreWrites.update(rival, other.withDescription("first")))
                .isTrue());

        assertThat(StoreWrites.update(store, record.withDescription("second"))).isTrue();

        Changes first = store.changesSince(start, 1);
        assertThat(first.tokens()).containsExactly(other.id());
        assertThat(store.changesSince(first.position(), 10).tokens()).containsExactly(record.id());
    }

    @Test
    void uses_of_two_nodes_are_joined() {
        engine.beforeNextCommit(() -> rival.recordUse(
                List.of(new TokenUse(record.id(), TokenRecords.ISSUED.plusSeconds(1), ScopeSet.parse("a")))));

        store.recordUse(List.of(new TokenUse(record.id(), TokenRecords.ISSUED, ScopeSet.parse("b"))));

        assertThat(store.list(TokenQuery.all().ownedBy(record.grant().owner())).entries())
                .extracting(entry -> entry.use())
                .contains(new TokenUse(record.id(), TokenRecords.ISSUED.plusSeconds(1), ScopeSet.parse("a b")));
    }

    @Test
    void the_use_of_a_token_that_is_being_deleted_is_not_kept() {
        engine.beforeNextCommit(() -> StoreWrites.delete(rival, record));

        store.recordUse(List.of(new TokenUse(record.id(), TokenRecords.ISSUED, ScopeSet.empty())));

        assertThat(engine.keys()).doesNotContain("use/" + record.id());
    }

    @Test
    void entries_that_two_nodes_trim_are_counted_once() {
        StoreWrites.update(store, record.withDescription("first"));
        StoreWrites.update(store, other.withDescription("second"));
        Instant later = Instant.parse("9999-01-01T00:00:00Z");
        engine.beforeNextCommit(() -> assertThat(rival.trim(later, 10)).isEqualTo(1));

        assertThat(store.trim(later, 10)).isZero();
    }

    @Test
    void a_feed_that_two_nodes_open_at_once_begins_once() {
        MemoryEngine empty = newEngine();
        FeedPosition[] first = new FeedPosition[1];
        empty.beforeNextCommit(() -> first[0] = new KeyValueTokenStore(empty).position());

        assertThat(new KeyValueTokenStore(empty).position()).isEqualTo(first[0]);
    }
}
