package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.token.TokenRecord;
import org.junit.jupiter.api.Test;

/** A token is retired and its successor inserted, or neither. */
abstract class Replacements extends RecordGroup {

    @Test
    void a_replacement_writes_both() {
        TokenRecord record = insert(TokenRecords.ordinary().build());
        TokenRecord successor = TokenRecords.ordinary()
                .issuedAt(T0)
                .expiresAt(T0.plusSeconds(9))
                .family(record.id())
                .build();
        TokenRecord retired =
                record.toBuilder().successor(successor.id()).version(2).build();

        assertThat(StoreWrites.replace(store, retired, successor)).isTrue();
        assertThat(stored(record)).isEqualTo(retired);
        assertThat(stored(successor)).isEqualTo(successor);
    }

    @Test
    void a_replacement_of_another_version_writes_neither() {
        TokenRecord record = insert(TokenRecords.ordinary().build());
        TokenRecord successor = TokenRecords.ordinary().build();

        assertThat(StoreWrites.replace(store, record.toBuilder().version(3).build(), successor))
                .isFalse();
        assertThat(stored(record)).isEqualTo(record);
        assertThat(store.find(successor.id())).isEmpty();
    }

    @Test
    void a_replacement_by_an_existing_id_or_request_key_writes_neither() {
        TokenRecord record = insert(TokenRecords.ordinary().build());
        TokenRecord existing = insert(TokenRecords.ordinary().requestKey("key").build());
        TokenRecord retired = record.withDescription("retired");
        TokenRecord sameKey = TokenRecords.ordinary().requestKey("key").build();

        assertThat(StoreWrites.replace(
                        store, retired, TokenRecords.ordinary(existing.id()).build()))
                .isFalse();
        assertThat(StoreWrites.replace(store, retired, sameKey)).isFalse();
        assertThat(stored(record)).isEqualTo(record);
        assertThat(stored(existing)).isEqualTo(existing);
        assertThat(store.find(sameKey.id())).isEmpty();
    }

    @Test
    void a_token_cannot_replace_itself() {
        TokenRecord unknown = TokenRecords.ordinary().build();
        TokenRecord record = insert(TokenRecords.ordinary().build());

        assertThat(StoreWrites.replace(store, unknown.withDescription("retired"), unknown))
                .isFalse();
        assertThat(StoreWrites.replace(store, record.withDescription("retired"), record))
                .isFalse();
        assertThat(store.find(unknown.id())).isEmpty();
        assertThat(stored(record)).isEqualTo(record);
    }
}
