package dev.latchkey.testkit.scope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.scope.CompiledScopes;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeDecision;
import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.scope.ScopeRequirement;
import dev.latchkey.scope.ScopeSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * The laws that every {@link ScopePolicy} keeps, as properties.
 *
 * <p>Extend this class, return the policy under test, and run it with jqwik:
 *
 * <pre>{@code
 * class OurPolicyLaws extends ScopePolicyLaws {
 *     protected ScopePolicy policy() {
 *         return OurScopes.POLICY;
 *     }
 * }
 * }</pre>
 *
 * <p>In the laws, s ≤ A means {@code policy.compile(A).covers(s)}, and B ≤ A means that for every member of B. A policy
 * may define any order that keeps them.
 */
public abstract class ScopePolicyLaws extends ScopeGrantLaws {

    /** Called by the test engine. */
    protected ScopePolicyLaws() {}

    /**
     * SP-8: a decision permits ⇔ the requirement is permitted; the token does not have what is missing; with it, and
     * with what the owner lacks, the requirement is permitted; and a challenge names scopes with which a token of this
     * owner is permitted. A denial names exactly what would suffice, independently of the order of alternatives.
     *
     * @param c the case; its other set is the owner's
     */
    @Property
    @Tag("SP-8")
    public void a_denial_tells_what_is_missing(@ForAll("cases") PolicyCase c) {
        CompiledScopes token = c.compile(c.one());
        CompiledScopes owner = c.compile(c.other());
        CompiledScopes limited = token.and(owner);

        for (ScopeRequirement required : c.requirements()) {
            assertThat(token.decide(required).isPermitted()).as("%s", required).isEqualTo(token.permits(required));
            assertThat(limited.decide(required).isPermitted())
                    .as("%s", required)
                    .isEqualTo(limited.permits(required));
            if (token.decide(required) instanceof ScopeDecision.Denied denied) {
                assertThat(denied.missingFromOwner().isEmpty())
                        .as("%s without an owner", denied)
                        .isTrue();
                explained(c, token, c.compile(ScopeSet.empty()), denied, false);
            }
            if (limited.decide(required) instanceof ScopeDecision.Denied denied) {
                explained(c, token, owner, denied, true);
                sameInAnyOrder(limited, denied);
            }
        }
    }

    private static void explained(
            PolicyCase c, CompiledScopes token, CompiledScopes owner, ScopeDecision.Denied denied, boolean owned) {
        ScopeSet missing = denied.missing();
        ScopeSet fromOwner = denied.missingFromOwner();
        assertThat(missing.members()).as("%s", denied).noneMatch(token::covers);
        assertThat(fromOwner.members()).as("%s", denied).noneMatch(owner::covers);
        if (!c.policy().unknown(missing.union(fromOwner)).isEmpty()) {
            return;
        }
        if (!missing.isEmpty() || !fromOwner.isEmpty()) {
            CompiledScopes enough = c.compile(token.granted().union(missing));
            CompiledScopes owning = c.compile(owner.granted().union(fromOwner));
            assertThat((owned ? enough.and(owning) : enough).permits(denied.required()))
                    .as("%s with %s, owner with %s", denied, missing, fromOwner)
                    .isTrue();
        }
        assertThat(denied.scopeAttribute().isPresent())
                .as("%s", denied)
                .isEqualTo(fromOwner.isEmpty() && !missing.isEmpty());
        denied.scopeAttribute().map(ScopeSet::parse).ifPresent(named -> {
            CompiledScopes other = c.compile(named);
            assertThat((owned ? other.and(owner) : other).permits(denied.required()))
                    .as("%s with %s", denied, named)
                    .isTrue();
        });
    }

    private static void sameInAnyOrder(CompiledScopes scopes, ScopeDecision.Denied denied) {
        if (scopes.decide(reversed(denied.required())) instanceof ScopeDecision.Denied other) {
            assertThat(other.axis()).as("%s", denied).isEqualTo(denied.axis());
            assertThat(other.missing()).as("%s", denied).isEqualTo(denied.missing());
            assertThat(other.missingFromOwner()).as("%s", denied).isEqualTo(denied.missingFromOwner());
            assertThat(other.scopeAttribute()).as("%s", denied).isEqualTo(denied.scopeAttribute());
        }
    }

    private static ScopeRequirement reversed(ScopeRequirement required) {
        if (required instanceof ScopeRequirement.AllOf all) {
            return ScopeRequirement.allOf(reversed(all.parts()));
        }
        return required instanceof ScopeRequirement.AnyOf any
                ? ScopeRequirement.anyOf(reversed(any.alternatives()))
                : required;
    }

    private static ScopeRequirement[] reversed(List<ScopeRequirement> parts) {
        List<ScopeRequirement> turned =
                new ArrayList<>(parts.stream().map(ScopePolicyLaws::reversed).toList());
        Collections.reverse(turned);
        return turned.toArray(ScopeRequirement[]::new);
    }

    /**
     * SP-9: normalize(A) ⊆ A; s ≤ normalize(A) ⇔ s ≤ A; unknown(normalize(A)) = unknown(A); and no known member of it
     * is given by the others. Normalizing a grant changes nothing, and hides no typing error.
     *
     * @param c the case
     */
    @Property
    @Tag("SP-9")
    public void normalizing_keeps_what_is_given(@ForAll("cases") PolicyCase c) {
        ScopeSet normal = c.policy().normalize(c.one());

        assertThat(c.one().members()).containsAll(normal.members());
        assertThat(c.coveredBy(normal)).isEqualTo(c.coveredBy(c.one()));
        assertThat(c.policy().unknown(normal)).isEqualTo(c.policy().unknown(c.one()));
        for (Scope member : c.known(normal).members()) {
            ScopeSet others = ScopeSet.of(normal.members().stream()
                    .filter(scope -> !scope.equals(member))
                    .toList());
            assertThat(c.compile(others).covers(member))
                    .as("%s given by %s", member, others)
                    .isFalse();
        }
    }

    /**
     * SP-10: expanding twice is expanding once; a set is refused ⇔ a member is unknown; and an unknown scope that was
     * not renamed does not give itself. A typing error is found when a token is issued, and is harmless in tokens that
     * were issued before.
     *
     * @param c the case
     */
    @Property
    @Tag("SP-10")
    public void unknown_scopes_are_refused_and_do_not_give_themselves(@ForAll("cases") PolicyCase c) {
        ScopePolicy policy = c.policy();
        ScopeSet expanded = policy.expand(c.one());
        ScopeSet unknown = policy.unknown(expanded);
        ThrowingCallable check = () -> policy.requireKnown(expanded);

        assertThat(policy.expand(expanded)).isEqualTo(expanded);
        assertThat(expanded.members()).containsAll(unknown.members());
        assertThat(Assertions.catchThrowable(check))
                .matches(thrown -> unknown.isEmpty() ? thrown == null : thrown instanceof IllegalArgumentException);
        for (Scope scope : unknown.members()) {
            ScopeSet alone = ScopeSet.of(scope);
            if (policy.inCurrentNames(alone).equals(alone)) {
                assertThat(c.compile(alone).covers(scope)).as("%s", scope).isFalse();
            }
        }
    }

    /**
     * SP-11: s ≤ (A and O) ⇔ s ≤ A ∧ s ≤ O, and likewise for each resource of a list. A token never does more than its
     * owner could at that moment.
     *
     * @param c the case
     */
    @Property
    @Tag("SP-11")
    public void an_owner_limits_a_token(@ForAll("cases") PolicyCase c) {
        CompiledScopes token = c.compile(c.one());
        CompiledScopes owner = c.compile(c.other());
        CompiledScopes both = token.and(owner);

        assertThat(c.requirements().stream().filter(both::permits))
                .allMatch(required -> token.permits(required) && owner.permits(required));
        for (Scope scope : c.probes().members()) {
            assertThat(both.permits(scope)).as("%s", scope).isEqualTo(token.covers(scope) && owner.covers(scope));
            assertThat(both.decide(scope).isPermitted()).isEqualTo(both.permits(scope));
        }
        for (Scope permission : c.permissions()) {
            assertThat(both.resourcesFor(permission).contains("x", "y"))
                    .as("%s on x/y", permission)
                    .isEqualTo(both.permits(permission.on("x", "y")));
        }
    }

    /**
     * SP-12: what a permitted requirement uses was granted, and is enough for it, also within the owner's rights. So a
     * scope that no operation uses can be removed. What it needs is given by the grant, and is enough as well.
     *
     * @param c the case; its other set is the owner's
     */
    @Property
    @Tag("SP-12")
    public void what_is_used_suffices(@ForAll("cases") PolicyCase c) {
        CompiledScopes scopes = c.compile(c.one());
        CompiledScopes owner = c.compile(c.other());
        CompiledScopes limited = scopes.and(owner);

        for (ScopeRequirement required : c.requirements()) {
            ScopeSet used = scopes.usedBy(required);
            assertThat(c.one().members()).as("%s", required).containsAll(used.members());
            assertThat(c.compile(used).permits(required))
                    .as("%s with %s", required, used)
                    .isEqualTo(scopes.permits(required));
            ScopeSet usedWithin = limited.usedBy(required);
            assertThat(c.one().members()).as("%s", required).containsAll(usedWithin.members());
            assertThat(c.compile(usedWithin).and(owner).permits(required))
                    .as("%s with %s within %s", required, usedWithin, c.other())
                    .isEqualTo(limited.permits(required));
            assertNeededSuffices(c, scopes.neededBy(required), required, scopes.permits(required));
            assertNeededSuffices(c, limited.neededBy(required), required, limited.permits(required));
        }
    }

    private static void assertNeededSuffices(
            PolicyCase c, ScopeSet needed, ScopeRequirement required, boolean permitted) {
        CompiledScopes granted = c.compile(c.one());
        assertThat(needed.members())
                .as("%s", required)
                .allMatch(scope -> granted.covers(scope) || c.one().members().contains(scope));
        assertThat(permitted ? c.compile(needed).permits(required) : needed.isEmpty())
                .as("%s with %s", required, needed)
                .isTrue();
    }

    /**
     * SP-13: compile(A).granted() = A, and its policy has the order that it was compiled by. Compiled scopes return
     * their source.
     *
     * @param c the case
     */
    @Property
    @Tag("SP-13")
    public void compiled_scopes_know_where_they_are_from(@ForAll("cases") PolicyCase c) {
        CompiledScopes scopes = c.compile(c.one());
        CompiledScopes again = scopes.policy().compile(c.one());

        assertThat(scopes.granted()).isEqualTo(c.one());
        assertThat(c.requirements()).allMatch(required -> scopes.permits(required) == again.permits(required));
    }

    /**
     * SP-14: s ≤ inCurrentNames(A) ⇔ s ≤ A, and sets with current names are not changed. Renaming a permission changes
     * no token.
     *
     * @param c the case
     */
    @Property
    @Tag("SP-14")
    public void names_of_today_give_the_same(@ForAll("cases") PolicyCase c) {
        ScopeSet current = c.policy().inCurrentNames(c.one());

        assertThat(c.policy().inCurrentNames(current)).isEqualTo(current);
        assertThat(c.coveredBy(current)).isEqualTo(c.coveredBy(c.one()));
    }
}
