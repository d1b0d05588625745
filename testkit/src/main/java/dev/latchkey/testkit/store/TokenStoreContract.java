package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.port.Snapshot;
import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.Write;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.Intervention;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Rules TS-1 to TS-3 of {@link TokenStore}, one operation after the other. Extend it, give an empty store, and run.
 *
 * <p>Lists (TS-4) and uses (TS-5) are in {@link TokenListContract}. Marks of the change feed, which are steps of TS-3 too, are
 * in {@link ChangeFeedContract}.
 *
 * <p>A store that breaks one rule fails the tests of that rule and no others, so that their names say what to repair. That a
 * record comes back as it was written is held by TS-2 alone: the other rules begin from what the store gave back, and their
 * times are whole seconds.
 */
public abstract class TokenStoreContract {

    private static final Instant T0 = TokenRecords.ISSUED.truncatedTo(ChronoUnit.SECONDS);
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private TokenStore store;

    /** For subclasses. */
    protected TokenStoreContract() {}

    /** {@return a store without any token; asked once for each test} */
    protected abstract TokenStore store();

    @BeforeEach
    void take_a_store() {
        store = store();
    }

    /** {@return the record as the store gives it back} */
    private TokenRecord insert(TokenRecord record) {
        assertThat(StoreWrites.insert(store, record)).isTrue();
        return stored(record);
    }

    private TokenRecord stored(TokenRecord record) {
        return store.find(record.id()).orElseThrow();
    }

    // TS-1: what verification reads is committed, whatever was read before; else a token that was revoked is still
    // accepted.

    @Test
    void TS_1_records_are_found_by_id_and_unknown_ids_are_absent() {
        TokenRecord one = insert(TokenRecords.ordinary().build());
        TokenRecord other = insert(TokenRecords.ordinary().build());
        TokenId unknown = TokenRecords.newId();

        assertThat(store.findCommitted(Set.of(one.id(), other.id(), unknown)).records())
                .containsOnlyKeys(one.id(), other.id())
                .containsValues(one, other);
    }

    @Test
    void TS_1_without_ids_there_is_the_state_alone() {
        assertThat(store.findCommitted(Set.of()).records()).isEmpty();
        assertThat(store.findCommitted(Set.of()).state()).isEqualTo(StoreState.INITIAL);
    }

    @Test
    void TS_1_as_many_ids_as_the_limit_are_found_at_once() {
        Set<TokenId> ids = new HashSet<>();
        for (int i = 0; i < StoreLimits.MAX_IDS; i++) {
            ids.add(insert(TokenRecords.ordinary().build()).id());
        }

        assertThat(store.findCommitted(ids).records()).containsOnlyKeys(ids);
    }

    @Test
    void TS_1_more_ids_than_the_limit_are_a_mistake_of_the_caller() {
        Set<TokenId> ids = new HashSet<>();
        for (int i = 0; i <= StoreLimits.MAX_IDS; i++) {
            ids.add(TokenRecords.newId());
        }

        assertThatIllegalArgumentException().isThrownBy(() -> store.findCommitted(ids));
    }

    @Test
    void TS_1_every_write_is_seen_by_the_next_read() {
        TokenRecord record = insert(TokenRecords.ordinary().build());
        assertThat(store.findCommitted(Set.of(record.id())).record(record.id())).isEqualTo(record);
        TokenRecord revoked = record.withRevoked(T0.plusSeconds(1), "leaked");
        StoreWrites.update(store, revoked);
        StoreState state = StoreState.INITIAL.withRejectIssuedBefore(T0);
        StoreWrites.updateState(store, state);

        assertThat(store.findCommitted(Set.of(record.id())).record(record.id())).isEqualTo(revoked);
        assertThat(store.findCommitted(Set.of(record.id())).state()).isEqualTo(state);
    }

    // TS-2: a record comes back as it was written; else a cut hash refuses a right secret, and a rounded expiry gives a
    // token time that nobody granted.

    @Test
    void TS_2_a_record_is_given_back_as_it_was_written() {
        TokenRecord record = TokenRecords.ordinary().build();

        insert(record);

        assertThat(store.find(record.id())).contains(record);
        assertThat(store.find(TokenRecords.newId())).isEmpty();
    }

    @Test
    void TS_2_the_largest_record_is_given_back_whole() {
        TokenRecord record = TokenRecords.largest().build();

        insert(record);

        assertThat(stored(record)).isEqualTo(record);
        assertThat(store.findCommitted(Set.of(record.id())).record(record.id())).isEqualTo(record);
    }

    @Test
    void TS_2_a_record_without_anything_optional_is_given_back() {
        TokenRecord record = TokenRecords.ordinary().expiresAt(null).build();

        insert(record);

        assertThat(stored(record)).isEqualTo(record);
        assertThat(stored(record).lifecycle().expiresAt()).isNull();
    }

    @Test
    void TS_2_times_are_kept_to_the_millisecond_from_1970_to_9999() {
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
    void TS_2_ids_of_all_bit_patterns_are_kept_apart() {
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

    // TS-3: a write compares the stored versions with those that the caller read; else one caller undoes the
    // change of another.

    // An insert never overwrites; else a repeated request mints a second token, or another secret takes over an id.

    @Test
    void TS_3_an_insert_of_an_existing_id_is_refused_and_changes_nothing() {
        TokenRecord record = insert(TokenRecords.ordinary().build());

        assertThat(StoreWrites.insert(
                        store,
                        TokenRecords.ordinary(record.id()).description("other").build()))
                .isFalse();
        assertThat(stored(record)).isEqualTo(record);
    }

    @Test
    void TS_3_an_insert_of_an_existing_request_key_of_the_owner_is_refused() {
        insert(TokenRecords.ordinary().requestKey("key-1").build());
        TokenRecord again = TokenRecords.ordinary().requestKey("key-1").build();

        assertThat(StoreWrites.insert(store, again)).isFalse();
        assertThat(store.find(again.id())).isEmpty();
    }

    @Test
    void TS_3_another_owner_or_another_spelling_may_have_the_same_request_key() {
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
    void TS_3_any_number_of_tokens_may_have_no_request_key() {
        insert(TokenRecords.ordinary().build());
        insert(TokenRecords.ordinary().build());
    }

    // An update is of the version that was read, or does not happen; else a description written at the same time undoes
    // a revocation.

    @Test
    void TS_3_an_update_of_the_stored_version_is_written() {
        TokenRecord record = insert(TokenRecords.ordinary().build());
        TokenRecord next = record.withDescription("other");

        assertThat(StoreWrites.update(store, next)).isTrue();
        assertThat(stored(record)).isEqualTo(next);
    }

    @Test
    void TS_3_everything_that_can_change_is_written() {
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
    void TS_3_what_is_optional_can_be_taken_away_again() {
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
    void TS_3_an_update_of_another_version_is_refused_and_changes_nothing() {
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
    void TS_3_an_update_of_an_unknown_token_is_refused_and_inserts_nothing() {
        TokenRecord unknown = TokenRecords.ordinary().version(2).build();

        assertThat(StoreWrites.update(store, unknown)).isFalse();
        assertThat(store.find(unknown.id())).isEmpty();
    }

    @Test
    void TS_3_what_a_record_was_inserted_with_stays() {
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

    // Of a replacement, both halves happen or neither; else a rotation leaves its owner without a token, or with
    // two whose bond nobody knows.

    @Test
    void TS_3_a_replacement_writes_both() {
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
    void TS_3_a_replacement_of_another_version_writes_neither() {
        TokenRecord record = insert(TokenRecords.ordinary().build());
        TokenRecord successor = TokenRecords.ordinary().build();

        assertThat(StoreWrites.replace(store, record.toBuilder().version(3).build(), successor))
                .isFalse();
        assertThat(stored(record)).isEqualTo(record);
        assertThat(store.find(successor.id())).isEmpty();
    }

    @Test
    void TS_3_a_replacement_by_an_existing_id_or_request_key_writes_neither() {
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
    void TS_3_a_token_cannot_replace_itself() {
        TokenRecord unknown = TokenRecords.ordinary().build();
        TokenRecord record = insert(TokenRecords.ordinary().build());

        assertThat(StoreWrites.replace(store, unknown.withDescription("retired"), unknown))
                .isFalse();
        assertThat(StoreWrites.replace(store, record.withDescription("retired"), record))
                .isFalse();
        assertThat(store.find(unknown.id())).isEmpty();
        assertThat(stored(record)).isEqualTo(record);
    }

    // The state is versioned as records are; else of two administrators after a restore, the later undoes the earlier.

    @Test
    void TS_3_the_state_is_written_version_by_version() {
        StoreState first = new StoreState(1, T0, null);
        StoreState second = new StoreState(2, null, Duration.ofMillis(1_500));

        assertThat(StoreWrites.updateState(store, first)).isTrue();
        assertThat(store.findCommitted(Set.of()).state()).isEqualTo(first);
        assertThat(StoreWrites.updateState(store, second)).isTrue();
        assertThat(store.findCommitted(Set.of()).state()).isEqualTo(second);
    }

    @Test
    void TS_3_a_state_of_another_version_is_refused() {
        StoreWrites.updateState(store, new StoreState(1, T0, null));

        assertThat(StoreWrites.updateState(store, new StoreState(1, null, null)))
                .isFalse();
        assertThat(StoreWrites.updateState(store, new StoreState(3, null, null)))
                .isFalse();
        assertThat(store.findCommitted(Set.of()).state()).isEqualTo(new StoreState(1, T0, null));
    }

    @Test
    void TS_3_the_earliest_and_the_latest_values_of_the_state_are_kept() {
        StoreState earliest = new StoreState(1, EARLIEST, Duration.ZERO);
        StoreState latest = new StoreState(2, LATEST, StoreState.MAX_REVOCATION_BOUND);

        assertThat(StoreWrites.updateState(store, earliest)).isTrue();
        assertThat(store.findCommitted(Set.of()).state()).isEqualTo(earliest);
        assertThat(StoreWrites.updateState(store, latest)).isTrue();
        assertThat(store.findCommitted(Set.of()).state()).isEqualTo(latest);
    }

    // A deletion is of the version that was read; else a sweep deletes a token whose expiry was just moved.

    @Test
    void TS_3_a_deletion_of_the_stored_version_removes_that_token_alone() {
        TokenRecord record = insert(TokenRecords.ordinary().build());
        TokenRecord other = insert(TokenRecords.ordinary().build());

        assertThat(StoreWrites.delete(store, record)).isTrue();
        assertThat(store.findCommitted(Set.of(record.id(), other.id())).records())
                .containsOnlyKeys(other.id());
    }

    @Test
    void TS_3_a_deletion_of_another_version_is_refused_and_changes_nothing() {
        TokenRecord record = insert(TokenRecords.ordinary().build());
        TokenRecord second = record.withDescription("second");
        StoreWrites.update(store, second);

        assertThat(StoreWrites.delete(store, record)).isFalse();
        assertThat(StoreWrites.delete(store, record.toBuilder().version(3).build()))
                .isFalse();
        assertThat(stored(record)).isEqualTo(second);
    }

    @Test
    void TS_3_a_deletion_of_an_unknown_token_is_refused() {
        TokenRecord record = insert(TokenRecords.ordinary().build());
        StoreWrites.delete(store, record);

        assertThat(StoreWrites.delete(store, record)).isFalse();
        assertThat(StoreWrites.delete(store, TokenRecords.ordinary().build())).isFalse();
    }

    @Test
    void TS_3_a_use_is_deleted_with_its_token() {
        TokenRecord record = insert(TokenRecords.ordinary().build());
        store.recordUse(List.of(new TokenUse(record.id(), T0, ScopeSet.parse("a"))));

        StoreWrites.delete(store, stored(record));
        insert(record);

        assertUnused();
    }

    @Test
    void TS_3_a_use_is_deleted_although_the_next_step_inserts_the_same_id() {
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
    void TS_3_id_and_request_key_of_a_deleted_token_can_be_used_again() {
        TokenRecord record = insert(TokenRecords.ordinary().requestKey("key").build());
        StoreWrites.delete(store, record);

        insert(TokenRecords.ordinary().requestKey("key").build());
        insert(TokenRecords.ordinary(record.id()).build());
    }

    // Of several steps, all happen or none, in order; else a batch that was refused has revoked some tokens, and nobody
    // knows which.

    @Test
    void TS_3_several_steps_are_written_as_a_whole() {
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

    /** Two steps at a time, if the store takes no more: the promise is the same for each of these writes. */
    private boolean writeAll(List<Write> writes) {
        int most = store.maximumWrites();
        boolean written = true;
        for (int from = 0; from < writes.size(); from += most) {
            written &= store.write(writes.subList(from, Math.min(writes.size(), from + most)));
        }
        return written;
    }

    @Test
    void TS_3_if_any_one_step_is_refused_none_is_written() {
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

    /** {@return all that the store contains} */
    private List<Object> content() {
        return List.of(
                store.list(TokenQuery.all()).entries(),
                store.findCommitted(Set.of()).state());
    }

    @Test
    void TS_3_a_step_finds_what_the_steps_before_it_left() {
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
    void TS_3_a_new_record_can_be_changed_by_the_next_step() {
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
    void TS_3_a_step_that_an_earlier_one_made_impossible_is_refused() {
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
    void TS_3_no_steps_are_written_and_change_nothing() {
        insert(TokenRecords.ordinary().build());
        List<Object> before = content();

        assertThat(store.write(List.of())).isTrue();
        assertThat(content()).isEqualTo(before);
    }

    @Test
    void TS_3_the_maximum_of_steps_is_at_least_two_and_stays_the_same() {
        int maximum = store.maximumWrites();
        insert(TokenRecords.ordinary().build());

        assertThat(maximum).isGreaterThanOrEqualTo(2);
        assertThat(store.maximumWrites()).isEqualTo(maximum);
    }

    @Test
    void TS_3_as_many_steps_as_the_maximum_are_written() {
        List<Write> inserts = inserts(store.maximumWrites());

        assertThat(store.write(inserts)).isTrue();
        assertThat(stored(inserts)).isEqualTo(inserts.size());
    }

    @Test
    void TS_3_more_steps_than_the_maximum_are_a_mistake_of_the_caller_and_none_is_written() {
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
