package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A read is of one moment, and as new as the last acknowledged write. */
abstract class ReadsAmongWrites<S extends TokenStore & ChangeFeed> extends ConcurrentGroup<S> {

    /** Reading the records first and the state after them would miss changes in between. */
    @Test
    void records_and_state_are_of_one_moment() throws Exception {
        TokenRecord first = TokenRecords.ordinary().build();
        TokenRecord second = TokenRecords.ordinary().build();
        StoreWrites.insert(store, first);
        StoreWrites.insert(store, second);
        Set<TokenId> both = Set.of(first.id(), second.id());

        readWhileWriting(
                round -> {
                    StoreWrites.update(
                            store, first.toBuilder().version(1 + round).build());
                    StoreWrites.update(
                            store, second.toBuilder().version(1 + round).build());
                    StoreWrites.updateState(store, new StoreState(round, null, null));
                },
                () -> {
                    Snapshot seen = store.findCommitted(both);
                    long firstWrites = version(seen, first.id()) - 1;
                    long secondWrites = version(seen, second.id()) - 1;
                    assertThat(List.of(
                                    firstWrites - secondWrites,
                                    secondWrites - seen.state().version(),
                                    firstWrites - seen.state().version()))
                            .as("how far each write is ahead of the next in %s", seen)
                            .allMatch(ahead -> ahead == 0 || ahead == 1);
                });
    }

    /** If steps were written one by one, a read could see some tokens of a batch revoked and others not. */
    @Test
    void several_steps_of_one_write_are_seen_together() throws Exception {
        TokenRecord first = TokenRecords.ordinary().build();
        TokenRecord second = TokenRecords.ordinary().build();
        StoreWrites.insert(store, first);
        StoreWrites.insert(store, second);
        Set<TokenId> both = Set.of(first.id(), second.id());

        readWhileWriting(
                round -> store.write(List.of(
                        StoreWrites.updateTo(
                                first.toBuilder().version(1 + round).build()),
                        StoreWrites.updateTo(
                                second.toBuilder().version(1 + round).build()))),
                () -> {
                    Snapshot seen = store.findCommitted(both);
                    assertThat(version(seen, first.id())).isEqualTo(version(seen, second.id()));
                });
    }

    /** A revocation that was acknowledged is seen by every read that begins after it, on every thread. */
    @Test
    void an_acknowledged_revocation_is_seen_by_all_who_read_after_it() throws Exception {
        for (int round = 0; round < rounds(); round++) {
            TokenRecord record = TokenRecords.ordinary().build();
            StoreWrites.insert(store, record);
            StoreWrites.update(store, record.withRevoked(T0, "leaked"));

            assertThat(race(node ->
                            node.findCommitted(Set.of(record.id())).records().values()))
                    .allSatisfy(records -> assertThat(records)
                            .singleElement()
                            .extracting(seen -> seen.lifecycle().isRevoked())
                            .isEqualTo(true));
        }
    }
}
