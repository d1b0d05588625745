package dev.latchkey.scope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.scope.ScopeDecision.Axis;
import dev.latchkey.scope.ScopeDecision.Denied;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The owner's rights take part in what a denial explains and in what counts as used. */
class OwnerExplanationTest {

    private static final Scope A = Scope.of("a");
    private static final Scope C = Scope.of("c");
    private static final Scope P = Scope.of("p");

    @Test
    void an_alternative_that_the_owner_lacks_is_not_proposed_in_any_order() {
        for (ScopeRequirement required : List.of(ScopeRequirement.anyOf(A, C), ScopeRequirement.anyOf(C, A))) {
            Denied denied = denied("a", "c", required);

            assertThat(denied.axis()).as("%s", required).isEqualTo(Axis.PERMISSION);
            assertThat(denied.missing()).isEqualTo(ScopeSet.of(C));
            assertThat(denied.missingFromOwner()).isEqualTo(ScopeSet.empty());
            assertThat(denied.scopeAttribute()).contains("c");
        }
    }

    @Test
    void no_scope_is_challenged_for_if_the_owner_lacks_a_part() {
        Denied denied = denied("a", "c", ScopeRequirement.allOf(A, C));

        assertThat(denied.scopeAttribute()).isEmpty();
        assertThat(denied.missing()).isEqualTo(ScopeSet.of(C));
        assertThat(denied.missingFromOwner()).isEqualTo(ScopeSet.of(A));
        assertThat(denied.describe())
                .isEqualTo("(a and c) is required; the token does not have it; granted: a; missing: c;"
                        + " its owner lacks: a");
    }

    @Test
    void no_scope_is_challenged_for_if_neither_has_it() {
        Denied denied = denied("a", "c", Scope.of("z"));

        assertThat(denied.scopeAttribute()).isEmpty();
        assertThat(denied.axis()).isEqualTo(Axis.PERMISSION);
        assertThat(denied.missing()).isEqualTo(ScopeSet.parse("z"));
        assertThat(denied.missingFromOwner()).isEqualTo(ScopeSet.parse("z"));
    }

    @Test
    void a_permission_held_on_no_common_resource_fails_by_the_resource() {
        Denied denied = denied("p@a", "p@b", ScopeRequirement.anywhere(P));

        assertThat(denied.axis()).isEqualTo(Axis.RESOURCE);
        assertThat(denied.missing()).isEqualTo(ScopeSet.parse("p@b"));
        assertThat(denied.scopeAttribute()).contains("p@b");
    }

    @Test
    void a_list_that_the_owner_may_not_see_is_the_owners_lack() {
        Denied denied = denied("p@a", "c", ScopeRequirement.anywhere(P));

        assertThat(denied.axis()).isEqualTo(Axis.OWNER);
        assertThat(denied.missing()).isEqualTo(ScopeSet.empty());
        assertThat(denied.missingFromOwner()).isEqualTo(ScopeSet.parse("p@a"));
        assertThat(denied.scopeAttribute()).isEmpty();
    }

    @Test
    void what_is_used_is_what_token_and_owner_both_have() {
        for (ScopeRequirement required : List.of(ScopeRequirement.anyOf(A, C), ScopeRequirement.anyOf(C, A))) {
            assertThat(limited("a c", "c").usedBy(required)).as("%s", required).isEqualTo(ScopeSet.of(C));
        }
        assertThat(limited("p@a p@b", "p@b").usedBy(ScopeRequirement.anywhere(P)))
                .isEqualTo(ScopeSet.parse("p@b"));
    }

    @Test
    void the_narrowest_alternative_counts_as_used_in_any_order() {
        CompiledScopes token = ScopePolicy.hierarchical().compile(ScopeSet.parse("* c"));

        assertThat(token.usedBy(ScopeRequirement.anyOf(A, C))).isEqualTo(ScopeSet.of(C));
        assertThat(token.usedBy(ScopeRequirement.anyOf(C, A))).isEqualTo(ScopeSet.of(C));
    }

    @Test
    void alternatives_that_lack_as_much_are_chosen_between_in_no_order_of_writing() {
        CompiledScopes token = ScopePolicy.hierarchical().compile(ScopeSet.parse("b"));

        for (ScopeRequirement required : List.of(ScopeRequirement.anyOf(A, C), ScopeRequirement.anyOf(C, A))) {
            assertThat(((Denied) token.decide(required)).missing()).isEqualTo(ScopeSet.of(A));
        }
    }

    @Test
    void what_a_catalogue_does_not_issue_is_not_challenged_for() {
        ScopeCatalog catalog = ScopeCatalog.builder()
                .permission("workspace:read", "See workspaces")
                .permission("sources:read", "See sources")
                .build();
        CompiledScopes token = catalog.compile(ScopeSet.parse("sources:read"));

        Denied deeper = (Denied) token.decide(Scope.of("workspace:read:deeper@w/1"));
        assertThat(deeper.scopeAttribute()).contains("workspace:read@w/1");
        Denied never = (Denied) token.decide(Scope.of("billing"));
        assertThat(never.scopeAttribute()).isEmpty();
        assertThat(never.missing()).isEqualTo(ScopeSet.parse("billing"));
        ScopeRequirement either = ScopeRequirement.anyOf(Scope.of("billing"), Scope.of("workspace:read"));
        assertThat(((Denied) token.decide(either)).scopeAttribute()).contains("workspace:read");
    }

    @Test
    void two_limits_are_one_smaller_limit() {
        CompiledScopes twice = limited("a c", "a c").and(compiled("c"));

        assertThat(twice.permits(C)).isTrue();
        assertThat(((Denied) twice.decide(A)).missingFromOwner()).isEqualTo(ScopeSet.of(A));
        assertThat(((Denied) twice.decide(A)).axis()).isEqualTo(Axis.OWNER);
    }

    private static Denied denied(String token, String owner, ScopeRequirement required) {
        return (Denied) limited(token, owner).decide(required);
    }

    private static CompiledScopes limited(String token, String owner) {
        return compiled(token).and(compiled(owner));
    }

    private static CompiledScopes compiled(String granted) {
        return ScopePolicy.hierarchical().compile(ScopeSet.parse(granted));
    }
}
