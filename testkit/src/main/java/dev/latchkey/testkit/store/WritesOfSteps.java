package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.port.Snapshot;
import dev.latchkey.port.Write;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Several steps are written atomically. */
abstract class WritesOfSteps extends RecordGroup {

    @Test
    void several_steps_are_written_as_a_whole() {
        TokenRecord changed = insert(TokenRecords.ordinary().build());
        TokenRecord next = changed.withDescription("next");
        TokenRecord deleted = insert(TokenRecords.ordinary().build());
        TokenRecord added = TokenRecords.ordinary()
                .issuedAt(T0)
                .expiresAt(T0.plusSeconds(9))
                .build();
        StoreState state = StoreState.INITIAL.withRejectIssuedBefore(T0);

        assertThat(writeAll(List.of(
                        new Write.Insert(added),
                        new Write.Update(changed, next),
                        new Write.Delete(deleted),
                        new Write.State(StoreState.INITIAL, state))))
                .isTrue();

        Snapshot snapshot = store.findCommitted(Set.of(added.id(), changed.id(), deleted.id()));
        assertThat(snapshot.records()).containsOnlyKeys(added.id(), changed.id());
        assertThat(snapshot.record(added.id())).isEqualTo(added);
        assertThat(snapshot.record(changed.id())).isEqualTo(next);
        assertThat(snapshot.state()).isEqualTo(state);
    }

    /** Two steps at a time, if that is the store's maximum: the guarantee is the same for each of these writes. */
    private boolean writeAll(List<Write> writes) {
        int most = store.maximumWrites();
        boolean written = true;
        for (int from = 0; from < writes.size(); from += most) {
            written &= store.write(writes.subList(from, Math.min(writes.size(), from + most)));
        }
        return written;
    }

    @Test
    void if_any_one_step_is_refused_none_is_written() {
        TokenRecord existing = insert(TokenRecords.ordinary().requestKey("key").build());
        TokenRecord unknown = TokenRecords.ordinary().build();
        TokenRecord elsewhere = existing.toBuilder().version(2).build();
        TokenRecord changed = insert(TokenRecords.ordinary().build());
        TokenRecord deleted = insert(TokenRecords.ordinary().build());
        List<Write> refused = List.of(
                new Write.Insert(TokenRecords.ordinary(existing.id()).build()),
                new Write.Insert(TokenRecords.ordinary().requestKey("key").build()),
                new Write.Update(elsewhere, elsewhere.withDescription("lost update")),
                new Write.Update(unknown, unknown.withDescription("unknown")),
                new Write.Delete(elsewhere),
                new Write.Delete(unknown),
                StoreWrites.stateTo(new StoreState(3, T0, null)));
        List<Write> possible = List.of(
                new Write.Insert(TokenRecords.ordinary().build()),
                new Write.Update(changed, changed.withRevoked(T0, "leaked")),
                new Write.Delete(deleted),
                StoreWrites.stateTo(new StoreState(1, T0, null)));
        List<Object> before = content();

        for (Write step : refused) {
            for (Write other : possible) {
                assertThat(store.write(List.of(other, step)))
                        .as("%s, then %s", other, step)
                        .isFalse();
                assertThat(store.write(List.of(step, other)))
                        .as("%s, then %s", step, other)
                        .isFalse();
            }
            if (store.maximumWrites() > possible.size()) {
                for (int place = 0; place <= possible.size(); place++) {
                    List<Write> writes = new ArrayList<>(possible);
                    writes.add(place, step);
                    assertThat(store.write(writes)).as("%s", writes).isFalse();
                }
            }
        }

        assertThat(content()).isEqualTo(before);
    }

    /** {@return everything in the store} */
    private List<Object> content() {
        return List.of(
                store.list(TokenQuery.all()).entries(),
                store.findCommitted(Set.of()).state());
    }

    @Test
    void a_step_finds_what_the_steps_before_it_left() {
        TokenRecord changed = insert(TokenRecords.ordinary().build());
        TokenRecord second = changed.withDescription("second");
        TokenRecord third = second.withDescription("third");
        TokenRecord replaced = insert(TokenRecords.ordinary().requestKey("key").build());
        TokenRecord again = TokenRecords.ordinary(replaced.id())
                .issuedAt(T0)
                .expiresAt(T0.plusSeconds(9))
                .build();
        TokenRecord sameKey = TokenRecords.ordinary().requestKey("key").build();
        TokenRecord fleeting = TokenRecords.ordinary().build();
        StoreState first = StoreState.INITIAL.withRejectIssuedBefore(T0);

        assertThat(store.write(List.of(new Write.Update(changed, second), new Write.Update(second, third))))
                .isTrue();
        assertThat(store.write(List.of(new Write.Delete(replaced), new Write.Insert(again))))
                .isTrue();
        assertThat(store.write(List.of(new Write.Insert(fleeting), new Write.Delete(fleeting))))
                .isTrue();
        assertThat(store.write(List.of(
                        StoreWrites.stateTo(first), StoreWrites.stateTo(new StoreState(2, T0.plusSeconds(1), null)))))
                .isTrue();
        assertThat(StoreWrites.insert(store, sameKey)).isTrue();
        TokenRecord otherKey = TokenRecords.ordinary().requestKey("key").build();
        assertThat(store.write(List.of(new Write.Delete(stored(sameKey)), new Write.Insert(otherKey))))
                .isTrue();

        assertThat(stored(changed)).isEqualTo(third);
        assertThat(stored(replaced)).isEqualTo(again);
        assertThat(store.find(Set.of(fleeting.id(), sameKey.id(), otherKey.id()))
                        .records())
                .containsOnlyKeys(otherKey.id());
        assertThat(store.findCommitted(Set.of()).state().version()).isEqualTo(2);
    }

    @Test
    void a_new_record_can_be_changed_by_the_next_step() {
        TokenRecord added = TokenRecords.ordinary()
                .issuedAt(T0)
                .expiresAt(T0.plusSeconds(9))
                .build();
        TokenRecord next = added.withDescription("next");

        assertThat(store.write(List.of(new Write.Insert(added), new Write.Update(added, next))))
                .isTrue();
        assertThat(stored(added)).isEqualTo(next);
    }

    @Test
    void a_step_that_an_earlier_one_made_impossible_is_refused() {
        TokenRecord record = insert(TokenRecords.ordinary().build());
        TokenRecord added = TokenRecords.ordinary().build();
        Write update = new Write.Update(record, record.withDescription("other"));
        Write delete = new Write.Delete(record);
        Write state = StoreWrites.stateTo(new StoreState(1, T0, null));
        List<List<Write>> impossible = List.of(
                List.of(
                        new Write.Insert(added),
                        new Write.Insert(TokenRecords.ordinary(added.id()).build())),
                List.of(
                        new Write.Insert(
                                TokenRecords.ordinary().requestKey("key").build()),
                        new Write.Insert(
                                TokenRecords.ordinary().requestKey("key").build())),
                List.of(update, new Write.Update(record, record.withDescription("lost update"))),
                List.of(update, delete),
                List.of(delete, update),
                List.of(delete, delete),
                List.of(state, state));
        List<Object> before = content();

        for (List<Write> writes : impossible) {
            assertThat(store.write(writes)).as("%s", writes).isFalse();
        }

        assertThat(content()).isEqualTo(before);
    }

    @Test
    void no_steps_are_written_and_change_nothing() {
        insert(TokenRecords.ordinary().build());
        List<Object> before = content();

        assertThat(store.write(List.of())).isTrue();
        assertThat(content()).isEqualTo(before);
    }

    @Test
    void the_maximum_of_steps_is_at_least_two_and_stays_the_same() {
        int maximum = store.maximumWrites();
        insert(TokenRecords.ordinary().build());

        assertThat(maximum).isGreaterThanOrEqualTo(2);
        assertThat(store.maximumWrites()).isEqualTo(maximum);
    }

    @Test
    void as_many_steps_as_the_maximum_are_written() {
        List<Write> inserts = inserts(store.maximumWrites());

        assertThat(store.write(inserts)).isTrue();
        assertThat(stored(inserts)).isEqualTo(inserts.size());
    }

    @Test
    void more_steps_than_the_maximum_are_a_mistake_of_the_caller_and_none_is_written() {
        List<Write> inserts = inserts(store.maximumWrites() + 1);

        assertThatIllegalArgumentException().isThrownBy(() -> store.write(inserts));
        assertThat(stored(inserts)).isZero();
    }

    private static List<Write> inserts(int number) {
        return Stream.generate(() -> TokenRecords.ordinary().build())
                .limit(number)
                .<Write>map(Write.Insert::new)
                .toList();
    }

    /** {@return how many of them are there} */
    private int stored(List<Write> inserts) {
        return (int) inserts.stream()
                .map(write -> ((Write.Insert) write).record().id())
                .filter(id -> store.find(id).isPresent())
                .count();
    }
}
