package dev.latchkey.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** What is printed is read back, and what is read is printed the same way, in every locale. */
@Tag("locale")
class ScopeTextProperties {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";

    @Property(tries = 5000)
    void a_scope_is_read_back_as_it_is_printed(@ForAll("scopes") String text) {
        Scope scope = Scope.of(text);

        assertThat(Scope.of(scope.toString())).isEqualTo(scope).hasToString(scope.toString());
        assertThat(scope.permission()
                        + scope.resource().map(resource -> "@" + resource).orElse(""))
                .isEqualTo(scope.toString());
    }

    @Property
    void a_set_is_read_back_as_it_is_printed(@ForAll("sets") String text) {
        ScopeSet set = ScopeSet.parse(text);

        assertThat(ScopeSet.parse(set.toString())).isEqualTo(set).hasToString(set.toString());
        assertThat(set)
                .isEqualTo(ScopeSet.of(
                        Arrays.stream(text.split(" ", -1)).map(Scope::of).toList()));
    }

    @Property(tries = 5000)
    void a_character_from_elsewhere_is_refused_where_it_stands(
            @ForAll("scopes") String text, @ForAll char strange, @ForAll int anywhere) {
        Assume.that((ALPHABET + "*:/@").indexOf(strange) < 0);
        int at = Math.floorMod(anywhere, text.length() + 1);
        String spoilt = text.substring(0, at) + strange + text.substring(at);

        assertThatThrownBy(() -> Scope.of(spoilt))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage()).matches("[ -~]*"))
                .satisfies(e -> assertThat(position(e.getMessage())).isBetween(at - 2, at));
    }

    @Property(tries = 5000)
    void any_text_is_read_whole_or_refused(@ForAll("texts") String text) {
        try {
            Scope scope = Scope.of(text);

            assertThat(text).matches("[A-Za-z0-9._*-]+(:[A-Za-z0-9._*-]+)*(@[A-Za-z0-9._*-]+(/[A-Za-z0-9._*-]+)*)?");
            assertThat(Scope.of(scope.toString())).isEqualTo(scope);
            assertThat(text).startsWith(scope.equals(Scope.of("*")) ? "*" : scope.permission());
        } catch (IllegalArgumentException e) {
            assertThat(position(e.getMessage())).isBetween(0, text.length());
        }
    }

    @Property
    void a_bound_name_is_one_segment_or_denied(@ForAll("names") String name) {
        ScopeRequirement required = Scope.of("workspace:read").on("workspaces", name);
        boolean legal = !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && name.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);

        assertThat(ScopePolicy.hierarchical().compile(ScopeSet.parse("*")).permits(required))
                .isEqualTo(legal);
        if (legal) {
            assertThat(required).isEqualTo(Scope.of("workspace:read@workspaces/" + name));
        }
    }

    private static int position(String message) {
        String after = message.substring(message.indexOf("at position ") + "at position ".length());
        return Integer.parseInt(after.substring(0, after.indexOf(' ')));
    }

    @Provide
    Arbitrary<String> scopes() {
        Arbitrary<String> permission =
                segments().list().ofMinSize(1).ofMaxSize(5).map(path -> String.join(":", path));
        Arbitrary<String> resource =
                segments().list().ofMaxSize(5).map(path -> path.isEmpty() ? "" : "@" + String.join("/", path));
        return Combinators.combine(permission, resource).as(String::concat);
    }

    private Arbitrary<String> segments() {
        Arbitrary<String> literal = Arbitraries.strings()
                .withChars(ALPHABET.toCharArray())
                .ofMinLength(1)
                .ofMaxLength(12)
                .filter(segment -> !segment.equals(".") && !segment.equals(".."));
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(4, literal), net.jqwik.api.Tuple.of(1, Arbitraries.just("*")));
    }

    @Provide
    Arbitrary<String> sets() {
        return scopes().list().ofMinSize(1).ofMaxSize(64).map(texts -> String.join(" ", texts));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars("aB1.*:/@ -".toCharArray()).ofMaxLength(12),
                Arbitraries.strings().ofMaxLength(20),
                Arbitraries.strings()
                        .withChars("a:".toCharArray())
                        .ofMinLength(250)
                        .ofMaxLength(260));
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.oneOf(
                segments(),
                Arbitraries.strings().ofMaxLength(8),
                Arbitraries.strings().withChars("a.*:/@ %\0".toCharArray()).ofMaxLength(4));
    }
}
