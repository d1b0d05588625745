package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.TokenPage;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Direction;
import dev.latchkey.token.TokenQuery.Order;
import dev.latchkey.token.TokenRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A list is complete and in order. */
abstract class Lists extends ListGroup {

    @Test
    void an_empty_store_has_one_empty_page() {
        assertThat(store.list(TokenQuery.all())).isEqualTo(new TokenPage(List.of(), null));
    }

    @Test
    void records_are_listed_as_they_are_found() {
        TokenRecord written = TokenRecords.largest().build();
        StoreWrites.insert(store, written);
        TokenRecord record = store.find(written.id()).orElseThrow();

        assertThat(store.list(TokenQuery.all()).entries()).containsExactly(new TokenPage.Entry(record, null));
    }

    @Test
    void by_id_is_by_the_unsigned_number() {
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
    void by_end_is_by_revocation_or_expiry_with_the_endless_last_and_ids_between_equals() {
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
    void pages_without_revoked_tokens_are_full_and_lead_to_all_others() {
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
    void by_last_use_has_the_never_used_first_and_ids_between_equals() {
        TokenRecord late = insert(with -> with);
        TokenRecord early = insert(with -> with);
        List<TokenRecord> never = new ArrayList<>(List.of(insert(with -> with), insert(with -> with)));
        never.sort(Comparator.comparing(TokenRecord::id));
        use(late, T0.plusMillis(2), "a");
        use(early, T0.plusMillis(1), "a");

        assertOrder(Order.LAST_USE, ids(List.of(never.get(0), never.get(1), early, late)));
    }

    @Test
    void filters_are_exact_and_join() {
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
        assertThat(walk(TokenQuery.all().ownedBy("o").childrenOf(parent)))
                .containsExactlyInAnyOrderElementsOf(ids(List.of(all, otherKey, otherFamily)));
        assertThat(walk(TokenQuery.all().ownedBy("o").inFamily(family)))
                .containsExactlyInAnyOrderElementsOf(ids(List.of(all, otherKey, otherParent)));
        assertThat(walk(TokenQuery.all()
                        .ownedBy("o")
                        .requestedAs("k")
                        .childrenOf(parent)
                        .inFamily(family)))
                .containsExactly(all.id());
        assertThat(walk(TokenQuery.all().ownedBy("nobody"))).isEmpty();
        assertThat(walk(TokenQuery.all().ownedBy("o' OR '1'='1"))).isEmpty();
    }

    @Test
    void filters_hold_in_every_order_page_by_page() {
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
    void what_is_written_during_a_walk_neither_hides_nor_repeats_what_was_there() {
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
    void a_walk_goes_on_when_the_token_at_its_place_is_gone() {
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

    @Test
    void a_page_ends_before_its_text_is_too_long_and_the_next_goes_on() {
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
