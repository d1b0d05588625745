package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.token.TokenRecord;
import org.junit.jupiter.api.Test;

/** An insert never overwrites. */
abstract class Inserts extends RecordGroup {

    @Test
    void an_insert_of_an_existing_id_is_refused_and_changes_nothing() {
        TokenRecord record = insert(TokenRecords.ordinary().build());

        assertThat(StoreWrites.insert(
                        store,
                        TokenRecords.ordinary(record.id()).description("other").build()))
                .isFalse();
        assertThat(stored(record)).isEqualTo(record);
    }

    @Test
    void an_insert_of_an_existing_request_key_of_the_owner_is_refused() {
        insert(TokenRecords.ordinary().requestKey("key-1").build());
        TokenRecord again = TokenRecords.ordinary().requestKey("key-1").build();

        assertThat(StoreWrites.insert(store, again)).isFalse();
        assertThat(store.find(again.id())).isEmpty();
    }

    @Test
    void another_owner_or_another_spelling_may_have_the_same_request_key() {
        insert(TokenRecords.ordinary().requestKey("key-1").build());

        insert(TokenRecords.ordinary().requestKey("Key-1").build());
        insert(TokenRecords.ordinary().requestKey("key-1 ").build());
        insert(TokenRecords.ordinary()
                .owner("workspaces/Acme")
                .requestKey("key-1")
                .build());
        insert(TokenRecords.ordinary()
                .owner("workspaces/acme ")
                .requestKey("key-1")
                .build());
    }

    @Test
    void any_number_of_tokens_may_have_no_request_key() {
        insert(TokenRecords.ordinary().build());
        insert(TokenRecords.ordinary().build());
    }
}
