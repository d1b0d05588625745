package dev.latchkey.token;

import static dev.latchkey.token.RecordSpecimens.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.TokenFilter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenFilterTest {

    private static final TokenId FIRST = TokenId.of(0, 1);

    private final TokenRecord first =
            record(1).attributes(Map.of("team", "red")).build();
    private final TokenRecord rotated = record(2).family(FIRST).build();
    private final TokenRecord child =
            record(3).ancestors(List.of(FIRST)).owner("other").build();
    private final TokenRecord grandchild =
            record(4).ancestors(List.of(FIRST, TokenId.of(0, 3))).build();

    private static boolean matches(TokenQuery query, TokenRecord record) {
        return TokenFilter.of(query).matches(record, null);
    }

    private List<TokenRecord> found(TokenQuery query) {
        return List.of(first, rotated, child, grandchild).stream()
                .filter(record -> matches(query, record))
                .toList();
    }

    @Test
    void all_tokens_match_the_query_for_all() {
        assertThat(found(TokenQuery.all())).containsExactly(first, rotated, child, grandchild);
    }

    @Test
    void a_family_is_a_token_and_those_that_replaced_it() {
        assertThat(found(TokenQuery.all().inFamily(FIRST))).containsExactly(first, rotated);
    }

    @Test
    void derived_tokens_are_so_directly_or_indirectly_and_are_not_the_token_itself() {
        TokenQuery derived = TokenQuery.all().where(TokenCondition.derivedFrom(FIRST));

        assertThat(found(derived)).containsExactly(child, grandchild);
        assertThat(found(derived.ownedBy("o"))).containsExactly(grandchild);
    }

    @Test
    void children_are_derived_directly() {
        assertThat(found(TokenQuery.all().childrenOf(FIRST))).containsExactly(child);
    }

    @Test
    void an_attribute_has_exactly_the_value() {
        TokenQuery all = TokenQuery.all();

        assertThat(found(all.where(TokenCondition.attribute("team", "red")))).containsExactly(first);
        assertThat(found(all.where(TokenCondition.attribute("team", "Red")))).isEmpty();
        assertThat(found(all.where(TokenCondition.attribute("Team", "red")))).isEmpty();
    }

    @Test
    void what_matches_has_all_that_the_query_names() {
        TokenRecord record =
                record(8).parent(TokenId.of(0, 7)).requestKey("key").build();
        TokenQuery matching = TokenQuery.all()
                .ownedBy("o")
                .childrenOf(TokenId.of(0, 7))
                .inFamily(record.lineage().family())
                .requestedAs("key");

        assertThat(matches(matching, record)).isTrue();
        assertThat(matches(matching, first)).isFalse();
        assertThat(matches(matching.ownedBy("O"), record)).isFalse();
        assertThat(matches(matching.childrenOf(record.id()), record)).isFalse();
        assertThat(matches(matching.inFamily(TokenId.of(0, 7)), record)).isFalse();
        assertThat(matches(matching.requestedAs("Key"), record)).isFalse();
    }

    @Test
    void revoked_records_are_left_out_only_where_that_is_asked_for() {
        TokenRecord revoked = first.withRevoked(RecordSpecimens.T0.plusSeconds(1), "leaked");

        assertThat(matches(TokenQuery.all(), revoked)).isTrue();
        assertThat(matches(TokenQuery.all().unrevoked(), revoked)).isFalse();
        assertThat(matches(TokenQuery.all().unrevoked(), first)).isTrue();
    }

    @Test
    void only_an_owner_and_a_request_key_together_name_one_request() {
        assertThat(TokenFilter.of(TokenQuery.all()).isOneRequest()).isFalse();
        assertThat(TokenFilter.of(TokenQuery.all().ownedBy("o")).isOneRequest()).isFalse();
        assertThat(TokenFilter.of(TokenQuery.all().requestedAs("key")).isOneRequest())
                .isFalse();
        assertThat(TokenFilter.of(TokenQuery.all().ownedBy("o").requestedAs("key"))
                        .isOneRequest())
                .isTrue();
    }

    @Test
    void only_the_query_without_selection_and_conditions_matches_all() {
        assertThat(TokenFilter.of(TokenQuery.all().newestFirst().limit(1)).matchesAll())
                .isTrue();
        assertThat(TokenFilter.of(TokenQuery.all().ownedBy("o")).matchesAll()).isFalse();
        assertThat(TokenFilter.of(TokenQuery.all().childrenOf(FIRST)).matchesAll())
                .isFalse();
        assertThat(TokenFilter.of(TokenQuery.all().inFamily(FIRST)).matchesAll())
                .isFalse();
        assertThat(TokenFilter.of(TokenQuery.all().requestedAs("key")).matchesAll())
                .isFalse();
        assertThat(TokenFilter.of(TokenQuery.all().unrevoked()).matchesAll()).isFalse();
    }
}
