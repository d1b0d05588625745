package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.Write;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A deletion requires the stored version. */
abstract class Deletions extends RecordGroup {

    @Test
    void a_deletion_of_the_stored_version_removes_that_token_alone() {
        TokenRecord record = insert(TokenRecords.ordinary().build());
        TokenRecord other = insert(TokenRecords.ordinary().build());

        assertThat(StoreWrites.delete(store, record)).isTrue();
        assertThat(store.findCommitted(Set.of(record.id(), other.id())).records())
                .containsOnlyKeys(other.id());
    }

    @Test
    void a_deletion_of_another_version_is_refused_and_changes_nothing() {
        TokenRecord record = insert(TokenRecords.ordinary().build());
        TokenRecord second = record.withDescription("second");
        StoreWrites.update(store, second);

        assertThat(StoreWrites.delete(store, record)).isFalse();
        assertThat(StoreWrites.delete(store, record.toBuilder().version(3).build()))
                .isFalse();
        assertThat(stored(record)).isEqualTo(second);
    }

    @Test
    void a_deletion_of_an_unknown_token_is_refused() {
        TokenRecord record = insert(TokenRecords.ordinary().build());
        StoreWrites.delete(store, record);

        assertThat(StoreWrites.delete(store, record)).isFalse();
        assertThat(StoreWrites.delete(store, TokenRecords.ordinary().build())).isFalse();
    }

    @Test
    void deletions_of_two_are_refused_together_if_one_of_them_is_not_as_expected() {
        TokenRecord record = insert(TokenRecords.ordinary().build());
        TokenRecord changed = insert(TokenRecords.ordinary().build());
        TokenRecord unknown = TokenRecords.ordinary().build();
        StoreWrites.update(store, changed.withDescription("second"));

        for (TokenRecord other : List.of(changed, unknown, record)) {
            assertThat(store.write(List.of(new Write.Delete(record), new Write.Delete(other))))
                    .isFalse();
            assertThat(store.write(List.of(new Write.Delete(other), new Write.Delete(record))))
                    .isFalse();
        }

        assertThat(store.findCommitted(Set.of(record.id(), changed.id())).records())
                .containsOnlyKeys(record.id(), changed.id());
    }

    @Test
    void deletions_of_two_as_expected_remove_both_and_their_uses() {
        TokenRecord first = insert(TokenRecords.ordinary().build());
        TokenRecord second = insert(TokenRecords.ordinary().build());
        TokenRecord other = insert(TokenRecords.ordinary().build());
        Set<TokenId> ids = Set.of(first.id(), second.id(), other.id());
        store.recordUse(ids.stream()
                .map(id -> new TokenUse(id, T0, ScopeSet.parse("a")))
                .toList());

        assertThat(store.write(List.of(new Write.Delete(stored(second)), new Write.Delete(stored(first)))))
                .isTrue();

        assertThat(store.findCommitted(ids).records()).containsOnlyKeys(other.id());
        assertThat(store.findUses(ids)).containsOnlyKeys(other.id());
    }

    @Test
    void a_use_is_deleted_with_its_token() {
        TokenRecord record = insert(TokenRecords.ordinary().build());
        store.recordUse(List.of(new TokenUse(record.id(), T0, ScopeSet.parse("a"))));

        StoreWrites.delete(store, stored(record));
        insert(record);

        assertUnused();
    }

    @Test
    void a_use_is_deleted_although_the_next_step_inserts_the_same_id() {
        TokenRecord record = insert(TokenRecords.ordinary().build());
        store.recordUse(List.of(new TokenUse(record.id(), T0, ScopeSet.parse("a"))));

        store.write(List.of(new Write.Delete(stored(record)), new Write.Insert(record)));

        assertUnused();
    }

    private void assertUnused() {
        assertThat(store.list(TokenQuery.all()).entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.use()).isNull());
    }

    @Test
    void id_and_request_key_of_a_deleted_token_can_be_used_again() {
        TokenRecord record = insert(TokenRecords.ordinary().requestKey("key").build());
        StoreWrites.delete(store, record);

        insert(TokenRecords.ordinary().requestKey("key").build());
        insert(TokenRecords.ordinary(record.id()).build());
    }
}
