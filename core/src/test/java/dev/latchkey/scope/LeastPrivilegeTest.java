package dev.latchkey.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LeastPrivilegeTest {

    private static final LeastPrivilege HIERARCHICAL = new LeastPrivilege(ScopePolicy.hierarchical());

    @Test
    void the_narrowest_grant_is_the_canonical_form_of_what_was_used() {
        ScopeSet narrowest = HIERARCHICAL.narrowest(
                ScopeSet.parse("workspace audit"),
                ScopeSet.parse("workspace:read workspace:read@workspaces/acme workspace:write@workspaces/acme"));

        assertThat(narrowest).isEqualTo(ScopeSet.parse("workspace:read workspace:write@workspaces/acme"));
    }

    @Test
    void what_the_grant_does_not_give_cannot_have_been_used() {
        assertThatThrownBy(() -> HIERARCHICAL.narrowest(
                        ScopeSet.parse("workspace:read"), ScopeSet.parse("workspace:read workspace:write")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not give workspace:write");
    }

    @Test
    void the_narrowest_grant_keeps_both_names_under_the_exact_policy() {
        ScopeSet both = ScopeSet.parse("workspace workspace:read");

        assertThat(new LeastPrivilege(ScopePolicy.exact()).narrowest(both, both))
                .isEqualTo(both);
    }

    @Test
    void a_dry_run_tells_which_uses_would_be_denied() {
        ScopeRequirement readAcme = Scope.of("workspace:read").on("workspaces", "acme");
        ScopeRequirement readBeta = Scope.of("workspace:read").on("workspaces", "beta");

        List<ScopeDecision.Denied> denials =
                HIERARCHICAL.dryRun(ScopeSet.parse("workspace:read@workspaces/acme"), List.of(readAcme, readBeta));

        assertThat(denials).singleElement().satisfies(denied -> {
            assertThat(denied.required()).isEqualTo(readBeta);
            assertThat(denied.axis()).isEqualTo(ScopeDecision.Axis.RESOURCE);
        });
    }

    @Test
    void scopes_that_no_use_needed_are_found() {
        ScopeSet granted = ScopeSet.parse("workspace workspace:read audit billing");
        List<ScopeRequirement> observed = List.of(
                Scope.of("workspace:read").on("workspaces", "acme"),
                ScopeRequirement.anyOf(Scope.of("root"), Scope.of("audit:read")),
                Scope.of("root"));

        assertThat(HIERARCHICAL.unused(granted, observed)).isEqualTo(ScopeSet.parse("workspace billing"));
    }

    @Test
    void a_use_is_counted_for_the_narrowest_scope_that_allows_it() {
        CompiledScopes scopes = ScopePolicy.hierarchical()
                .compile(ScopeSet.parse("* workspace workspace:read@workspaces/acme workspace:read"));

        assertThat(scopes.usedBy(Scope.of("workspace:read").on("workspaces", "acme")))
                .isEqualTo(ScopeSet.parse("workspace:read@workspaces/acme"));
        assertThat(scopes.usedBy(Scope.of("workspace:read").on("workspaces", "beta")))
                .isEqualTo(ScopeSet.parse("workspace:read"));
        assertThat(scopes.usedBy(Scope.of("audit"))).isEqualTo(ScopeSet.parse("*"));
        assertThat(scopes.usedBy(ScopeRequirement.allOf(Scope.of("audit"), Scope.of("workspace"))))
                .isEqualTo(ScopeSet.parse("* workspace"));
    }

    @Test
    void a_list_uses_every_scope_that_it_shows_something_of() {
        CompiledScopes scopes = ScopePolicy.hierarchical()
                .compile(ScopeSet.parse("workspace@workspaces/a workspace@workspaces/b audit"));

        assertThat(scopes.usedBy(ScopeRequirement.anywhere(Scope.of("workspace:read"))))
                .isEqualTo(ScopeSet.parse("workspace@workspaces/a workspace@workspaces/b"));
    }

    @Test
    void a_denied_requirement_uses_nothing() {
        CompiledScopes scopes = ScopePolicy.hierarchical().compile(ScopeSet.parse("workspace"));

        assertThat(scopes.usedBy(Scope.of("audit")).isEmpty()).isTrue();
        assertThat(scopes.usedBy(Scope.of("workspace").on("..")).isEmpty()).isTrue();
    }

    @Test
    void a_use_needs_the_required_permission_on_the_resource_of_the_granted_scope() {
        CompiledScopes scopes =
                ScopePolicy.hierarchical().compile(ScopeSet.parse("workspace@workspaces/acme audit billing@b"));

        assertThat(scopes.neededBy(Scope.of("workspace:read").on("workspaces", "acme", "sources", "js")))
                .isEqualTo(ScopeSet.parse("workspace:read@workspaces/acme"));
        assertThat(scopes.neededBy(Scope.of("audit:read").on("workspaces", "acme")))
                .isEqualTo(ScopeSet.parse("audit:read"));
        assertThat(scopes.neededBy(ScopeRequirement.allOf(
                        Scope.of("audit"), ScopeRequirement.anywhere(Scope.of("billing:invoices")))))
                .isEqualTo(ScopeSet.parse("audit billing:invoices@b"));
        assertThat(scopes.neededBy(ScopeRequirement.anyOf(
                        Scope.of("root"), Scope.of("audit:read:all"), Scope.of("audit:list"), Scope.of("audit"))))
                .isEqualTo(ScopeSet.parse("audit:list"));
        assertThat(scopes.neededBy(Scope.of("root")).isEmpty()).isTrue();
    }

    @Test
    void a_need_whose_text_would_be_too_long_is_that_of_the_granted_scope() {
        String resource = "r".repeat(200);
        CompiledScopes scopes = ScopePolicy.hierarchical().compile(ScopeSet.parse("a@" + resource));

        assertThat(scopes.neededBy(Scope.of("a:" + "p".repeat(100)).on(resource)))
                .isEqualTo(ScopeSet.parse("a@" + resource));
    }

    @Test
    void a_permission_that_cannot_be_granted_alone_needs_the_granted_scope() {
        ScopePolicy catalog = ScopeCatalog.builder()
                .permission("workspace", "everything in a workspace")
                .build();
        CompiledScopes scopes = catalog.compile(ScopeSet.parse("workspace"));

        assertThat(scopes.neededBy(Scope.of("workspace:read"))).isEqualTo(ScopeSet.parse("workspace"));
    }

    @Test
    void uses_are_cut_to_what_a_narrowed_grant_still_gives() {
        ScopeSet used = ScopeSet.parse("workspace:read workspace:write@acme audit");

        assertThat(HIERARCHICAL.stillGiven(ScopeSet.parse("workspace@acme/x workspace:list audit:read"), used))
                .isEqualTo(ScopeSet.parse("workspace:read@acme/x workspace:write@acme/x audit:read"));
        assertThat(HIERARCHICAL.stillGiven(ScopeSet.parse("workspace:read"), ScopeSet.parse("workspace:read:a")))
                .isEqualTo(ScopeSet.parse("workspace:read:a"));
        assertThat(HIERARCHICAL.stillGiven(ScopeSet.parse("billing"), used).isEmpty())
                .isTrue();
    }
}
