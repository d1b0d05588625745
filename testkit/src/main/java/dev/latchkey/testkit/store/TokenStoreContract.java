package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.TokenStore;
import dev.latchkey.scope.ScopeSet;
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
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Rules TS-1 to TS-6 and TS-9 of {@link TokenStore}, one operation after the other. Extend it, give an empty store, and
 * run.
 *
 * <p>Lists (TS-7) and uses (TS-8) are in {@link TokenListContract}.
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
        assertThat(store.insert(record)).isTrue();
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
        store.update(revoked);
        StoreState state = StoreState.INITIAL.withRejectIssuedBefore(T0);
        store.updateState(state);

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
        assertThat(stored(record).expiresAt()).isNull();
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

            assertThat(stored(record).issuedAt()).isEqualTo(time);
            assertThat(stored(record).expiresAt()).isEqualTo(time);
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

    // TS-3: an insert never overwrites; else a repeated request mints a second token, or another secret takes over an
    // id.

    @Test
    void TS_3_an_insert_of_an_existing_id_is_refused_and_changes_nothing() {
        TokenRecord record = insert(TokenRecords.ordinary().build());

        assertThat(store.insert(
                        TokenRecords.ordinary(record.id()).description("other").build()))
                .isFalse();
        assertThat(stored(record)).isEqualTo(record);
    }

    @Test
    void TS_3_an_insert_of_an_owner_s_existing_request_key_is_refused() {
        insert(TokenRecords.ordinary().requestKey("key-1").build());
        TokenRecord again = TokenRecords.ordinary().requestKey("key-1").build();

        assertThat(store.insert(again)).isFalse();
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

    // TS-4: an update is of the version that was read, or does not happen; else a description written at the same time
    // takes
    // a revocation back.

    @Test
    void TS_4_an_update_of_the_stored_version_is_written() {
        TokenRecord record = insert(TokenRecords.ordinary().build());
        TokenRecord next = record.withDescription("other");

        assertThat(store.update(next)).isTrue();
        assertThat(stored(record)).isEqualTo(next);
    }

    @Test
    void TS_4_everything_that_can_change_is_written() {
        TokenRecord record = insert(TokenRecords.ordinary().build());
        TokenRecord next = record.toBuilder()
                .description("other")
                .scopes("a b")
                .hash(SecretHash.of("other", "hash"))
                .expiresAt(T0.plusSeconds(7))
                .revoked(T0.plusSeconds(3), "leaked")
                .disabledAt(T0.plusSeconds(2))
                .successor(TokenRecords.newId())
                .details("{}")
                .version(2)
                .build();

        assertThat(store.update(next)).isTrue();
        assertThat(stored(record)).isEqualTo(next);
    }

    @Test
    void TS_4_what_is_optional_can_be_taken_away_again() {
        TokenRecord record = insert(TokenRecords.ordinary()
                .disabledAt(T0)
                .successor(TokenRecords.newId())
                .details("x")
                .build());
        TokenRecord next = record.toBuilder()
                .expiresAt(null)
                .disabledAt(null)
                .successor(null)
                .details("")
                .version(2)
                .build();

        assertThat(store.update(next)).isTrue();
        assertThat(stored(record)).isEqualTo(next);
    }

    @Test
    void TS_4_an_update_of_another_version_is_refused_and_changes_nothing() {
        TokenRecord record = insert(TokenRecords.ordinary().build());
        TokenRecord second = record.withDescription("second");
        store.update(second);

        assertThat(store.update(record.withDescription("lost update"))).isFalse();
        assertThat(store.update(record.toBuilder().version(4).build())).isFalse();
        assertThat(store.update(record)).isFalse();
        assertThat(stored(record)).isEqualTo(second);
    }

    @Test
    void TS_4_an_update_of_an_unknown_token_is_refused_and_inserts_nothing() {
        TokenRecord unknown = TokenRecords.ordinary().version(2).build();

        assertThat(store.update(unknown)).isFalse();
        assertThat(store.find(unknown.id())).isEmpty();
    }

    @Test
    void TS_4_what_a_record_was_inserted_with_stays() {
        TokenRecord record = insert(TokenRecords.ordinary()
                .parent(TokenId.of(1, 1))
                .requestKey("key")
                .build());

        store.update(record.toBuilder()
                .owner("workspaces/thief")
                .issuedAt(T0.plusSeconds(9))
                .parent(null)
                .family(TokenId.of(2, 2))
                .requestKey(null)
                .version(2)
                .build());

        assertThat(stored(record)).isEqualTo(record.toBuilder().version(2).build());
    }

    // TS-5: of a replacement, both halves happen or neither; else a rotation leaves its owner without a token, or with
    // two
    // whose bond nobody knows.

    @Test
    void TS_5_a_replacement_writes_both() {
        TokenRecord record = insert(TokenRecords.ordinary().build());
        TokenRecord successor = TokenRecords.ordinary()
                .issuedAt(T0)
                .expiresAt(T0.plusSeconds(9))
                .family(record.id())
                .build();
        TokenRecord retired =
                record.toBuilder().successor(successor.id()).version(2).build();

        assertThat(store.replace(retired, successor)).isTrue();
        assertThat(stored(record)).isEqualTo(retired);
        assertThat(stored(successor)).isEqualTo(successor);
    }

    @Test
    void TS_5_a_replacement_of_another_version_writes_neither() {
        TokenRecord record = insert(TokenRecords.ordinary().build());
        TokenRecord successor = TokenRecords.ordinary().build();

        assertThat(store.replace(record.toBuilder().version(3).build(), successor))
                .isFalse();
        assertThat(stored(record)).isEqualTo(record);
        assertThat(store.find(successor.id())).isEmpty();
    }

    @Test
    void TS_5_a_replacement_by_an_existing_id_or_request_key_writes_neither() {
        TokenRecord record = insert(TokenRecords.ordinary().build());
        TokenRecord existing = insert(TokenRecords.ordinary().requestKey("key").build());
        TokenRecord retired = record.withDescription("retired");
        TokenRecord sameKey = TokenRecords.ordinary().requestKey("key").build();

        assertThat(store.replace(retired, TokenRecords.ordinary(existing.id()).build()))
                .isFalse();
        assertThat(store.replace(retired, sameKey)).isFalse();
        assertThat(stored(record)).isEqualTo(record);
        assertThat(stored(existing)).isEqualTo(existing);
        assertThat(store.find(sameKey.id())).isEmpty();
    }

    @Test
    void TS_5_a_token_cannot_replace_itself() {
        TokenRecord unknown = TokenRecords.ordinary().build();
        TokenRecord record = insert(TokenRecords.ordinary().build());

        assertThat(store.replace(unknown.withDescription("retired"), unknown)).isFalse();
        assertThat(store.replace(record.withDescription("retired"), record)).isFalse();
        assertThat(store.find(unknown.id())).isEmpty();
        assertThat(stored(record)).isEqualTo(record);
    }

    // TS-6: the state is versioned as records are; else of two administrators after a restore, the later undoes the
    // earlier.

    @Test
    void TS_6_the_state_is_written_version_by_version() {
        StoreState first = new StoreState(1, T0, null);
        StoreState second = new StoreState(2, null, Duration.ofMillis(1_500));

        assertThat(store.updateState(first)).isTrue();
        assertThat(store.findCommitted(Set.of()).state()).isEqualTo(first);
        assertThat(store.updateState(second)).isTrue();
        assertThat(store.findCommitted(Set.of()).state()).isEqualTo(second);
    }

    @Test
    void TS_6_a_state_of_another_version_is_refused() {
        store.updateState(new StoreState(1, T0, null));

        assertThat(store.updateState(new StoreState(1, null, null))).isFalse();
        assertThat(store.updateState(new StoreState(3, null, null))).isFalse();
        assertThat(store.findCommitted(Set.of()).state()).isEqualTo(new StoreState(1, T0, null));
    }

    @Test
    void TS_6_the_earliest_and_the_latest_values_of_the_state_are_kept() {
        StoreState earliest = new StoreState(1, EARLIEST, Duration.ZERO);
        StoreState latest = new StoreState(2, LATEST, StoreState.MAX_REVOCATION_BOUND);

        assertThat(store.updateState(earliest)).isTrue();
        assertThat(store.findCommitted(Set.of()).state()).isEqualTo(earliest);
        assertThat(store.updateState(latest)).isTrue();
        assertThat(store.findCommitted(Set.of()).state()).isEqualTo(latest);
    }

    // TS-9: what ended goes, earliest first, no more than asked for, and nothing else; else a sweep logs somebody out,
    // or
    // holds its locks for as long as there is something to delete.

    @Test
    void TS_9_only_what_ended_before_the_time_is_deleted() {
        TokenRecord expired = insert(TokenRecords.ordinary().expiresAt(T0).build());
        TokenRecord revoked = insert(TokenRecords.ordinary().build());
        store.update(revoked.withRevoked(T0, "leaked"));
        TokenRecord atTheInstant =
                insert(TokenRecords.ordinary().expiresAt(T0.plusSeconds(1)).build());
        TokenRecord endless = insert(TokenRecords.ordinary().expiresAt(null).build());
        TokenRecord revokedEndless =
                insert(TokenRecords.ordinary().expiresAt(null).build());
        store.update(revokedEndless.withRevoked(T0, "leaked"));

        assertThat(store.deleteEnded(T0.plusSeconds(1), 10_000)).isEqualTo(3);

        assertThat(store.findCommitted(Set.of(
                                expired.id(), revoked.id(), atTheInstant.id(), endless.id(), revokedEndless.id()))
                        .records())
                .containsOnlyKeys(atTheInstant.id(), endless.id());
    }

    @Test
    void TS_9_no_more_than_the_limit_are_deleted_and_the_earliest_first() {
        List<TokenRecord> byEnd = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            byEnd.add(
                    insert(TokenRecords.ordinary().expiresAt(T0.plusSeconds(i)).build()));
        }

        assertThat(store.deleteEnded(T0.plusSeconds(100), 2)).isEqualTo(2);
        assertThat(store.find(byEnd.get(0).id())).isEmpty();
        assertThat(store.find(byEnd.get(1).id())).isEmpty();
        assertThat(store.find(byEnd.get(2).id())).isPresent();
        assertThat(store.deleteEnded(T0.plusSeconds(100), 2)).isEqualTo(2);
        assertThat(store.deleteEnded(T0.plusSeconds(100), 2)).isEqualTo(1);
        assertThat(store.deleteEnded(T0.plusSeconds(100), 2)).isZero();
    }

    @Test
    void TS_9_uses_go_with_their_tokens() {
        TokenRecord record = insert(TokenRecords.ordinary().expiresAt(T0).build());
        store.recordUse(List.of(new TokenUse(record.id(), T0, ScopeSet.parse("a"))));

        store.deleteEnded(T0.plusSeconds(1), 10);
        insert(record);

        assertThat(store.list(TokenQuery.all()).entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.use()).isNull());
    }

    @Test
    void TS_9_the_earliest_and_the_latest_time_are_taken() {
        TokenRecord earliest = insert(
                TokenRecords.ordinary().issuedAt(EARLIEST).expiresAt(EARLIEST).build());
        TokenRecord latest = insert(TokenRecords.ordinary().expiresAt(LATEST).build());

        assertThat(store.deleteEnded(EARLIEST, 10)).isZero();
        assertThat(store.deleteEnded(LATEST, 10)).isEqualTo(1);
        assertThat(store.find(earliest.id())).isEmpty();
        assertThat(store.find(latest.id())).isPresent();
    }

    @Test
    void TS_9_a_time_finer_than_a_millisecond_is_truncated() {
        insert(TokenRecords.ordinary().expiresAt(T0).build());

        assertThat(store.deleteEnded(T0.plusNanos(999_999), 10)).isZero();
        assertThat(store.deleteEnded(T0.plusMillis(1), 10)).isEqualTo(1);
    }

    @Test
    void TS_9_a_time_out_of_range_is_a_mistake_of_the_caller() {
        insert(TokenRecords.ordinary().expiresAt(T0).build());

        for (Instant time : List.of(Instant.MIN, EARLIEST.minusNanos(1), LATEST.plusMillis(1), Instant.MAX)) {
            assertThatIllegalArgumentException().isThrownBy(() -> store.deleteEnded(time, 10));
        }
    }

    @Test
    void TS_9_a_limit_out_of_range_is_a_caller_s_mistake() {
        for (int limit : new int[] {Integer.MIN_VALUE, 0, 10_001}) {
            assertThatIllegalArgumentException().isThrownBy(() -> store.deleteEnded(T0, limit));
        }
    }
}
