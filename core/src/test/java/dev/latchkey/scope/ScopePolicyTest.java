package dev.latchkey.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScopePolicyTest {

    private static final Scope READ = Scope.of("workspace:read");
    private static final Scope WRITE = Scope.of("workspace:write");

    @Test
    void a_token_for_one_workspace_reads_that_one_alone() {
        CompiledScopes token = hierarchical("workspace:read@workspaces/acme");

        assertThat(token.permits(READ.on("workspaces", "acme"))).isTrue();
        assertThat(token.permits(READ.on("workspaces", "acme", "sources", "js")))
                .isTrue();
        assertThat(token.permits(READ.on("workspaces", "other"))).isFalse();
        assertThat(token.permits(WRITE.on("workspaces", "acme"))).isFalse();
        assertThat(token.permits(READ)).isFalse();
    }

    @Test
    void the_empty_set_grants_nothing() {
        assertThat(hierarchical("").permits(READ)).isFalse();
        assertThat(hierarchical("").permits(ScopeRequirement.anywhere(Scope.of("*"))))
                .isFalse();
    }

    @Test
    void composed_requirements_mean_what_they_say() {
        CompiledScopes token = hierarchical("workspace:read audit:read@logs");
        ScopeRequirement audit = Scope.of("audit:read").on("logs", "today");

        assertThat(token.permits(ScopeRequirement.allOf(READ, audit))).isTrue();
        assertThat(token.permits(ScopeRequirement.allOf(READ, WRITE))).isFalse();
        assertThat(token.permits(ScopeRequirement.anyOf(WRITE, audit))).isTrue();
        assertThat(token.permits(ScopeRequirement.anyOf(WRITE, Scope.of("audit"))))
                .isFalse();
        assertThat(token.permits(ScopeRequirement.allOf(READ, ScopeRequirement.anyOf(WRITE, audit))))
                .isTrue();
        assertThat(token.permits(ScopeRequirement.anywhere(Scope.of("audit:read"))))
                .isTrue();
        assertThat(token.permits(ScopeRequirement.anywhere(Scope.of("audit")))).isFalse();
    }

    @Test
    void empty_requirements_are_refused() {
        assertThatThrownBy(ScopeRequirement::allOf).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(ScopeRequirement::anyOf).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ScopeRequirement.anywhere(Scope.of("audit@logs")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("audit@logs names a resource");
    }

    @Test
    void lists_show_what_the_grant_reaches() {
        ResourceSet resources = hierarchical("workspace@workspaces/acme workspace:read@workspaces/beta audit")
                .resourcesFor(READ);

        assertThat(resources.patterns()).containsExactly("workspaces/acme", "workspaces/beta");
        assertThat(resources.contains("workspaces", "acme")).isTrue();
        assertThat(resources.contains("workspaces", "gamma")).isFalse();
        assertThat(resources.contains("workspaces", "..")).isFalse();
        assertThat(resources.isEverything()).isFalse();
        assertThat(hierarchical("workspace").resourcesFor(READ).isEverything()).isTrue();
        assertThat(hierarchical("audit").resourcesFor(READ).isEmpty()).isTrue();
    }

    @Test
    void the_exact_policy_knows_no_hierarchy_of_permissions() {
        CompiledScopes token = ScopePolicy.exact().compile(ScopeSet.parse("workspace audit:read@logs *"));

        assertThat(token.permits(Scope.of("workspace"))).isTrue();
        assertThat(token.permits(Scope.of("workspace").on("workspaces", "acme")))
                .isTrue();
        assertThat(token.permits(READ)).isFalse();
        assertThat(token.permits(Scope.of("audit:read").on("logs", "today"))).isTrue();
        assertThat(token.permits(Scope.of("audit:read"))).isFalse();
        assertThat(token.anywhere(Scope.of("audit:read"))).isTrue();
        assertThat(token.anywhere(Scope.of("audit"))).isFalse();
        assertThat(token.resourcesFor(Scope.of("audit:read")).patterns()).containsExactly("logs");
    }

    @Test
    void a_grantor_is_checked_by_the_policy_and_not_around_it() {
        ScopeSet grantor = ScopeSet.parse("workspace audit@logs");
        ScopeSet requested = ScopeSet.parse("workspace:read audit");

        assertThat(ScopePolicy.hierarchical().excess(grantor, requested)).isEqualTo(ScopeSet.parse("audit"));
        assertThat(ScopePolicy.exact().excess(grantor, requested)).isEqualTo(requested);
    }

    @Test
    void normalizing_follows_the_policy() {
        ScopeSet both = ScopeSet.parse("workspace workspace:read");

        assertThat(ScopePolicy.hierarchical().normalize(both)).isEqualTo(ScopeSet.parse("workspace"));
        assertThat(ScopePolicy.exact().normalize(both)).isEqualTo(both);
    }

    private static CompiledScopes hierarchical(String granted) {
        return ScopePolicy.hierarchical().compile(ScopeSet.parse(granted));
    }
}
