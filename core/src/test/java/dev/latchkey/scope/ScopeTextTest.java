package dev.latchkey.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not a scope is refused whole, at the first position that is wrong. */
@Tag("locale")
class ScopeTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~                     | 0  | empty segment",
                "~:~                    | 0  | empty segment",
                "~a:~                   | 2  | empty segment",
                "~a::b~                 | 2  | empty segment",
                "~:a~                   | 0  | empty segment",
                "~a@~                   | 2  | empty segment",
                "~@a~                   | 0  | empty segment",
                "~a@b/~                 | 4  | empty segment",
                "~a@b//c~               | 4  | empty segment",
                "~a@/b~                 | 2  | empty segment",
                "~ a~                   | 0  | empty segment",
                "~a ~                   | 1  | unexpected ' '",
                "~a b~                  | 1  | unexpected ' '",
                "~a@b@c~                | 3  | unexpected '@'",
                "~a@b:c~                | 3  | unexpected ':'",
                "~a/b~                  | 1  | unexpected '/'",
                "~a,b~                  | 1  | unexpected ','",
                "~a\"b~                 | 1  | unexpected \\u0022",
                "~a\\b~                 | 1  | unexpected \\u005C",
                "~a*~                   | 1  | unexpected '*'",
                "~*a~                   | 1  | must be a whole segment",
                "~a:**~                 | 3  | unexpected '*'",
                "~.~                    | 0  | '.' is not a segment",
                "~a:..~                 | 2  | '..' is not a segment",
                "~a@b/../c~             | 4  | '..' is not a segment",
                "~a@./c~                | 2  | '.' is not a segment",
            })
    void malformed_text_is_refused_with_its_position(String text, int position, String reason) {
        assertThatThrownBy(() -> Scope.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at position " + position + " of ")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0430", // Cyrillic a
                "\u212A", // Kelvin sign, k by case folding
                "\u0131", // dotless i
                "\u0130", // dotted I
                "\u017F", // long s
                "\uFF41", // full-width a
                "\u0661", // Arabic digit one
                "\u00E9",
                "\u0301", // combining accent
                "\u200B", // zero width space
                "\u202E", // right-to-left override
                "\u2215", // division slash
                "\uA789", // modifier letter colon
                "\uD83D\uDE00",
                "\uD83D", // half of a pair
                "\uFEFF",
                "\u0000",
                "\u0001",
                "\t",
                "\n",
                "\r",
                "\u007F",
                "\u0085",
                "\u00A0"
            })
    void characters_beyond_the_alphabet_are_refused_and_shown_escaped(String strange) {
        assertThatThrownBy(() -> Scope.of("work" + strange + "space"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at position 4 of \"work\\u")
                .satisfies(e -> assertThat(e.getMessage()).matches("[ -~]*"));
        assertThatThrownBy(() -> ScopeSet.parse("a work" + strange + "space"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at position 6 of ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~ ~       | 0",
                "~ a~      | 0",
                "~a ~      | 2",
                "~a  b~    | 2",
                "~a b ~    | 4",
                "~a,b~     | 1",
                "~a b:~    | 4",
            })
    void a_list_of_scopes_has_single_spaces_between_them(String text, int position) {
        assertThatThrownBy(() -> ScopeSet.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at position " + position + " of ");
    }

    @Test
    void the_longest_scope_has_255_characters() {
        String longest = "a".repeat(255);

        assertThat(Scope.of(longest)).hasToString(longest);
        assertThat(Scope.of("a:".repeat(127) + "a")).hasToString("a:".repeat(127) + "a");
        assertThatThrownBy(() -> Scope.of(longest + "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longer than 255 characters at position 255 of ");
        assertThatThrownBy(() -> ScopeSet.parse("b " + longest + "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longer than 255 characters at position 257 of ");
    }

    @Test
    void enormous_texts_are_refused_briefly() {
        List<String> enormous = List.of(
                "a:".repeat(10_000) + "a",
                "*:".repeat(10_000) + "*",
                "a@" + "b/".repeat(10_000) + "b",
                "a".repeat(1 << 20),
                "a ".repeat(1 << 19),
                " ".repeat(1 << 20),
                ":".repeat(1 << 20),
                "\0".repeat(1 << 20));

        for (String text : enormous) {
            assertThatThrownBy(() -> Scope.of(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .satisfies(
                            e -> assertThat(e.getMessage()).contains("position").hasSizeLessThan(1000));
            assertThatThrownBy(() -> ScopeSet.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .satisfies(
                            e -> assertThat(e.getMessage()).contains("position").hasSizeLessThan(1000));
        }
    }

    @Test
    void a_hundred_thousand_enormous_texts_are_refused_at_once() {
        // Were they read to their end, these would be 100 GiB of characters.
        String text = "a".repeat(1 << 20);
        long refused = 0;

        for (int i = 0; i < 100_000; i++) {
            refused += isRefused(text) ? 1 : 0;
        }

        assertThat(refused).isEqualTo(100_000);
    }

    @Test
    void a_deep_resource_from_a_request_is_answered_without_deep_recursion() {
        String[] deep = new String[10_000];
        java.util.Arrays.fill(deep, "a");
        ScopeRequirement required = Scope.of("read").on(deep);

        CompiledScopes granted = ScopePolicy.hierarchical().compile(ScopeSet.parse("read@a/a/*/a write"));

        assertThat(granted.permits(required)).isTrue();
        assertThat(granted.permits(Scope.of("write").on(deep))).isTrue();
        assertThat(ScopePolicy.hierarchical()
                        .compile(ScopeSet.of((Scope) required))
                        .permits(required))
                .isTrue();
        assertThat(((ScopeDecision.Denied) granted.decide(Scope.of("x").on(deep))).scopeAttribute())
                .contains("x");
    }

    @Test
    void grants_full_of_wildcards_are_answered_in_time() {
        // Each wildcard doubles the branches of a careless walk; here there are 60 of them.
        List<Scope> grants = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < 64; i++) {
            StringBuilder text = new StringBuilder("x");
            for (int j = 0; j < 60; j++) {
                text.append(random.nextBoolean() ? ":*" : ":a");
            }
            grants.add(Scope.of(text + ":z"));
        }
        Scope required = Scope.of("x" + ":a".repeat(60) + ":y");
        CompiledScopes scopes = ScopePolicy.hierarchical().compile(ScopeSet.of(grants));

        for (int i = 0; i < 10_000; i++) {
            assertThat(scopes.permits(required)).isFalse();
        }
    }

    private static boolean isRefused(String text) {
        try {
            Scope.of(text);
            return false;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }
}
