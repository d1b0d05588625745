package dev.latchkey.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.scope.CompiledScopes;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.scope.ScopeRequirement;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenUse;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How much of a grant permitted requirements need, and which of them are known without deriving that again. */
class NeededScopesTest {

    private static final ScopePolicy POLICY = ScopePolicy.hierarchical();
    private static final CompiledScopes GRANT = grant("a b");

    private static CompiledScopes grant(String scopes) {
        return POLICY.compile(ScopeSet.parse(scopes));
    }

    private static NeededScopes needing(ScopeRequirement... required) {
        NeededScopes needed = NeededScopes.NONE;
        for (ScopeRequirement each : required) {
            needed = needed.and(each, GRANT);
        }
        return needed;
    }

    private static ScopeSet scopes(String text) {
        return ScopeSet.parse(text);
    }

    @Test
    void nothing_is_known_of_a_token_that_needed_nothing() {
        assertThat(NeededScopes.NONE.scopes().isEmpty()).isTrue();
        assertThat(NeededScopes.NONE.knows(Scope.of("a:read"), GRANT)).isFalse();
    }

    @Test
    void a_scope_that_is_covered_by_what_was_needed_is_known() {
        NeededScopes needed = needing(Scope.of("a:read"));

        assertThat(needed.scopes()).isEqualTo(scopes("a:read"));
        assertThat(needed.knows(Scope.of("a:read"), GRANT)).isTrue();
        assertThat(needed.knows(Scope.of("a:read:names"), GRANT)).isTrue();
        assertThat(needed.knows(Scope.of("a"), GRANT)).isFalse();
        assertThat(needed.knows(Scope.of("b:read"), GRANT)).isFalse();
    }

    @Test
    void what_is_known_is_known_of_an_equal_grant_only() {
        Scope read = Scope.of("a:read");
        NeededScopes needed = needing(read);

        assertThat(needed.knows(read, grant("a b"))).isEqualTo(grant("a b").equals(GRANT));
        assertThat(needed.knows(read, grant("a"))).isFalse();
    }

    @Test
    void all_parts_of_a_conjunction_have_to_be_known() {
        NeededScopes needed = needing(Scope.of("a:read"), Scope.of("b:read"));

        assertThat(needed.knows(ScopeRequirement.allOf(Scope.of("a:read"), Scope.of("b:read")), GRANT))
                .isTrue();
        assertThat(needed.knows(ScopeRequirement.allOf(Scope.of("a:read"), Scope.of("b:write")), GRANT))
                .isFalse();
        assertThat(needed.knows(ScopeRequirement.allOf(Scope.of("a:write"), Scope.of("b:read")), GRANT))
                .isFalse();
    }

    @Test
    void one_permitted_alternative_has_to_be_known() {
        NeededScopes needed = needing(Scope.of("a:read"));

        assertThat(needed.knows(ScopeRequirement.anyOf(Scope.of("c"), Scope.of("a:read")), GRANT))
                .isTrue();
        assertThat(needed.knows(ScopeRequirement.anyOf(Scope.of("c"), Scope.of("a:write")), GRANT))
                .isFalse();
    }

    @Test
    void an_alternative_that_the_owner_lacks_does_not_make_a_requirement_known() {
        NeededScopes needed = needing(Scope.of("a:read"), Scope.of("b:read"));
        CompiledScopes within = GRANT.and(grant("b"));
        NeededScopes ofOwner = needed.and(Scope.of("b:read"), within);

        assertThat(ofOwner.knows(ScopeRequirement.anyOf(Scope.of("a:read"), Scope.of("b:write")), within))
                .isFalse();
        assertThat(ofOwner.knows(ScopeRequirement.anyOf(Scope.of("a:read"), Scope.of("b:read")), within))
                .isTrue();
    }

    @Test
    void a_requirement_that_is_no_scope_is_known_by_its_value() {
        NeededScopes needed = needing(ScopeRequirement.anywhere(Scope.of("a:read")));

        assertThat(needed.scopes()).isEqualTo(scopes("a:read"));
        assertThat(needed.knows(ScopeRequirement.anywhere(Scope.of("a:read")), GRANT))
                .isTrue();
        assertThat(needed.knows(ScopeRequirement.anywhere(Scope.of("a:write")), GRANT))
                .isFalse();
        NeededScopes within =
                needing(ScopeRequirement.allOf(Scope.of("b"), ScopeRequirement.anywhere(Scope.of("a:read"))));
        assertThat(within.knows(ScopeRequirement.anywhere(Scope.of("a:read")), GRANT))
                .isTrue();
    }

    @Test
    void as_many_scopes_as_cannot_be_stored_become_the_granted_ones() {
        ScopeRequirement[] few = IntStream.range(0, TokenUse.MAX_SCOPES - 1)
                .mapToObj(i -> Scope.of("a:p" + i))
                .toArray(ScopeRequirement[]::new);
        NeededScopes most = needing(few);

        assertThat(most.scopes().members()).hasSize(TokenUse.MAX_SCOPES - 1);
        assertThat(most.and(Scope.of("a:one-more"), GRANT).scopes()).isEqualTo(scopes("a"));
    }

    @Test
    void the_uses_of_two_objects_are_united() {
        NeededScopes one = needing(Scope.of("a:read"));
        NeededScopes other = needing(Scope.of("b:read"), ScopeRequirement.anywhere(Scope.of("a:read")));

        NeededScopes both = one.and(other);

        assertThat(both.scopes()).isEqualTo(scopes("a:read b:read"));
        assertThat(both.knows(ScopeRequirement.anywhere(Scope.of("a:read")), GRANT))
                .isTrue();
        assertThat(both.and(one)).isSameAs(both);
        assertThat(one.and(NeededScopes.NONE)).isSameAs(one);
    }
}
