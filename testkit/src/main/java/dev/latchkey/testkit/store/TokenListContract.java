package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStore;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Direction;
import dev.latchkey.token.TokenQuery.Order;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenRecordBuilder;
import dev.latchkey.token.TokenUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Rules TS-4 (lists) and TS-5 (uses) of {@link TokenStore}. Extend it, give an empty store, and run.
 *
 * <p>That a record comes back as it was written is held by TS-2, in {@link TokenStoreContract}.
 */
public abstract class TokenListContract {

    private static final Instant T0 = TokenRecords.ISSUED;

    private TokenStore store;

    /** For subclasses. */
    protected TokenListContract() {}

    /** {@return a store without any token; asked once for each test} */
    protected abstract TokenStore store();

    @BeforeEach
    void take_a_store() {
        store = store();
    }

    private TokenRecord insert(UnaryOperator<TokenRecordBuilder> with) {
        TokenRecord record = with.apply(TokenRecords.ordinary()).build();
        assertThat(StoreWrites.insert(store, record)).isTrue();
        return record;
    }

    private void use(TokenRecord record, Instant time, String scopes) {
        store.recordUse(List.of(new TokenUse(record.id(), time, ScopeSet.parse(scopes))));
    }

    private @Nullable TokenUse useOf(TokenRecord record) {
        return store.list(TokenQuery.all().limit(1_000)).entries().stream()
                .filter(entry -> entry.record().id().equals(record.id()))
                .findFirst()
                .orElseThrow()
                .use();
    }

    private static List<TokenId> ids(List<TokenRecord> records) {
        return records.stream().map(TokenRecord::id).toList();
    }

    private List<TokenId> walk(TokenQuery query) {
        List<TokenId> ids = new ArrayList<>();
        TokenPage page = store.list(query);
        while (true) {
            assertThat(page.entries()).hasSizeLessThanOrEqualTo(query.limit());
            page.entries().forEach(entry -> ids.add(entry.record().id()));
            if (page.next() == null) {
                return ids;
            }
            assertThat(page.entries()).hasSize(query.limit());
            page = store.list(query.after(page.next()));
        }
    }

    private void assertOrder(Order order, List<TokenId> ascending) {
        List<TokenId> descending = new ArrayList<>(ascending);
        Collections.reverse(descending);
        for (int limit : new int[] {1, 3, ascending.size(), 1_000}) {
            assertThat(walk(TokenQuery.all()
                            .orderedBy(order, Direction.ASCENDING)
                            .limit(limit)))
                    .as("%s ascending by %d", order, limit)
                    .isEqualTo(ascending);
            assertThat(walk(TokenQuery.all()
                            .orderedBy(order, Direction.DESCENDING)
                            .limit(limit)))
                    .as("%s descending by %d", order, limit)
                    .isEqualTo(descending);
        }
    }

    // TS-4: a list is whole, in order, and cut into pages without loss; else whoever looks for leaked tokens does
    // not see them all, and "revoke all of an owner" misses some.

    @Test
    void TS_4_an_empty_store_has_one_empty_page() {
        assertThat(store.list(TokenQuery.all())).isEqualTo(new TokenPage(List.of(), null));
    }

    @Test
    void TS_4_records_are_listed_as_they_are_found() {
        TokenRecord written = TokenRecords.largest().build();
        StoreWrites.insert(store, written);
        TokenRecord record = store.find(written.id()).orElseThrow();

        assertThat(store.list(TokenQuery.all()).entries()).containsExactly(new TokenPage.Entry(record, null));
    }

    @Test
    void TS_4_by_id_is_by_the_unsigned_number() {
        List<TokenId> ascending = List.of(
                TokenId.of(0, 0),
                TokenId.of(0, 1),
                TokenId.of(0, Long.MAX_VALUE),
                TokenId.of(0, Long.MIN_VALUE),
                TokenId.of(1, 0),
                TokenId.of(Long.MAX_VALUE, 0),
                TokenId.of(Long.MIN_VALUE, 0),
                TokenId.of(-1, -1));
        List<TokenId> shuffled = new ArrayList<>(ascending);
        Collections.shuffle(shuffled);
        shuffled.forEach(
                id -> StoreWrites.insert(store, TokenRecords.ordinary(id).build()));

        assertOrder(Order.ID, ascending);
    }

    @Test
    void TS_4_by_end_is_by_revocation_or_expiry_with_the_endless_last_and_ids_between_equals() {
        TokenRecord second = insert(with -> with.expiresAt(T0.plusSeconds(2)));
        TokenRecord first = insert(with -> with.expiresAt(T0.plusSeconds(9)));
        StoreWrites.update(store, first.withRevoked(T0.plusSeconds(1), "leaked"));
        List<TokenRecord> equals = new ArrayList<>(List.of(
                insert(with -> with.expiresAt(T0.plusSeconds(3))), insert(with -> with.expiresAt(T0.plusSeconds(3)))));
        equals.sort(Comparator.comparing(TokenRecord::id));
        List<TokenRecord> endless =
                new ArrayList<>(List.of(insert(with -> with.expiresAt(null)), insert(with -> with.expiresAt(null))));
        endless.sort(Comparator.comparing(TokenRecord::id));

        assertOrder(
                Order.END, ids(List.of(first, second, equals.get(0), equals.get(1), endless.get(0), endless.get(1))));
    }

    @Test
    void TS_4_pages_without_revoked_tokens_are_full_and_lead_to_all_others() {
        List<TokenRecord> kept = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            kept.add(insert(with -> with));
            TokenRecord revoked = insert(with -> with);
            assertThat(StoreWrites.update(store, revoked.withRevoked(T0.plusSeconds(1), "leaked")))
                    .isTrue();
        }
        kept.sort(Comparator.comparing(TokenRecord::id));

        // walk() requires every page but the last to be full.
        assertThat(walk(TokenQuery.all().unrevoked().oldestFirst().limit(2))).isEqualTo(ids(kept));
        assertThat(walk(TokenQuery.all().limit(1_000))).hasSize(10);
    }

    @Test
    void TS_4_by_last_use_has_the_never_used_first_and_ids_between_equals() {
        TokenRecord late = insert(with -> with);
        TokenRecord early = insert(with -> with);
        List<TokenRecord> never = new ArrayList<>(List.of(insert(with -> with), insert(with -> with)));
        never.sort(Comparator.comparing(TokenRecord::id));
        use(late, T0.plusMillis(2), "a");
        use(early, T0.plusMillis(1), "a");

        assertOrder(Order.LAST_USE, ids(List.of(never.get(0), never.get(1), early, late)));
    }

    @Test
    void TS_4_filters_are_exact_and_join() {
        TokenId parent = TokenRecords.newId();
        TokenId family = TokenRecords.newId();
        TokenRecord all =
                insert(with -> with.owner("o").parent(parent).family(family).requestKey("k"));
        TokenRecord otherKey =
                insert(with -> with.owner("o").parent(parent).family(family).requestKey("K"));
        TokenRecord otherFamily = insert(with -> with.owner("o").parent(parent));
        TokenRecord otherParent = insert(with -> with.owner("o").family(family));
        insert(with -> with.owner("O").parent(parent).family(family).requestKey("another"));
        insert(with -> with.owner("o "));
        insert(with -> with.owner("\u00f6"));
        insert(with -> with.owner("\u043e"));

        assertThat(walk(TokenQuery.all().ownedBy("o")))
                .containsExactlyInAnyOrderElementsOf(ids(List.of(all, otherKey, otherFamily, otherParent)));
        assertThat(walk(TokenQuery.all().ownedBy("o").derivedFrom(parent)))
                .containsExactlyInAnyOrderElementsOf(ids(List.of(all, otherKey, otherFamily)));
        assertThat(walk(TokenQuery.all().ownedBy("o").inFamily(family)))
                .containsExactlyInAnyOrderElementsOf(ids(List.of(all, otherKey, otherParent)));
        assertThat(walk(TokenQuery.all()
                        .ownedBy("o")
                        .requestedAs("k")
                        .derivedFrom(parent)
                        .inFamily(family)))
                .containsExactly(all.id());
        assertThat(walk(TokenQuery.all().ownedBy("nobody"))).isEmpty();
        assertThat(walk(TokenQuery.all().ownedBy("o' OR '1'='1"))).isEmpty();
    }

    @Test
    void TS_4_filters_hold_in_every_order_page_by_page() {
        List<TokenId> mine = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Instant end = T0.plusSeconds(i % 3);
            mine.add(insert(with -> with.owner("mine").expiresAt(end)).id());
            insert(with -> with.owner("theirs").expiresAt(end));
        }

        for (Order order : Order.values()) {
            for (boolean descending : new boolean[] {false, true}) {
                assertThat(walk(TokenQuery.all()
                                .ownedBy("mine")
                                .orderedBy(order, descending ? Direction.DESCENDING : Direction.ASCENDING)
                                .limit(2)))
                        .as("%s, descending %s", order, descending)
                        .containsExactlyInAnyOrderElementsOf(mine);
            }
        }
    }

    @Test
    void TS_4_what_is_written_during_a_walk_neither_hides_nor_repeats_what_was_there() {
        List<TokenId> before = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            before.add(insert(with -> with).id());
        }
        Collections.sort(before);
        List<TokenId> seen = new ArrayList<>();

        TokenQuery query = TokenQuery.all().limit(3);
        TokenPage page = store.list(query);
        while (true) {
            page.entries().forEach(entry -> seen.add(entry.record().id()));
            insert(with -> with);
            insert(with -> with);
            if (page.next() == null) {
                break;
            }
            page = store.list(query.after(page.next()));
        }

        assertThat(seen).doesNotHaveDuplicates().containsAll(before).isSorted();
    }

    @Test
    void TS_4_a_walk_goes_on_when_the_token_at_its_place_is_gone() {
        TokenId deleted = TokenId.of(0, 1);
        List<TokenId> others = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            TokenId id = TokenId.of(0, i);
            StoreWrites.insert(store, TokenRecords.ordinary(id).build());
            if (i != 1) {
                others.add(id);
            }
        }
        TokenQuery query = TokenQuery.all().limit(2);
        TokenPage first = store.list(query);
        assertThat(first.entries().get(1).record().id()).isEqualTo(deleted);

        assertThat(StoreWrites.delete(store, store.find(deleted).orElseThrow())).isTrue();

        assertThat(walk(query.after(Objects.requireNonNull(first.next())))).isEqualTo(others.subList(1, 3));
    }

    // TS-5: uses gather beside the record; else a scope that is needed looks unused and is taken away, or noting a use
    // overwrites a revocation.

    @Test
    void TS_5_a_use_is_listed_with_its_token() {
        TokenRecord used = insert(with -> with);
        TokenRecord unused = insert(with -> with);

        use(used, T0.plusMillis(1), "a b");

        assertThat(useOf(used)).isEqualTo(new TokenUse(used.id(), T0.plusMillis(1), ScopeSet.parse("a b")));
        assertThat(useOf(unused)).isNull();
    }

    @Test
    void TS_5_the_latest_time_and_all_scopes_stay_in_whatever_order_they_come() {
        TokenRecord record = insert(with -> with);

        use(record, T0.plusMillis(5), "b");
        use(record, T0.plusMillis(3), "a");
        use(record, T0.plusMillis(5), "b");
        store.recordUse(List.of(
                new TokenUse(record.id(), T0.plusMillis(4), ScopeSet.parse("a:c")),
                new TokenUse(record.id(), T0.plusMillis(2), ScopeSet.empty())));

        assertThat(useOf(record)).isEqualTo(new TokenUse(record.id(), T0.plusMillis(5), ScopeSet.parse("a a:c b")));
    }

    @Test
    void TS_5_uses_of_unknown_tokens_are_ignored_and_those_of_others_in_the_batch_are_kept() {
        TokenRecord record = insert(with -> with);

        store.recordUse(List.of(
                new TokenUse(TokenRecords.newId(), T0, ScopeSet.parse("a")),
                new TokenUse(record.id(), T0, ScopeSet.parse("a")),
                new TokenUse(TokenRecords.newId(), T0, ScopeSet.parse("a"))));
        store.recordUse(List.of());

        assertThat(useOf(record)).isNotNull();
        assertThat(store.list(TokenQuery.all()).entries()).hasSize(1);
    }

    @Test
    void TS_5_a_use_changes_neither_record_nor_version_and_outlives_a_change_of_the_record() {
        TokenRecord record = insert(with -> with);
        Optional<TokenRecord> before = store.find(record.id());
        use(record, T0, "a");
        assertThat(store.find(record.id())).isEqualTo(before);

        assertThat(StoreWrites.update(store, record.withDescription("other"))).isTrue();

        assertThat(useOf(record)).isEqualTo(new TokenUse(record.id(), T0, ScopeSet.parse("a")));
    }

    @Test
    void TS_5_the_largest_scopes_are_kept() {
        TokenRecord record = TokenRecords.largest().build();
        StoreWrites.insert(store, record);

        use(record, T0, record.grant().scopes());

        assertThat(useOf(record))
                .isEqualTo(new TokenUse(
                        record.id(), T0, ScopeSet.parse(record.grant().scopes())));
    }

    @Test
    void TS_5_more_scopes_than_a_use_can_have_are_cut_alike_in_any_order_and_read_again() {
        TokenRecord forwards = insert(with -> with);
        TokenRecord backwards = insert(with -> with);
        TokenRecord other = insert(with -> with);
        List<TokenUse> uses = new ArrayList<>();
        for (int i = 0; i < 3 * TokenUse.MAX_SCOPES; i++) {
            uses.add(new TokenUse(forwards.id(), T0, ScopeSet.parse("s" + (100 + i))));
        }
        ScopeSet kept = uses.stream()
                .limit(TokenUse.MAX_SCOPES)
                .map(TokenUse::usedScopes)
                .reduce(ScopeSet.empty(), ScopeSet::union);

        for (TokenUse use : uses) {
            use(forwards, T0, use.usedScopes().toString());
        }
        Collections.reverse(uses);
        store.recordUse(uses.stream()
                .map(use -> new TokenUse(backwards.id(), T0, use.usedScopes()))
                .toList());
        use(backwards, T0, "s101 s291");

        assertThat(useOf(forwards)).isEqualTo(new TokenUse(forwards.id(), T0, kept));
        assertThat(useOf(backwards)).isEqualTo(new TokenUse(backwards.id(), T0, kept));
        assertThat(useOf(other)).isNull();
    }

    @Test
    void TS_5_more_uses_than_the_limit_are_a_mistake_of_the_caller_and_none_is_kept() {
        TokenRecord record = insert(with -> with);
        TokenUse use = new TokenUse(record.id(), T0, ScopeSet.parse("a"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.recordUse(Collections.nCopies(StoreLimits.MAX_USES + 1, use)));
        assertThat(useOf(record)).isNull();
    }

    @Test
    void TS_5_as_many_uses_as_the_limit_are_kept_at_once() {
        List<TokenUse> uses = new ArrayList<>();
        for (int i = 0; i < StoreLimits.MAX_USES; i++) {
            uses.add(new TokenUse(insert(with -> with).id(), T0.plusMillis(i), ScopeSet.parse("s" + i)));
        }

        store.recordUse(uses);

        assertThat(store.list(TokenQuery.all().limit(1_000)).entries())
                .extracting(TokenPage.Entry::use)
                .containsExactlyInAnyOrderElementsOf(uses);
    }

    @Test
    void TS_5_more_text_of_uses_than_the_limit_is_a_mistake_of_the_caller_and_none_is_kept() {
        TokenRecord record = insert(with -> with);
        String scopes = IntStream.range(0, TokenUse.MAX_SCOPES)
                .mapToObj(i -> "s" + i + ":" + "x".repeat(TokenUse.MAX_SCOPE_LENGTH - 10))
                .collect(Collectors.joining(" "));
        TokenUse use = new TokenUse(record.id(), T0, ScopeSet.parse(scopes));

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> store.recordUse(Collections.nCopies(StoreLimits.MAX_TEXT / use.textLength() + 1, use)));
        assertThat(useOf(record)).isNull();
    }

    @Test
    void TS_4_a_page_ends_before_its_text_is_too_long_and_the_next_goes_on() {
        String scopes = TokenRecords.largest().build().grant().scopes();
        List<TokenId> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(insert(with -> with.scopes(scopes)).id());
        }

        for (Order order : Order.values()) {
            TokenQuery query = TokenQuery.all().limit(ids.size()).orderedBy(order, Direction.ASCENDING);
            List<TokenId> listed = new ArrayList<>();
            String next = null;
            do {
                TokenPage page = store.list(next == null ? query : query.after(next));
                assertThat(page.entries()).isNotEmpty();
                assertThat(page.entries().stream()
                                .mapToInt(TokenPage.Entry::textLength)
                                .sum())
                        .isLessThanOrEqualTo(StoreLimits.MAX_TEXT);
                page.entries().forEach(entry -> listed.add(entry.record().id()));
                next = page.next();
            } while (next != null);

            assertThat(listed).as("by %s", order).containsExactlyInAnyOrderElementsOf(ids);
        }
    }
}
