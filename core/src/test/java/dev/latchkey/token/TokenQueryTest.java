package dev.latchkey.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenPage.Entry;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenQuery.Direction;
import dev.latchkey.token.TokenQuery.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenQueryTest {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    private static Entry entry(long id) {
        TokenRecord record = TokenRecord.builder(TokenId.of(0, id))
                .owner("o")
                .description("d")
                .scopes("s")
                .hash(SecretHash.of("x", "y"))
                .issuedAt(T0)
                .expiresAt(T0.plusSeconds(id))
                .build();
        return new Entry(record, new TokenUse(record.id(), T0.plusMillis(id), ScopeSet.empty()));
    }

    @Test
    void a_page_with_one_more_than_the_limit_is_cut_and_has_a_cursor() {
        TokenQuery query = TokenQuery.all().limit(2);

        TokenPage page = TokenPage.of(query, List.of(entry(1), entry(2), entry(3)));

        assertThat(page.entries()).extracting(e -> e.record().id().low()).containsExactly(1L, 2L);
        assertThat(TokenCursor.startOf(query.after(page.next()))).isEqualTo(new TokenCursor(0, TokenId.of(0, 2)));
    }

    private static UnreadableToken unreadable(long id, String owner) {
        return new UnreadableToken(TokenId.of(0, id), owner, null, null, null, "damaged");
    }

    @Test
    void a_token_that_cannot_be_read_is_listed_at_its_place_and_counts() {
        TokenQuery query = TokenQuery.all().limit(2);
        Map<TokenCursor, UnreadableToken> damaged = Map.of(new TokenCursor(0, TokenId.of(0, 2)), unreadable(2, "o"));

        TokenPage page = TokenPage.of(query, List.of(entry(1), entry(3)), damaged);

        assertThat(page.entries()).extracting(e -> e.record().id().low()).containsExactly(1L);
        assertThat(page.unreadable()).containsExactly(unreadable(2, "o"));
        assertThat(TokenCursor.startOf(query.after(page.next()))).isEqualTo(new TokenCursor(0, TokenId.of(0, 2)));
    }

    @Test
    void a_token_that_cannot_be_read_behind_the_page_is_on_the_next_one() {
        TokenQuery query = TokenQuery.all().limit(2);
        Map<TokenCursor, UnreadableToken> damaged = Map.of(new TokenCursor(0, TokenId.of(0, 3)), unreadable(3, "o"));

        TokenPage page = TokenPage.of(query, List.of(entry(1), entry(2)), damaged);

        assertThat(page.entries()).hasSize(2);
        assertThat(page.unreadable()).isEmpty();
        assertThat(page.next()).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void a_walk_meets_every_token_once_whether_it_can_be_read_or_not(Order order) {
        List<Entry> entries = List.of(entry(1), entry(3), entry(5));
        List<UnreadableToken> damaged = List.of(unreadable(2, "o"), unreadable(4, "o"), unreadable(6, "o"));

        for (boolean descending : new boolean[] {false, true}) {
            TokenQuery query = TokenQuery.all()
                    .orderedBy(order, descending ? Direction.DESCENDING : Direction.ASCENDING)
                    .limit(2);
            List<TokenId> seen = new ArrayList<>();
            TokenPage page = TokenPage.select(query, entries, damaged);
            while (true) {
                page.entries().forEach(entry -> seen.add(entry.record().id()));
                page.unreadable().forEach(token -> seen.add(token.id()));
                if (page.next() == null) {
                    break;
                }
                page = TokenPage.select(query.after(page.next()), entries, damaged);
            }
            assertThat(seen).doesNotHaveDuplicates().hasSize(6);
        }
    }

    @Test
    void a_token_that_cannot_be_read_is_listed_for_its_owner_and_for_no_other_filter() {
        List<UnreadableToken> damaged = List.of(unreadable(1, "o"), UnreadableToken.of(TokenId.of(0, 2), "damaged"));

        assertThat(TokenPage.select(TokenQuery.all(), List.of(), damaged).unreadable())
                .hasSize(2);
        assertThat(TokenPage.select(TokenQuery.all().ownedBy("o"), List.of(), damaged)
                        .unreadable())
                .containsExactly(damaged.get(0));
        assertThat(TokenPage.select(TokenQuery.all().ownedBy("other"), List.of(), damaged)
                        .unreadable())
                .isEmpty();
        assertThat(TokenPage.select(TokenQuery.all().inFamily(TokenId.of(0, 1)), List.of(), damaged)
                        .unreadable())
                .isEmpty();
    }

    @Test
    void a_page_with_no_more_than_the_limit_is_the_last() {
        assertThat(TokenPage.of(TokenQuery.all().limit(2), List.of(entry(1), entry(2)))
                        .next())
                .isNull();
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void a_page_is_selected_from_all_tokens_by_the_query_s_order_and_place(Order order) {
        List<Entry> all = List.of(entry(3), entry(1), entry(4), entry(2));
        TokenQuery query = TokenQuery.all().ownedBy("o").limit(2);

        TokenQuery ascending = query.orderedBy(order, Direction.ASCENDING);
        TokenPage first = TokenPage.select(ascending, all);
        TokenPage second = TokenPage.select(ascending.after(first.next()), all);
        TokenPage last = TokenPage.select(query.orderedBy(order, Direction.DESCENDING), all);

        assertThat(first.entries()).containsExactly(entry(1), entry(2));
        assertThat(second).isEqualTo(new TokenPage(List.of(entry(3), entry(4)), null));
        assertThat(last.entries()).containsExactly(entry(4), entry(3));
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void a_cursor_holds_what_the_order_sorts_by(Order order) {
        TokenQuery query =
                TokenQuery.all().orderedBy(order, Direction.DESCENDING).limit(1);

        String next = TokenPage.of(query, List.of(entry(5), entry(4))).next();
        TokenCursor after = TokenCursor.startOf(query.after(next));

        assertThat(after.id()).isEqualTo(TokenId.of(0, 5));
        assertThat(after.key())
                .isEqualTo(
                        switch (order) {
                            case ID -> 0;
                            case END -> T0.plusSeconds(5).toEpochMilli();
                            case LAST_USE -> T0.plusMillis(5).toEpochMilli();
                        });
    }

    @Test
    void a_token_without_end_sorts_last_and_one_without_use_first() {
        List<Entry> endless = Stream.of(entry(1), entry(2))
                .map(entry ->
                        new Entry(entry.record().toBuilder().expiresAt(null).build(), null))
                .toList();
        TokenQuery byEnd =
                TokenQuery.all().orderedBy(Order.END, Direction.ASCENDING).limit(1);
        TokenQuery byUse =
                TokenQuery.all().orderedBy(Order.LAST_USE, Direction.ASCENDING).limit(1);

        assertThat(TokenCursor.startOf(byEnd.after(TokenPage.of(byEnd, endless).next()))
                        .key())
                .isEqualTo(TokenCursor.NEVER_ENDS);
        assertThat(TokenCursor.startOf(byUse.after(TokenPage.of(byUse, endless).next()))
                        .key())
                .isEqualTo(TokenCursor.NEVER_USED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "!", "AQ", "\u0661", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void what_is_not_a_cursor_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenQuery.all().after(text))
                .withMessage("not a cursor of this list");
        assertThatIllegalArgumentException().isThrownBy(() -> TokenQuery.all().after("A".repeat(1 << 20)));
    }

    @Test
    void a_cursor_of_another_order_is_refused() {
        TokenQuery oldest = TokenQuery.all().oldestFirst().limit(1);
        String cursor = TokenPage.of(oldest, List.of(entry(1), entry(2))).next();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenQuery.all().newestFirst().after(cursor));
    }

    @Test
    void filters_join_and_keep_each_other() {
        TokenQuery query = TokenQuery.all()
                .ownedBy("o")
                .childrenOf(TokenId.of(0, 1))
                .inFamily(TokenId.of(0, 2))
                .requestedAs("k")
                .unrevoked()
                .ownedBy("o")
                .childrenOf(TokenId.of(0, 1))
                .inFamily(TokenId.of(0, 2))
                .requestedAs("k");

        assertThat(query.owner()).isEqualTo("o");
        assertThat(query.parent()).isEqualTo(TokenId.of(0, 1));
        assertThat(query.family()).isEqualTo(TokenId.of(0, 2));
        assertThat(query.requestKey()).isEqualTo("k");
        assertThat(query.conditions()).containsExactly(TokenCondition.unrevoked());
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1001, Integer.MAX_VALUE})
    void a_limit_out_of_range_is_refused_with_the_range(int limit) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenQuery.all().limit(limit))
                .withMessage("limit " + limit + " is not between 1 and 1000");
    }

    @Test
    void a_query_is_for_a_page_once_a_limit_or_a_cursor_is_set() {
        TokenQuery query = TokenQuery.all().ownedBy("o").unrevoked().newestFirst();
        String cursor = new TokenCursor(0, TokenId.of(0, 1)).print(query);

        assertThat(query.isPaged()).isFalse();
        assertThat(query.limit(100).isPaged()).isTrue();
        assertThat(query.after(cursor).isPaged()).isTrue();
    }

    @Test
    void a_query_prints_in_words_and_without_control_characters() {
        TokenId id = TokenId.of(0, 1);

        assertThat(TokenQuery.all()).hasToString("the tokens");
        assertThat(TokenQuery.all().ownedBy("acme").inFamily(id))
                .hasToString("the tokens of family 00000000000000000000000001 of owner acme");
        assertThat(TokenQuery.all().childrenOf(id).unrevoked())
                .hasToString("the tokens issued by 00000000000000000000000001 that meet the conditions");
        assertThat(TokenQuery.all().ownedBy("a\nb").requestedAs("key").toString())
                .startsWith("the tokens with a request key of owner a")
                .doesNotContain("\n", "key of owner key");
    }
}
