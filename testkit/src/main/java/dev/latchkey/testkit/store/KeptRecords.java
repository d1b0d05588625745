package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A record is returned as it was written. */
abstract class KeptRecords extends RecordGroup {

    @Test
    void a_record_is_given_back_as_it_was_written() {
        TokenRecord record = TokenRecords.ordinary().build();

        insert(record);

        assertThat(store.find(record.id())).contains(record);
        assertThat(store.find(TokenRecords.newId())).isEmpty();
    }

    @Test
    void the_largest_record_is_given_back_whole() {
        TokenRecord record = TokenRecords.largest().build();

        insert(record);

        assertThat(stored(record)).isEqualTo(record);
        assertThat(store.findCommitted(Set.of(record.id())).record(record.id())).isEqualTo(record);
    }

    @Test
    void a_record_without_anything_optional_is_given_back() {
        TokenRecord record = TokenRecords.ordinary().expiresAt(null).build();

        insert(record);

        assertThat(stored(record)).isEqualTo(record);
        assertThat(stored(record).lifecycle().expiresAt()).isNull();
    }

    @Test
    void times_are_kept_to_the_millisecond_from_1970_to_9999() {
        for (Instant time : List.of(
                Instant.EPOCH,
                Instant.ofEpochMilli(1),
                Instant.parse("2026-03-29T01:30:00.001Z"),
                Instant.parse("2026-10-25T01:30:00.999Z"),
                Instant.parse("9999-12-31T23:59:59.999Z"))) {
            TokenRecord record = insert(
                    TokenRecords.ordinary().issuedAt(time).expiresAt(time).build());

            assertThat(stored(record).lifecycle().issuedAt()).isEqualTo(time);
            assertThat(stored(record).lifecycle().expiresAt()).isEqualTo(time);
        }
    }

    @Test
    void ids_of_all_bit_patterns_are_kept_apart() {
        List<TokenId> ids = List.of(
                TokenId.of(0, 0),
                TokenId.of(0, 1),
                TokenId.of(1, 0),
                TokenId.of(-1, -1),
                TokenId.of(Long.MIN_VALUE, Long.MAX_VALUE),
                TokenId.of(Long.MAX_VALUE, Long.MIN_VALUE));
        ids.forEach(id -> insert(TokenRecords.ordinary(id).build()));

        for (TokenId id : ids) {
            assertThat(store.find(id))
                    .hasValueSatisfying(record -> assertThat(record.id()).isEqualTo(id));
        }
    }
}
