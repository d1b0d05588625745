package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.port.StoreLimits;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Verification reads what is committed. */
abstract class CommittedReads extends RecordGroup {

    @Test
    void records_are_found_by_id_and_unknown_ids_are_absent() {
        TokenRecord one = insert(TokenRecords.ordinary().build());
        TokenRecord other = insert(TokenRecords.ordinary().build());
        TokenId unknown = TokenRecords.newId();

        assertThat(store.findCommitted(Set.of(one.id(), other.id(), unknown)).records())
                .containsOnlyKeys(one.id(), other.id())
                .containsValues(one, other);
    }

    @Test
    void without_ids_there_is_the_state_alone() {
        assertThat(store.findCommitted(Set.of()).records()).isEmpty();
        assertThat(store.findCommitted(Set.of()).state()).isEqualTo(StoreState.INITIAL);
    }

    @Test
    void as_many_ids_as_the_limit_are_found_at_once() {
        Set<TokenId> ids = new HashSet<>();
        for (int i = 0; i < StoreLimits.MAX_IDS; i++) {
            ids.add(insert(TokenRecords.ordinary().build()).id());
        }

        assertThat(store.findCommitted(ids).records()).containsOnlyKeys(ids);
    }

    @Test
    void more_ids_than_the_limit_are_a_mistake_of_the_caller() {
        Set<TokenId> ids = new HashSet<>();
        for (int i = 0; i <= StoreLimits.MAX_IDS; i++) {
            ids.add(TokenRecords.newId());
        }

        assertThatIllegalArgumentException().isThrownBy(() -> store.findCommitted(ids));
    }

    @Test
    void every_write_is_seen_by_the_next_read() {
        TokenRecord record = insert(TokenRecords.ordinary().build());
        assertThat(store.findCommitted(Set.of(record.id())).record(record.id())).isEqualTo(record);
        TokenRecord revoked = record.withRevoked(T0.plusSeconds(1), "leaked");
        StoreWrites.update(store, revoked);
        StoreState state = StoreState.INITIAL.withRejectIssuedBefore(T0);
        StoreWrites.updateState(store, state);

        assertThat(store.findCommitted(Set.of(record.id())).record(record.id())).isEqualTo(revoked);
        assertThat(store.findCommitted(Set.of(record.id())).state()).isEqualTo(state);
    }
}
