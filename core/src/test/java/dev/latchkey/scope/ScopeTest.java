package dev.latchkey.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class ScopeTest {

    @ParameterizedTest
    @CsvSource({
        "workspace, workspace:read",
        "workspace, workspace",
        "workspace:*, workspace",
        "*, workspace:read@workspaces/acme",
        "*, *",
        "workspace:read, workspace:read@workspaces/acme",
        "workspace:read@workspaces/acme, workspace:read@workspaces/acme/sources/js",
        "workspace:read@workspaces/acme, workspace:read:members@workspaces/acme",
        "*:read, workspace:read",
        "*:read, *:read:members",
        "workspace:read@workspaces/*/sources, workspace:read@workspaces/acme/sources/js",
        "*@workspaces/acme, workspace:read@workspaces/acme",
    })
    void a_scope_covers_what_lies_at_or_beneath_it(String wide, String narrow) {
        assertThat(Scope.of(wide).covers(Scope.of(narrow))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "workspace:read, workspace",
        "root.sys, root.sysadmin",
        "workspace:read, workspace:write",
        "workspace:read, workspace:*",
        "workspace:read, *",
        "workspace:read, *:read",
        "*:read, workspace",
        "*:read, workspace:write",
        "a:*:c, a:b",
        "workspace:read@workspaces/acme, workspace:read",
        "workspace:read@workspaces/acme, workspace:read@workspaces",
        "workspace:read@workspaces/acme, workspace:read@workspaces/*",
        "workspace:read@workspaces/acme, workspace:read@workspaces/acme2",
        "workspace:read@workspaces/acme, workspace:write@workspaces/acme",
        "Workspace, workspace",
    })
    void a_scope_does_not_cover_anything_else(String one, String other) {
        assertThat(Scope.of(one).covers(Scope.of(other))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "workspace:*, workspace",
        "workspace:*:*, workspace",
        "*:*, *",
        "*@*, *",
        "workspace@*, workspace",
        "workspace:*@workspaces/*/*, workspace@workspaces",
        "*:read:*, *:read",
        "*@workspaces/acme, *@workspaces/acme",
    })
    void trailing_wildcards_add_nothing_and_are_dropped(String written, String canonical) {
        assertThat(Scope.of(written)).hasToString(canonical).isEqualTo(Scope.of(canonical));
        assertThat(Scope.of(written)).hasSameHashCodeAs(Scope.of(canonical));
    }

    @Test
    void a_scope_tells_its_two_parts() {
        Scope scope = Scope.of("workspace:read@workspaces/acme");

        assertThat(scope.permission()).isEqualTo("workspace:read");
        assertThat(scope.resource()).contains("workspaces/acme");
        assertThat(scope.withoutResource()).isEqualTo(Scope.of("workspace:read"));
        assertThat(Scope.of("workspace:read@*").resource()).isEmpty();
        assertThat(Scope.of("*").permission()).isEqualTo("*");
    }

    @Test
    void two_scopes_meet_in_what_both_contain() {
        assertThat(Scope.of("a:*:c@x").intersect(Scope.of("*:b"))).contains(Scope.of("a:b:c@x"));
        assertThat(Scope.of("a@x").intersect(Scope.of("a:b@x/y"))).contains(Scope.of("a:b@x/y"));
        assertThat(Scope.of("a@x/*/z").intersect(Scope.of("*:b@*/y"))).contains(Scope.of("a:b@x/y/z"));
        assertThat(Scope.of("a@x").intersect(Scope.of("b@x"))).isEmpty();
        assertThat(Scope.of("a@x").intersect(Scope.of("a@y"))).isEmpty();
    }

    @Test
    void binding_takes_each_value_as_one_literal_segment() {
        Scope permission = Scope.of("workspace:read");

        assertThat(permission.on("workspaces", "acme")).isEqualTo(Scope.of("workspace:read@workspaces/acme"));
        assertThat(permission.on("workspaces", "A.b_c-9")).isEqualTo(Scope.of("workspace:read@workspaces/A.b_c-9"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "acme/x",
                ".",
                "..",
                "a b",
                " ",
                "*",
                "a*",
                "acme@x",
                "acme:x",
                "\0",
                "acme\n",
                "%2e%2e",
                "\u212Aing",
                "\u0430cme",
                "acm\u00E9",
                "\uD83D\uDE00",
                "\uD83D",
                "\u0661"
            })
    void a_name_that_cannot_be_a_segment_is_denied_to_everybody(String name) {
        ScopeRequirement required = Scope.of("workspace:read").on("workspaces", name);

        assertThat(ScopePolicy.hierarchical()
                        .compile(ScopeSet.parse("* workspace:read@workspaces workspace:read@workspaces/acme"))
                        .permits(required))
                .isFalse();
    }

    @Test
    void a_missing_name_and_no_name_at_all_are_denied_to_everybody() {
        CompiledScopes everything = ScopePolicy.hierarchical().compile(ScopeSet.parse("*"));

        assertThat(everything.permits(Scope.of("workspace:read").on("workspaces", null)))
                .isFalse();
        assertThat(everything.permits(Scope.of("workspace:read").on())).isFalse();
    }

    @Test
    void binding_a_scope_that_names_a_resource_is_a_mistake() {
        assertThatThrownBy(() -> Scope.of("workspace:read@workspaces/*/sources").on("js"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("workspace:read@workspaces/*/sources")
                .hasMessageContaining("already names a resource");
    }

    @Test
    void a_scope_is_granted_on_a_resource_without_concatenating_text() {
        Scope read = Scope.of("workspace:read");

        assertThat(read.onResource("workspaces", "acme")).isEqualTo(Scope.of("workspace:read@workspaces/acme"));
        for (String name : new String[] {"", "acme/x", "..", "a b", "*", "a@b"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> read.onResource("workspaces", name));
        }
        assertThatIllegalArgumentException().isThrownBy(read::onResource);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> read.onResource("workspaces", "acme").onResource("workspaces", "other"));
    }
}
