package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.token.Intervention;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An update requires the stored version. */
abstract class Updates extends RecordGroup {

    @Test
    void an_update_of_the_stored_version_is_written() {
        TokenRecord record = insert(TokenRecords.ordinary().build());
        TokenRecord next = record.withDescription("other");

        assertThat(StoreWrites.update(store, next)).isTrue();
        assertThat(stored(record)).isEqualTo(next);
    }

    @Test
    void everything_that_can_change_is_written() {
        TokenRecord record = insert(TokenRecords.ordinary().build());
        TokenRecord next = record.toBuilder()
                .description("other")
                .scopes("a b")
                .hash(SecretHash.of("other", "hash"))
                .expiresAt(T0.plusSeconds(7))
                .revocation(new Intervention(T0.plusSeconds(3), "users/\u00f6", "leaked"))
                .disablement(new Intervention(T0.plusSeconds(2), "users/2", "audit"))
                .attributes(Map.of("team", "\u00e4", "cost center", "7"))
                .successor(TokenRecords.newId())
                .details("{}")
                .version(2)
                .build();

        assertThat(StoreWrites.update(store, next)).isTrue();
        assertThat(stored(record)).isEqualTo(next);
    }

    @Test
    void what_is_optional_can_be_taken_away_again() {
        TokenRecord record = insert(TokenRecords.ordinary()
                .disablement(new Intervention(T0, "users/2", "audit"))
                .successor(TokenRecords.newId())
                .attributes(Map.of("team", "a"))
                .details("x")
                .build());
        TokenRecord next = record.toBuilder()
                .expiresAt(null)
                .disablement(null)
                .successor(null)
                .attributes(Map.of())
                .details("")
                .version(2)
                .build();

        assertThat(StoreWrites.update(store, next)).isTrue();
        assertThat(stored(record)).isEqualTo(next);
    }

    @Test
    void an_update_of_another_version_is_refused_and_changes_nothing() {
        TokenRecord record = insert(TokenRecords.ordinary().build());
        TokenRecord second = record.withDescription("second");
        StoreWrites.update(store, second);

        assertThat(StoreWrites.update(store, record.withDescription("lost update")))
                .isFalse();
        assertThat(StoreWrites.update(store, record.toBuilder().version(4).build()))
                .isFalse();
        assertThat(stored(record)).isEqualTo(second);
    }

    @Test
    void an_update_of_an_unknown_token_is_refused_and_inserts_nothing() {
        TokenRecord unknown = TokenRecords.ordinary().version(2).build();

        assertThat(StoreWrites.update(store, unknown)).isFalse();
        assertThat(store.find(unknown.id())).isEmpty();
    }

    @Test
    void what_a_record_was_inserted_with_stays() {
        TokenRecord record = insert(TokenRecords.ordinary()
                .createdBy("users/1")
                .ancestors(List.of(TokenId.of(1, 2), TokenId.of(1, 1)))
                .requestKey("key")
                .requestDigest("digest")
                .build());

        StoreWrites.update(
                store,
                record.toBuilder()
                        .owner("workspaces/thief")
                        .issuedAt(T0.plusSeconds(9))
                        .parent(null)
                        .family(TokenId.of(2, 2))
                        .requestKey(null)
                        .version(2)
                        .build());

        assertThat(stored(record)).isEqualTo(record.toBuilder().version(2).build());
    }
}
