package dev.latchkey.scope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.scope.ScopeDecision.Axis;
import dev.latchkey.scope.ScopeDecision.Denied;
import org.junit.jupiter.api.Test;

class ScopeDecisionTest {

    private static final Scope READ = Scope.of("workspace:read");
    private static final Scope WRITE = Scope.of("workspace:write");

    @Test
    void a_permitted_requirement_is_said_to_be_permitted() {
        ScopeDecision decision = compiled("workspace").decide(READ);

        assertThat(decision).isEqualTo(new ScopeDecision.Allowed(READ, ScopeSet.parse("workspace")));
        assertThat(decision.isPermitted()).isTrue();
    }

    @Test
    void a_missing_permission_is_explained() {
        Denied denied = denied("workspace:read@workspaces/acme", WRITE.on("workspaces", "acme"));

        assertThat(denied.isPermitted()).isFalse();
        assertThat(denied.axis()).isEqualTo(Axis.PERMISSION);
        assertThat(denied.missing()).isEqualTo(ScopeSet.parse("workspace:write@workspaces/acme"));
        assertThat(denied.granted()).isEqualTo(ScopeSet.parse("workspace:read@workspaces/acme"));
        assertThat(denied.scopeAttribute()).contains("workspace:write@workspaces/acme");
        assertThat(denied.describe())
                .isEqualTo("workspace:write@workspaces/acme is required; the token does not have it;"
                        + " granted: workspace:read@workspaces/acme; missing: workspace:write@workspaces/acme");
    }

    @Test
    void a_permission_held_elsewhere_is_explained() {
        Denied denied = denied("workspace@workspaces/acme", READ.on("workspaces", "beta"));

        assertThat(denied.axis()).isEqualTo(Axis.RESOURCE);
        assertThat(denied.describe()).contains("has the permission, but not on that resource");
    }

    @Test
    void an_owner_without_the_right_is_explained() {
        ScopeDecision decision =
                compiled("workspace").and(compiled("workspace:read")).decide(WRITE);

        assertThat(decision).isInstanceOfSatisfying(Denied.class, denied -> {
            assertThat(denied.axis()).isEqualTo(Axis.OWNER);
            assertThat(denied.missing()).isEqualTo(ScopeSet.empty());
            assertThat(denied.missingFromOwner()).isEqualTo(ScopeSet.of(WRITE));
            assertThat(denied.granted()).isEqualTo(ScopeSet.parse("workspace"));
            assertThat(denied.scopeAttribute()).isEmpty();
            assertThat(denied.describe())
                    .isEqualTo("workspace:write is required; the token has it, but its owner has not;"
                            + " granted: workspace; its owner lacks: workspace:write");
        });
    }

    @Test
    void of_several_parts_only_the_missing_are_named_but_all_are_needed() {
        Denied denied = denied("workspace:read", ScopeRequirement.allOf(READ, WRITE, Scope.of("workspace:write:all")));

        assertThat(denied.missing()).isEqualTo(ScopeSet.of(WRITE));
        assertThat(denied.scopeAttribute()).contains("workspace:read workspace:write");
    }

    @Test
    void of_several_alternatives_the_nearest_is_named() {
        ScopeRequirement near = ScopeRequirement.allOf(READ, WRITE);
        ScopeRequirement far = ScopeRequirement.allOf(Scope.of("a"), Scope.of("b"));
        ScopeRequirement never = READ.on("..");

        Denied denied = denied("workspace:read", ScopeRequirement.anyOf(never, far, near));

        assertThat(denied.missing()).isEqualTo(ScopeSet.of(WRITE));
    }

    @Test
    void a_name_that_is_not_legal_is_missing_nothing_since_nothing_helps() {
        Denied denied = denied("*", READ.on("workspaces", "a\r\nb"));

        assertThat(denied.axis()).isEqualTo(Axis.RESOURCE);
        assertThat(denied.missing().isEmpty()).isTrue();
        assertThat(denied.scopeAttribute()).isEmpty();
        assertThat(denied.describe())
                .contains("workspace:read on a resource whose name is not legal")
                .doesNotContain("\r");
    }

    @Test
    void a_scope_too_long_to_be_issued_is_asked_for_without_its_resource() {
        Denied denied = denied("audit", READ.on("workspaces", "w".repeat(300)));

        assertThat(denied.scopeAttribute()).contains("workspace:read");
    }

    @Test
    void the_first_axis_of_several_failures_is_told() {
        Denied denied = denied("audit@logs", ScopeRequirement.allOf(Scope.of("audit"), READ));

        assertThat(denied.axis()).isEqualTo(Axis.PERMISSION);
    }

    @Test
    void a_permission_required_anywhere_that_the_owner_has_elsewhere_fails_by_the_resource() {
        CompiledScopes scopes = compiled("workspace@workspaces/acme").and(compiled("workspace@workspaces/beta"));

        ScopeDecision decision = scopes.decide(ScopeRequirement.anywhere(READ));

        assertThat(scopes.resourcesFor(READ).isEmpty()).isTrue();
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.axis()).isEqualTo(Axis.RESOURCE));
    }

    @Test
    void token_and_owner_must_hold_the_same_alternative() {
        CompiledScopes scopes = compiled("workspace:read").and(compiled("workspace:write"));

        assertThat(scopes.permits(ScopeRequirement.anyOf(READ, WRITE))).isFalse();
    }

    private static Denied denied(String granted, ScopeRequirement required) {
        return (Denied) compiled(granted).decide(required);
    }

    private static CompiledScopes compiled(String granted) {
        return ScopePolicy.hierarchical().compile(ScopeSet.parse(granted));
    }

    /** A host's policy may be wrong; then it fails closed, and with no {@code ClassCastException}. */
    @Test
    void a_policy_whose_decision_permits_what_it_does_not_is_a_denial() {
        CompiledScopes contradicting = new CompiledScopes() {
            @Override
            public ScopePolicy policy() {
                return ScopePolicy.hierarchical();
            }

            @Override
            public ScopeSet granted() {
                return ScopeSet.parse("a");
            }

            @Override
            public boolean covers(Scope required) {
                return false;
            }

            @Override
            public ResourceSet resourcesFor(Scope permission) {
                return policy().compile(ScopeSet.empty()).resourcesFor(permission);
            }

            @Override
            public ScopeDecision decide(ScopeRequirement required) {
                return new ScopeDecision.Allowed(required, granted());
            }
        };

        ScopeDecision.Denied denied = ScopeDecision.Denied.of(contradicting, Scope.of("a"));

        assertThat(denied.isPermitted()).isFalse();
        assertThat(denied.describe()).contains("a is required");
        assertThat(denied.scopeAttribute()).isEmpty();
    }
}
