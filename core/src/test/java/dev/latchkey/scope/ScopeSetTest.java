package dev.latchkey.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class ScopeSetTest {

    @Test
    void members_are_canonical_distinct_and_sorted() {
        ScopeSet set = ScopeSet.parse("workspace:read b:* a workspace:read:* b");

        assertThat(set.members()).containsExactly(Scope.of("a"), Scope.of("b"), Scope.of("workspace:read"));
        assertThat(set).hasToString("a b workspace:read").isEqualTo(ScopeSet.parse("workspace:read a b"));
    }

    @Test
    void covered_members_survive_because_the_exact_policy_needs_them() {
        ScopeSet set = ScopeSet.parse("workspace:read workspace");

        assertThat(set).hasToString("workspace workspace:read").isNotEqualTo(ScopeSet.parse("workspace"));
        assertThat(set.sameMeaningAs(ScopeSet.parse("workspace"))).isTrue();
        assertThat(set.canonical()).isEqualTo(ScopeSet.parse("workspace"));
    }

    @Test
    void the_canonical_form_keeps_what_no_other_member_covers() {
        assertThat(ScopeSet.parse("a:b a:*:c *:b@x a:b@x a@y z@y a:b:c").canonical())
                .hasToString("*:b@x a:*:c a:b a@y z@y");
        assertThat(ScopeSet.parse("* a b@c").canonical()).hasToString("*");
    }

    @Test
    void the_empty_set_is_the_empty_text_and_covers_nothing() {
        assertThat(ScopeSet.parse("")).isEqualTo(ScopeSet.empty()).hasToString("");
        assertThat(ScopeSet.empty().isEmpty()).isTrue();
        assertThat(ScopeSet.empty().covers(Scope.of("a"))).isFalse();
        assertThat(ScopeSet.parse("a").covers(ScopeSet.empty())).isTrue();
    }

    @Test
    void union_keeps_the_members_of_both() {
        assertThat(ScopeSet.parse("a b").union(ScopeSet.parse("b a:c"))).isEqualTo(ScopeSet.parse("a a:c b"));
    }

    @Test
    void the_intersection_is_what_both_contain() {
        assertThat(ScopeSet.parse("a:b c@x *:d").intersect(ScopeSet.parse("a c:e@x/y c:d")))
                .isEqualTo(ScopeSet.parse("a:b a:d c:d c:e@x/y"));
        assertThat(ScopeSet.parse("a").intersect(ScopeSet.parse("b"))).isEqualTo(ScopeSet.empty());
    }

    @Test
    void what_is_not_covered_is_whole_members() {
        assertThat(ScopeSet.parse("a:b a:c c").notCoveredBy(ScopeSet.parse("a:b c:d")))
                .isEqualTo(ScopeSet.parse("a:c c"));
        assertThat(ScopeSet.parse("workspace").notCoveredBy(ScopeSet.parse("workspace:write")))
                .isEqualTo(ScopeSet.parse("workspace"));
    }

    @Test
    void it_tells_where_a_permission_is_held() {
        ScopeSet set = ScopeSet.parse("a@x a:b@x/y a:b@z c");

        assertThat(set.anywhere(Scope.of("a:b"))).isTrue();
        assertThat(set.anywhere(Scope.of("b"))).isFalse();
        assertThat(set.resourcesFor(Scope.of("a:b")).patterns()).containsExactly("x", "z");
        assertThat(set.resourcesFor(Scope.of("a")).patterns()).containsExactly("x");
        assertThat(set.resourcesFor(Scope.of("c:d"))).isEqualTo(ResourceSet.every());
        assertThat(set.resourcesFor(Scope.of("b"))).isEqualTo(ResourceSet.none());
        assertThatThrownBy(() -> set.resourcesFor(Scope.of("a@x"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> set.anywhere(Scope.of("a@x"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_thousand_and_twenty_four_scopes_are_parsed_and_one_more_is_not() {
        String most = numbered(1_024);

        assertThat(ScopeSet.parse(most).members()).hasSize(1_024);
        assertThatThrownBy(() -> ScopeSet.parse(most + " a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more than 1024 scopes")
                .hasMessageContaining("position " + (most.length() + 1));
    }

    @Test
    void distinct_scopes_count_and_repetitions_do_not() {
        assertThat(ScopeSet.parse("a " + "b ".repeat(5_000) + "a:*")).isEqualTo(ScopeSet.parse("a b"));
    }

    @Test
    void the_longest_text_has_65535_characters() {
        String longest = IntStream.range(0, 256)
                .mapToObj(i -> "s" + (100 + i) + "x".repeat(251))
                .collect(Collectors.joining(" "));

        assertThat(longest).hasSize(65_535);
        assertThat(ScopeSet.parse(longest).requireStorable()).hasToString(longest);
        assertThatThrownBy(() -> ScopeSet.parse(longest + " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("longer than 65535 characters at position 65535");
        assertThatThrownBy(
                        () -> ScopeSet.parse(longest).union(ScopeSet.parse("a")).requireStorable())
                .hasMessage("257 scopes are 65537 characters long with spaces between them; a token can have 65535");
    }

    @Test
    void what_is_computed_may_be_larger_but_is_not_storable() {
        ScopeSet large = ScopeSet.parse(numbered(1_024)).union(ScopeSet.parse("a"));
        ScopeSet longScope = ScopeSet.parse("a".repeat(255)).intersect(ScopeSet.parse("*@" + "b".repeat(253)));

        assertThat(large.members()).hasSize(1_025);
        assertThatThrownBy(large::requireStorable).hasMessageContaining("1025 scopes");
        assertThatThrownBy(longScope::requireStorable).hasMessageContaining("longer than 255");
        assertThat(ScopeSet.parse(numbered(1_024)).requireStorable()).isEqualTo(ScopeSet.parse(numbered(1_024)));
    }

    @Test
    void a_resource_set_knows_its_fewest_patterns() {
        ResourceSet some = ScopeSet.parse("a@x/y a@x a@*/z a@w/z").resourcesFor(Scope.of("a"));

        assertThat(some.patterns()).isEqualTo(List.of("*/z", "x"));
        assertThat(some)
                .hasToString("*/z x")
                .isEqualTo(ScopeSet.parse("b@*/z b@x").resourcesFor(Scope.of("b")));
        assertThat(some.intersect(ResourceSet.every())).isEqualTo(some);
        assertThat(some.intersect(ResourceSet.none())).isEqualTo(ResourceSet.none());
        assertThat(some.contains("q", "z", "deep")).isTrue();
        assertThat(some.contains("q")).isFalse();
        assertThat(ResourceSet.every().contains("a/b")).isFalse();
        assertThat(ResourceSet.every().contains()).isFalse();
        assertThat(ResourceSet.every().patterns()).containsExactly("*");
        assertThat(ResourceSet.none()).hasToString("(none)");
    }

    @Test
    void a_policy_of_a_host_makes_resource_sets_from_patterns() {
        ResourceSet some =
                ResourceSet.of("workspaces/acme", "labels/*/prod", "workspaces/acme/sources", "labels/*/prod/*");

        assertThat(some.patterns()).containsExactly("labels/*/prod", "workspaces/acme");
        assertThat(some.contains("labels", "env", "prod")).isTrue();
        assertThat(some.contains("workspaces", "beta")).isFalse();
        assertThat(ResourceSet.of(some.patterns())).isEqualTo(some);
        assertThat(ResourceSet.of("*")).isEqualTo(ResourceSet.every());
        assertThat(ResourceSet.of()).isEqualTo(ResourceSet.none());
        assertThat(some.union(ResourceSet.of("labels")).patterns()).containsExactly("labels", "workspaces/acme");
        for (String wrong : List.of("", "a//b", "a:b", "a b", "..", "a@b", "a/*x")) {
            assertThatThrownBy(() -> ResourceSet.of(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not a resource");
        }
    }

    private static String numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> "s" + i).collect(Collectors.joining(" "));
    }
}
