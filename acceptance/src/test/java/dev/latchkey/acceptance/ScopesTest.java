package dev.latchkey.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.scope.CompiledScopes;
import dev.latchkey.scope.LeastPrivilege;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeDecision;
import dev.latchkey.scope.ScopeRequirement;
import dev.latchkey.scope.ScopeSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code docs/scopes.md} says of the example catalogue. */
class ScopesTest {

    @Test
    void the_catalogue_is_a_real_hierarchy() {
        var permissions = PlatformScopes.CATALOG.groups().stream()
                .flatMap(group -> group.permissions().stream())
                .toList();

        assertThat(permissions).hasSizeGreaterThanOrEqualTo(30);
        assertThat(permissions)
                .extracting(permission -> permission.scope().permission().split(":").length)
                .contains(1, 2, 3);
        assertThat(permissions)
                .allSatisfy(permission -> assertThat(permission.description()).isNotBlank());
    }

    @Test
    void what_is_implied_is_given_where_it_was_granted() {
        // region implied
        CompiledScopes writer = PlatformScopes.CATALOG.compile(ScopeSet.parse("workspace:write@workspaces/acme"));

        writer.permits(Scope.of("sources:settings:read").on("workspaces", "acme")); // true: through sources:write
        writer.permits(Scope.of("members:write").on("workspaces", "acme")); // false: not implied
        writer.permits(Scope.of("sources:read").on("workspaces", "other")); // false: another workspace
        // endregion
        assertThat(writer.permits(Scope.of("sources:settings:read").on("workspaces", "acme")))
                .isTrue();
        assertThat(writer.permits(Scope.of("members:write").on("workspaces", "acme")))
                .isFalse();
        assertThat(writer.permits(Scope.of("sources:read").on("workspaces", "other")))
                .isFalse();
    }

    @Test
    void a_typing_error_is_refused_with_what_was_meant() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlatformScopes.CATALOG.requireKnown(ScopeSet.parse("source:read")))
                .withMessage("unknown scope source:read; did you mean sources:read?");
    }

    @Test
    void bundles_and_ticks_are_reduced_to_what_they_give() {
        assertThat(PlatformScopes.CATALOG.expand(ScopeSet.parse("reporting@workspaces/acme")))
                .hasToString("sources:read@workspaces/acme warehouses:syncs:read@workspaces/acme");
        assertThat(PlatformScopes.CATALOG.normalize(ScopeSet.parse("sources:write sources:read sources:settings:read")))
                .hasToString("sources:write");
    }

    @Test
    void requirements_are_built_in_code() {
        String name = "acme";
        // region requirements
        ScopeRequirement read =
                Scope.of("sources:read").on("workspaces", name); // name: one literal segment, never parsed
        ScopeRequirement move = ScopeRequirement.allOf(
                Scope.of("sources:write").on("workspaces", name),
                Scope.of("destinations:write").on("workspaces", name));
        ScopeRequirement look = ScopeRequirement.anyOf(
                Scope.of("audit:read"), Scope.of("workspace:read").on("workspaces", name));
        ScopeRequirement list = ScopeRequirement.anywhere(Scope.of("sources:read")); // the door to a list
        // endregion
        CompiledScopes reader = PlatformScopes.CATALOG.compile(ScopeSet.parse("workspace:read@workspaces/acme"));

        assertThat(List.of(read, look, list)).allMatch(reader::permits);
        assertThat(reader.permits(move)).isFalse();
        assertThat(reader.resourcesFor(Scope.of("sources:read"))).hasToString("workspaces/acme");
        for (String hostile : new String[] {"acme/x", "..", "a b", "*", "", "acme\0"}) {
            assertThat(reader.permits(Scope.of("sources:read").on("workspaces", hostile)))
                    .as("workspace \"%s\"", hostile)
                    .isFalse();
        }
    }

    @Test
    void a_denial_explains_itself() {
        CompiledScopes reader = PlatformScopes.CATALOG.compile(ScopeSet.parse("sources:read@workspaces/acme"));
        // region denial
        ScopeDecision decision = reader.decide(Scope.of("sources:write").on("workspaces", "acme"));
        if (decision instanceof ScopeDecision.Denied denied) {
            denied.axis(); // PERMISSION
            denied.missing(); // sources:write@workspaces/acme
            denied.describe(); // a sentence for people
            denied.scopeAttribute(); // for the challenge of RFC 6750
        }
        // endregion
        assertThat(decision).isInstanceOfSatisfying(ScopeDecision.Denied.class, denied -> {
            assertThat(denied.axis()).isEqualTo(ScopeDecision.Axis.PERMISSION);
            assertThat(denied.missing()).hasToString("sources:write@workspaces/acme");
            assertThat(denied.scopeAttribute()).hasValue("sources:write@workspaces/acme");
            assertThat(denied.describe())
                    .isEqualTo("sources:write@workspaces/acme is required; the token does not have it;"
                            + " granted: sources:read@workspaces/acme; missing: sources:write@workspaces/acme");
        });
    }

    @Test
    void a_token_is_narrowed_to_what_it_does() {
        // region narrowest
        LeastPrivilege tools = new LeastPrivilege(PlatformScopes.CATALOG);
        ScopeSet granted = ScopeSet.parse("workspace:read audit:read");
        ScopeSet used = ScopeSet.parse("sources:read sources:read@workspaces/acme warehouses:read");

        ScopeSet enough = tools.narrowest(granted, used);
        List<ScopeDecision.Denied> broken = tools.dryRun(enough, used.members()); // empty: nothing would break
        ScopeSet idle = tools.unused(granted, used.members()); // audit:read
        // endregion
        assertThat(enough).hasToString("sources:read warehouses:read");
        assertThat(broken).isEmpty();
        assertThat(idle).hasToString("audit:read");
    }
}
