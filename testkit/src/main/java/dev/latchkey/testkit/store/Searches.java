package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.Write;
import dev.latchkey.scope.Scope;
import dev.latchkey.token.Intervention;
import dev.latchkey.token.TokenCondition;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Direction;
import dev.latchkey.token.TokenQuery.Order;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenRecordBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A list has the tokens that meet its conditions. */
abstract class Searches extends ListGroup {

    private static final TokenQuery MINE = TokenQuery.all().ownedBy("mine");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:10Z");

    private TokenRecord mine(UnaryOperator<TokenRecordBuilder> with) {
        return insert(record -> with.apply(record.owner("mine")));
    }

    /** The query finds exactly these, in every order and page by page. */
    private void assertFound(TokenQuery query, TokenRecord... expected) {
        for (Order order : Order.values()) {
            for (Direction direction : Direction.values()) {
                for (int limit : new int[] {1, 2, 1_000}) {
                    assertThat(walk(query.orderedBy(order, direction).limit(limit)))
                            .as("%s by %s, %s, %d a page", query.conditions(), order, direction, limit)
                            .containsExactlyInAnyOrderElementsOf(ids(Arrays.asList(expected)));
                }
            }
        }
    }

    private static Intervention at(Instant time) {
        return new Intervention(time, null, "why");
    }

    @Test
    void every_token_is_live_or_ended_or_disabled() {
        TokenRecord live = mine(with -> with.expiresAt(NOW.plusMillis(1)));
        TokenRecord endless = mine(with -> with.expiresAt(null));
        TokenRecord expired = mine(with -> with.expiresAt(NOW));
        TokenRecord revoked = mine(with -> with.revocation(at(NOW.minusSeconds(1))));
        TokenRecord revokedByAClockAhead = mine(with -> with.revocation(at(NOW.plusSeconds(1))));
        TokenRecord disabled = mine(with -> with.disablement(at(NOW)));
        TokenRecord disabledAndExpired = mine(with -> with.disablement(at(NOW)).expiresAt(NOW));

        for (TokenQuery query : List.of(MINE, TokenQuery.all())) {
            assertFound(query.where(TokenCondition.live(NOW)), live, endless);
            assertFound(
                    query.where(TokenCondition.ended(NOW)), expired, revoked, revokedByAClockAhead, disabledAndExpired);
            assertFound(query.where(TokenCondition.disabled(NOW)), disabled);
        }
    }

    @Test
    void tokens_issued_before_the_cut_off_have_ended() {
        TokenRecord before = mine(with -> with.issuedAt(NOW.minusSeconds(1)));
        TokenRecord disabledBefore =
                mine(with -> with.issuedAt(NOW.minusSeconds(1)).disablement(at(NOW)));
        TokenRecord since = mine(with -> with.issuedAt(NOW));
        TokenRecord disabledSince = mine(with -> with.issuedAt(NOW).disablement(at(NOW)));

        for (TokenQuery query : List.of(MINE, TokenQuery.all())) {
            assertFound(query.where(TokenCondition.live(NOW)).cutOff(NOW), since);
            assertFound(query.where(TokenCondition.ended(NOW)).cutOff(NOW), before, disabledBefore);
            assertFound(query.where(TokenCondition.disabled(NOW)).cutOff(NOW), disabledSince);
        }
    }

    @Test
    void actors_are_compared_exactly() {
        TokenRecord by = mine(with -> with.createdBy("users/\u00e9"));
        mine(with -> with.createdBy("Users/\u00e9"));
        mine(with -> with.createdBy("users/\u00e9 "));
        mine(with -> with.createdBy("users/e"));
        mine(with -> with.createdBy(null));

        assertFound(MINE.where(TokenCondition.createdBy("users/\u00e9")), by);
    }

    @Test
    void attributes_are_compared_exactly() {
        TokenRecord alone = mine(with -> with.attributes(Map.of("team", "core")));
        TokenRecord among = mine(with -> with.attributes(Map.of("a", "x", "team", "core", "z", "y")));
        mine(with -> with.attributes(Map.of("team", "Core")));
        mine(with -> with.attributes(Map.of("team", "cores")));
        mine(with -> with.attributes(Map.of("Team", "core")));
        mine(with -> with.attributes(Map.of("a-team", "core")));
        mine(with -> with.attributes(Map.of("other", "core")));
        mine(with -> with);

        assertFound(MINE.where(TokenCondition.attribute("team", "core")), alone, among);
        assertFound(MINE.where(TokenCondition.attribute("team", "c%")));
    }

    @Test
    void descriptions_contain_the_text_in_either_case() {
        TokenRecord lower = mine(with -> with.description("export of 50% \u00e4pfel"));
        TokenRecord upper = mine(with -> with.description("EXPORT OF 50% \u00c4PFEL"));
        TokenRecord other = mine(with -> with.description("export of 500 apfel"));

        assertFound(MINE.where(TokenCondition.describedWith("Of 50")), lower, upper, other);
        assertFound(MINE.where(TokenCondition.describedWith("50%")), lower, upper);
        assertFound(MINE.where(TokenCondition.describedWith("\u00c4pfel")), lower, upper);
        assertFound(MINE.where(TokenCondition.describedWith("exp_rt")));
    }

    @Test
    void granted_scopes_are_the_scope_or_cover_it() {
        TokenRecord equal = mine(with -> with.scopes("a workspace:read@workspaces/acme"));
        TokenRecord above = mine(with -> with.scopes("workspace"));
        TokenRecord wild = mine(with -> with.scopes("*:read z"));
        mine(with -> with.scopes("workspace:reader"));
        mine(with -> with.scopes("workspace:read@workspaces/other"));
        mine(with -> with.scopes("workspace:read:all@workspaces/acme"));

        assertFound(
                MINE.where(TokenCondition.granting(Scope.of("workspace:read@workspaces/acme"))), equal, above, wild);
    }

    /** A store may read long texts in another way than short ones. */
    @Test
    void long_texts_are_searched_like_short_ones() {
        String scopes = IntStream.range(0, 200).mapToObj(i -> "scope:" + i).collect(Collectors.joining(" "));
        Map<String, String> attributes = IntStream.range(0, 10)
                .boxed()
                .collect(Collectors.toMap(
                        i -> "key" + i, i -> "value ".repeat(30).strip()));
        TokenRecord longScopes = mine(with -> with.scopes(scopes + " wanted"));
        TokenRecord both = mine(with -> with.scopes("wanted " + scopes).attributes(attributes));
        TokenRecord shortScopes = mine(with -> with.scopes("wanted").attributes(attributes));
        mine(with -> with.scopes(scopes));
        mine(with -> with.attributes(Map.of("key", "other")));

        TokenQuery granting = MINE.where(TokenCondition.granting(Scope.of("wanted")));
        assertFound(granting, longScopes, both, shortScopes);
        TokenCondition attribute =
                TokenCondition.attribute("key9", "value ".repeat(30).strip());
        assertFound(MINE.where(attribute), both, shortScopes);
        assertFound(granting.where(attribute).where(TokenCondition.granting(Scope.of("scope:199"))), both);
    }

    @Test
    void idle_tokens_were_last_used_or_else_issued_before() {
        TokenRecord unused = mine(with -> with.issuedAt(NOW.minusSeconds(1)));
        TokenRecord used = mine(with -> with.issuedAt(NOW.minusSeconds(9)));
        use(used, NOW.minusSeconds(1), "a");
        TokenRecord busy = mine(with -> with.issuedAt(NOW.minusSeconds(9)));
        use(busy, NOW, "a");
        TokenRecord fresh = mine(with -> with.issuedAt(NOW));

        assertFound(MINE.where(TokenCondition.idleSince(NOW)), unused, used);
        assertFound(MINE.where(TokenCondition.neverUsed()), unused, fresh);
    }

    /** Its record is found by the key, so its use is read in another way than those of a list. */
    @Test
    void conditions_on_the_use_hold_for_the_token_of_a_request_key() {
        TokenRecord used = mine(with -> with.requestKey("key").issuedAt(NOW.minusSeconds(9)));
        use(used, NOW.minusSeconds(1), "a");
        TokenQuery requested = MINE.requestedAs("key");

        assertFound(requested.where(TokenCondition.neverUsed()));
        assertFound(requested.where(TokenCondition.idleSince(NOW)), used);
        assertThat(store.list(requested.where(TokenCondition.idleSince(NOW))).entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.use()).isNotNull());
    }

    @Test
    void expiring_tokens_expire_before_the_time() {
        TokenRecord before = mine(with -> with.expiresAt(NOW.minusSeconds(1)));
        TokenRecord revoked = mine(with -> with.expiresAt(NOW.minusSeconds(1)).revocation(at(T0)));
        mine(with -> with.expiresAt(NOW));
        TokenRecord endless = mine(with -> with.expiresAt(null));
        TokenRecord revokedEndless = mine(with -> with.expiresAt(null).revocation(at(T0)));

        assertFound(MINE.where(TokenCondition.expiringBefore(NOW)), before, revoked);
        assertFound(MINE.where(TokenCondition.neverExpiring()), endless, revokedEndless);
    }

    @Test
    void derived_tokens_have_the_token_among_their_ancestors() {
        TokenRecord ancestor = mine(with -> with);
        TokenRecord child = mine(with -> with.ancestors(List.of(ancestor.id())));
        TokenRecord grandchild = mine(with -> with.ancestors(List.of(ancestor.id(), child.id())));
        mine(with -> with.ancestors(List.of(TokenId.of(0, 1), TokenId.of(0, 2))));

        assertFound(MINE.where(TokenCondition.derivedFrom(ancestor.id())), child, grandchild);
        // The digits of this id are in those of the two before it, one behind the other.
        assertFound(MINE.where(TokenCondition.derivedFrom(TokenId.of(0, 1 << 5))));
    }

    @Test
    void conditions_join_with_each_other_and_with_the_selection() {
        TokenRecord both = mine(with -> with.description("export").createdBy("users/1"));
        mine(with -> with.description("export").createdBy("users/2"));
        mine(with -> with.description("import").createdBy("users/1"));
        insert(with -> with.description("export").createdBy("users/1").owner("others"));
        TokenRecord child =
                mine(with -> with.description("export").createdBy("users/1").parent(both.id()));

        TokenQuery query =
                MINE.where(TokenCondition.describedWith("export")).where(TokenCondition.createdBy("users/1"));
        assertFound(query, both, child);
        assertFound(query.childrenOf(both.id()), child);
        assertFound(query.where(TokenCondition.unrevoked()).inFamily(both.id()), both);
    }

    @Test
    void all_owners_are_searched_by_state_only() {
        TokenRecord record = insert(with -> with);
        List<TokenCondition> conditions = List.of(
                TokenCondition.derivedFrom(record.id()),
                TokenCondition.createdBy("users/1"),
                TokenCondition.attribute("team", "core"),
                TokenCondition.describedWith("export"),
                TokenCondition.granting(Scope.of("a")),
                TokenCondition.idleSince(NOW),
                TokenCondition.neverUsed(),
                TokenCondition.expiringBefore(NOW),
                TokenCondition.neverExpiring());

        for (TokenCondition condition : conditions) {
            TokenQuery query = TokenQuery.all().where(condition);
            assertThatIllegalArgumentException()
                    .as("%s", condition)
                    .isThrownBy(() -> store.list(query))
                    .withMessageContaining("ownedBy");
            assertThat(store.list(query.ownedBy("nobody")).isEmpty()).isTrue();
            assertThat(store.list(query.childrenOf(record.id())).isEmpty()).isTrue();
        }
    }

    /** From each end on, the last token that a page examines is wanted, and those behind are so too. */
    @Test
    void a_page_examines_ten_thousand_tokens_and_only_then_is_short() {
        int size = StoreLimits.MAX_EXAMINED + 20;
        Set<Integer> wanted = new HashSet<>(Set.of(20, StoreLimits.MAX_EXAMINED - 1));
        for (int i = 0; i < 10; i++) {
            wanted.addAll(List.of(i, size - 1 - i));
        }
        List<TokenRecord> records = LongStream.range(0, size)
                .mapToObj(i -> TokenRecords.ordinary(TokenId.of(0, i))
                        .owner("mine")
                        .description(wanted.contains((int) i) ? "wanted" : "other")
                        .build())
                .toList();
        int batch = Math.min(store.maximumWrites(), 500);
        for (int from = 0; from < records.size(); from += batch) {
            List<Write> writes = new ArrayList<>();
            records.subList(from, Math.min(from + batch, records.size()))
                    .forEach(record -> writes.add(new Write.Insert(record)));
            assertThat(store.write(writes)).isTrue();
        }

        for (Order order : List.of(Order.ID, Order.END)) {
            for (Direction direction : Direction.values()) {
                TokenQuery query = MINE.where(TokenCondition.describedWith("wanted"))
                        .orderedBy(order, direction)
                        .limit(15);
                TokenPage first = store.list(query);
                assertThat(first.entries()).as("%s, %s", order, direction).hasSize(12);
                assertThat(first.next()).as("%s, %s", order, direction).isNotNull();
                TokenPage second = store.list(query.after(Objects.requireNonNull(first.next())));
                assertThat(second.entries()).as("%s, %s", order, direction).hasSize(10);
                assertThat(second.next()).as("%s, %s", order, direction).isNull();
            }
        }
    }
}
