package dev.latchkey.token;

import static dev.latchkey.token.RecordSpecimens.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenSelectionTest {

    private static final TokenId FIRST = TokenId.of(0, 1);

    private final TokenRecord first =
            record(1).attributes(Map.of("team", "red")).build();
    private final TokenRecord rotated = record(2).family(FIRST).build();
    private final TokenRecord child =
            record(3).ancestors(List.of(FIRST)).owner("other").build();
    private final TokenRecord grandchild =
            record(4).ancestors(List.of(FIRST, TokenId.of(0, 3))).build();

    private List<TokenRecord> selected(TokenSelection selection) {
        List<TokenRecord> all = List.of(first, rotated, child, grandchild);
        // The query of a selection may find more, never less.
        assertThat(all.stream().filter(selection.query().filter()::selects))
                .containsAll(all.stream().filter(selection::matches).toList());
        return all.stream().filter(selection::matches).toList();
    }

    @Test
    void all_tokens_are_selected() {
        assertThat(selected(TokenSelection.all())).containsExactly(first, rotated, child, grandchild);
    }

    @Test
    void a_family_is_a_token_and_those_that_replaced_it() {
        assertThat(selected(TokenSelection.inFamily(FIRST))).containsExactly(first, rotated);
    }

    @Test
    void descendants_are_derived_directly_or_indirectly_and_are_not_the_token_itself() {
        assertThat(selected(TokenSelection.derivedFrom(FIRST))).containsExactly(child, grandchild);
    }

    @Test
    void an_attribute_has_exactly_the_value() {
        assertThat(selected(TokenSelection.withAttribute("team", "red"))).containsExactly(first);
        assertThat(selected(TokenSelection.withAttribute("team", "Red"))).isEmpty();
        assertThat(selected(TokenSelection.withAttribute("Team", "red"))).isEmpty();
    }

    @Test
    void a_selection_can_be_restricted_to_one_owner() {
        TokenSelection descendants = TokenSelection.derivedFrom(FIRST);

        assertThat(selected(descendants.ownedBy("o"))).containsExactly(grandchild);
        assertThat(descendants.ownedBy(null)).isSameAs(descendants);
    }

    @Test
    void a_selection_prints_in_words_and_without_control_characters() {
        assertThat(TokenSelection.all().ownedBy("acme")).hasToString("the tokens of owner acme");
        assertThat(TokenSelection.inFamily(FIRST)).hasToString("the tokens of family 00000000000000000000000001");
        assertThat(TokenSelection.withAttribute("team", "red\n").toString())
                .startsWith("the tokens with attribute team=red")
                .doesNotContain("\n");
    }
}
