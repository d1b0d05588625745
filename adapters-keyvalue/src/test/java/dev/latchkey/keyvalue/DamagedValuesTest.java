package dev.latchkey.keyvalue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Direction;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import dev.latchkey.token.UnreadableToken;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A value that is not what was written is reported, and stops nothing else. */
class DamagedValuesTest {

    private static final String SECOND_ENTRY = "feed/0000000000000002";

    private final MemoryEngine engine = new MemoryEngine();
    private final KeyValueTokenStore store = new KeyValueTokenStore(engine);
    private final TokenRecord record = TokenRecords.ordinary(TokenId.of(1, 1)).build();
    private final TokenRecord other = TokenRecords.ordinary(TokenId.of(1, 2)).build();

    private void insert() {
        StoreWrites.insert(store, record);
        StoreWrites.insert(store, other);
    }

    /** Every order reads tokens in a way of its own. */
    @ParameterizedTest
    @EnumSource
    void a_damaged_record_is_listed_as_unreadable_in_every_order(TokenQuery.Order order) {
        insert();
        engine.truncate("token/" + record.id(), 100);

        for (boolean descending : new boolean[] {false, true}) {
            var page = store.list(TokenQuery.all()
                    .ownedBy(record.grant().owner())
                    .orderedBy(order, descending ? Direction.DESCENDING : Direction.ASCENDING));

            assertThat(page.entries())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.record()).isEqualTo(other));
            assertThat(page.unreadable()).singleElement().satisfies(token -> {
                assertThat(token.id()).isEqualTo(record.id());
                assertThat(token.owner()).isEqualTo(record.grant().owner());
                assertThat(token.expiresAt()).isEqualTo(record.lifecycle().expiresAt());
            });
        }
    }

    @Test
    void a_damaged_record_fails_what_needs_it_and_nothing_else() {
        insert();
        engine.put("token/" + record.id(), new byte[] {1, 2, 3});

        assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> store.find(record.id()));
        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(() -> StoreWrites.update(store, record.withDescription("next")));
        assertThat(StoreWrites.insert(store, record)).isFalse();
        assertThat(StoreWrites.update(store, other.withDescription("next"))).isTrue();
    }

    @Test
    void a_damaged_use_hides_no_token_and_stays_as_it_is() {
        insert();
        engine.put("use/" + record.id(), new byte[] {2});
        TokenUse use = new TokenUse(record.id(), TokenRecords.ISSUED, ScopeSet.parse("a"));
        TokenUse otherUse = new TokenUse(other.id(), TokenRecords.ISSUED, ScopeSet.parse("a"));

        assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> store.recordUse(List.of(use, otherUse)));

        var page = store.list(TokenQuery.all());
        assertThat(page.entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.use()).isEqualTo(otherUse));
        assertThat(page.unreadable()).extracting(UnreadableToken::id).containsExactly(record.id());
        assertThat(engine.get("use/" + record.id())).containsExactly(2);
    }

    @Test
    void a_key_that_names_no_id_is_left_out_of_lists() {
        insert();
        engine.put("token/~", new byte[0]);
        engine.put("use/~", new byte[0]);

        assertThat(store.list(TokenQuery.all()).entries()).hasSize(2);
        assertThat(store.list(TokenQuery.all().newestFirst()).entries()).hasSize(2);
    }

    @Test
    void a_damaged_state_is_a_failure_of_the_store() {
        engine.put("state", new byte[] {1});

        assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> store.findCommitted(Set.of()));
        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(() ->
                        StoreWrites.updateState(store, StoreState.INITIAL.withRejectIssuedBefore(TokenRecords.ISSUED)));
    }

    /** Three entries in the feed. */
    private FeedPosition updateThreeTimes() {
        FeedPosition start = store.position();
        insert();
        TokenRecord next = record;
        while (next.version() < 4) {
            next = next.withDescription("v" + next.version());
            StoreWrites.update(store, next);
        }
        return start;
    }

    @Test
    void a_damaged_entry_of_the_feed_is_a_gap() {
        FeedPosition start = updateThreeTimes();
        engine.truncate(SECOND_ENTRY, 20);

        assertThat(store.changesSince(start, 10).gap()).isTrue();
        assertThat(store.changesSince(start, 10).position()).isEqualTo(store.position());
        assertThat(store.changesSince(store.position(), 10).gap()).isFalse();
        assertThat(store.trim(Instant.parse("9999-01-01T00:00:00Z"), 10)).isEqualTo(2);
    }

    @Test
    void a_missing_entry_of_the_feed_is_a_gap() {
        FeedPosition start = updateThreeTimes();
        engine.delete(SECOND_ENTRY);

        assertThat(store.changesSince(start, 10).gap()).isTrue();
    }

    @Test
    void an_entry_in_the_place_of_another_is_a_gap() {
        FeedPosition start = updateThreeTimes();
        engine.put(SECOND_ENTRY, engine.get("feed/0000000000000003"));

        assertThat(store.changesSince(start, 10).gap()).isTrue();
    }

    @Test
    void without_the_end_of_the_feed_changes_fail_and_insertions_do_not() {
        updateThreeTimes();
        FeedPosition position = store.position();
        engine.delete("end");

        assertThatExceptionOfType(TokenStoreException.class).isThrownBy(store::position);
        assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> store.findCommitted(Set.of(), position));
        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(() -> StoreWrites.update(store, other.withDescription("next")));
        assertThat(StoreWrites.insert(store, TokenRecords.ordinary().build())).isTrue();
    }

    @Test
    void a_feed_that_lost_its_end_is_a_gap_for_every_earlier_position() {
        FeedPosition start = updateThreeTimes();
        FeedPosition position = store.position();
        engine.delete("end");
        KeyValueTokenStore reopened = new KeyValueTokenStore(engine);
        for (TokenRecord next = other; next.version() < 5; ) {
            assertThat(reopened.changesSince(start, 10).gap()).isTrue();
            assertThat(reopened.changesSince(position, 10).gap()).isTrue();
            FeedPosition end = reopened.position();
            next = next.withDescription("v" + next.version());
            StoreWrites.update(reopened, next);

            assertThat(reopened.changesSince(end, 10).tokens()).containsExactly(other.id());
        }
    }
}
