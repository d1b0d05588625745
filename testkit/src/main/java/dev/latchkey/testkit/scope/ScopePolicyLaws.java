package dev.latchkey.testkit.scope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.scope.CompiledScopes;
import dev.latchkey.scope.ResourceSet;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeCatalog;
import dev.latchkey.scope.ScopeDecision;
import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.scope.ScopeRequirement;
import dev.latchkey.scope.ScopeSet;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * The laws that every {@link ScopePolicy} keeps, as properties.
 *
 * <p>Extend this class, say which policy is under test, and run it with jqwik:
 *
 * <pre>{@code
 * class OurPolicyLaws extends ScopePolicyLaws {
 *     protected ScopePolicy policy() {
 *         return OurScopes.POLICY;
 *     }
 * }
 * }</pre>
 *
 * <p>In the laws, s ≤ A says that {@code policy.compile(A).covers(s)}, and B ≤ A that this holds for every member of B. A
 * policy may define any order that keeps them.
 */
public abstract class ScopePolicyLaws {

    /** Made by the test engine. */
    protected ScopePolicyLaws() {}

    /**
     * The policy under test.
     *
     * @return always an equal one
     */
    protected abstract ScopePolicy policy();

    /**
     * Where scopes are drawn from.
     *
     * <p>Replace this where your policy gives special meaning to certain names; see
     * {@link ScopeArbitraries#around(java.util.Collection)}.
     *
     * @return scopes around what a {@link ScopeCatalog} lists; for other policies, scopes of few names
     */
    protected Arbitrary<Scope> scopes() {
        return policy() instanceof ScopeCatalog catalog ? ScopeArbitraries.around(catalog) : ScopeArbitraries.scopes();
    }

    /**
     * The cases in which the laws are tried.
     *
     * @return cases of {@link #policy()} over {@link #scopes()}
     */
    @Provide
    protected Arbitrary<PolicyCase> cases() {
        return PolicyCase.of(policy(), scopes());
    }

    /**
     * SP-1: ¬(s ≤ ∅). An empty grant is never "everything".
     *
     * @param c the case
     */
    @Property
    public void sp_1_the_empty_set_grants_nothing(@ForAll("cases") PolicyCase c) {
        CompiledScopes nothing = c.compile(ScopeSet.empty());

        assertThat(c.requirements()).noneMatch(nothing::permits);
        assertThat(c.permissions())
                .allMatch(permission -> nothing.resourcesFor(permission).isEmpty());
    }

    /**
     * SP-2: s ∈ A ∧ s known ⇒ s ≤ A. What was granted is given.
     *
     * @param c the case
     */
    @Property
    public void sp_2_a_known_scope_gives_itself(@ForAll("cases") PolicyCase c) {
        assertThat(c.known(c.one()).members()).allMatch(c.compile(c.one())::covers);
    }

    /**
     * SP-3: A permits q ⇒ A ∪ B permits q. Granting more never permits less.
     *
     * @param c the case
     */
    @Property
    public void sp_3_granting_more_never_permits_less(@ForAll("cases") PolicyCase c) {
        CompiledScopes more = c.compile(c.one().union(c.other()));

        assertThat(c.requirements().stream().filter(c.compile(c.one())::permits))
                .allMatch(more::permits);
    }

    /**
     * SP-4: B ≤ A ∧ s ≤ B ⇒ s ≤ A. What is given by something given is given.
     *
     * @param c the case
     */
    @Property
    public void sp_4_containment_is_transitive(@ForAll("cases") PolicyCase c) {
        ScopeSet covered = c.coveredBy(c.one());

        assertThat(c.coveredBy(covered).members()).allMatch(c.compile(c.one())::covers);
    }

    /**
     * SP-5: excess(G, R) = {r ∈ R | r ≰ G}; and s ≤ R ∖ excess(G, R) ⇒ s ≤ G. A token never gives more than its grantor
     * had, so that privileges cannot be raised by handing them on.
     *
     * @param c the case
     */
    @Property
    public void sp_5_a_token_never_gives_more_than_its_grantor(@ForAll("cases") PolicyCase c) {
        CompiledScopes grantor = c.compile(c.one());
        ScopeSet excess = c.policy().excess(c.one(), c.other());

        assertThat(excess.members())
                .isEqualTo(c.other().members().stream()
                        .filter(scope -> !grantor.covers(scope))
                        .toList());
        ScopeSet granted = ScopeSet.of(c.other().members().stream()
                .filter(scope -> !excess.members().contains(scope))
                .toList());
        assertThat(c.coveredBy(granted).members()).allMatch(grantor::covers);
    }

    /**
     * SP-6: resourcesFor(p) contains r ⇔ p on r is permitted; and it is empty ⇔ p is held nowhere. What is listed can be
     * read, and what can be read is listed.
     *
     * @param c the case
     */
    @Property
    public void sp_6_lists_agree_with_single_resources(@ForAll("cases") PolicyCase c) {
        CompiledScopes scopes = c.compile(c.one());

        for (Scope permission : c.permissions()) {
            ResourceSet resources = scopes.resourcesFor(permission);
            for (String[] path : List.of(
                    new String[] {"x"},
                    new String[] {"y"},
                    new String[] {"x", "y"},
                    new String[] {"z", "x"},
                    new String[] {"x", "z", "z"})) {
                assertThat(resources.contains(path))
                        .as("%s on %s", permission, String.join("/", path))
                        .isEqualTo(scopes.permits(permission.on(path)));
            }
            assertThat(scopes.anywhere(permission))
                    .as("%s anywhere", permission)
                    .isEqualTo(!resources.isEmpty());
            assertThat(resources.isEverything()).as("%s everywhere", permission).isEqualTo(scopes.covers(permission));
        }
    }

    /**
     * SP-7: allOf is ∀, anyOf is ∃, a scope is asked for whole, and a resource whose name is not legal is denied to
     * everyone.
     *
     * @param c the case
     */
    @Property
    public void sp_7_requirements_mean_what_they_say(@ForAll("cases") PolicyCase c) {
        CompiledScopes scopes = c.compile(c.one());

        assertThat(c.requirements())
                .allSatisfy(required -> assertThat(scopes.permits(required)).isEqualTo(meaning(scopes, required)));
    }

    private static boolean meaning(CompiledScopes scopes, ScopeRequirement required) {
        if (required instanceof ScopeRequirement.AllOf all) {
            return all.parts().stream().allMatch(part -> meaning(scopes, part));
        }
        if (required instanceof ScopeRequirement.AnyOf any) {
            return any.alternatives().stream().anyMatch(part -> meaning(scopes, part));
        }
        if (required instanceof ScopeRequirement.Anywhere anywhere) {
            return scopes.anywhere(anywhere.permission());
        }
        return required instanceof Scope scope && scopes.covers(scope);
    }

    /**
     * SP-8: a decision permits ⇔ the requirement is permitted; what is missing is not had; and with it, the requirement is
     * permitted. A denial tells what would help, and no more than that.
     *
     * @param c the case
     */
    @Property
    public void sp_8_a_denial_tells_what_is_missing(@ForAll("cases") PolicyCase c) {
        CompiledScopes scopes = c.compile(c.one());

        for (ScopeRequirement required : c.requirements()) {
            ScopeDecision decision = scopes.decide(required);
            assertThat(decision.isPermitted()).as("%s", required).isEqualTo(scopes.permits(required));
            if (decision instanceof ScopeDecision.Denied denied) {
                explained(c, scopes, denied);
            }
        }
    }

    private static void explained(PolicyCase c, CompiledScopes scopes, ScopeDecision.Denied denied) {
        ScopeSet missing = denied.missing();
        assertThat(missing.members()).as("%s", denied).noneMatch(scopes::covers);
        assertThat(denied.scopeAttribute().isEmpty()).as("%s", denied).isEqualTo(missing.isEmpty());
        if (!missing.isEmpty() && c.known(missing).equals(missing)) {
            ScopeSet enough = c.one().union(missing);
            assertThat(c.compile(enough).permits(denied.required()))
                    .as("%s with %s", denied, missing)
                    .isTrue();
        }
        denied.scopeAttribute()
                .map(ScopeSet::parse)
                .filter(needed -> c.known(needed).equals(needed))
                .ifPresent(needed -> assertThat(c.compile(needed).permits(denied.required()))
                        .as("%s with %s", denied, needed)
                        .isTrue());
    }

    /**
     * SP-9: normalize(A) ⊆ A; s ≤ normalize(A) ⇔ s ≤ A; and no member of it is given by the others. Tidying a grant up
     * changes nothing.
     *
     * @param c the case
     */
    @Property
    public void sp_9_normalizing_keeps_what_is_given(@ForAll("cases") PolicyCase c) {
        ScopeSet normal = c.policy().normalize(c.one());

        assertThat(c.one().members()).containsAll(normal.members());
        assertThat(c.coveredBy(normal)).isEqualTo(c.coveredBy(c.one()));
        for (Scope member : normal.members()) {
            ScopeSet others = ScopeSet.of(normal.members().stream()
                    .filter(scope -> !scope.equals(member))
                    .toList());
            assertThat(c.compile(others).covers(member))
                    .as("%s given by %s", member, others)
                    .isFalse();
        }
    }

    /**
     * SP-10: expanding twice is expanding once; a set is refused ⇔ a member is unknown; and unknown scopes grant nothing. A
     * typing error is found when a token is issued, and is harmless where one was issued before.
     *
     * @param c the case
     */
    @Property
    public void sp_10_unknown_scopes_are_refused_and_grant_nothing(@ForAll("cases") PolicyCase c) {
        ScopePolicy policy = c.policy();
        ScopeSet expanded = policy.expand(c.one());
        ScopeSet unknown = policy.unknown(expanded);
        ThrowingCallable check = () -> policy.requireKnown(expanded);

        assertThat(policy.expand(expanded)).isEqualTo(expanded);
        assertThat(expanded.members()).containsAll(unknown.members());
        assertThat(Assertions.catchThrowable(check))
                .matches(thrown -> unknown.isEmpty() ? thrown == null : thrown instanceof IllegalArgumentException);
        assertThat(c.coveredBy(unknown)).isEqualTo(ScopeSet.empty());
    }

    /**
     * SP-11: s ≤ (A and O) ⇔ s ≤ A ∧ s ≤ O, and likewise for each resource of a list. A token never does more than its
     * owner could at that moment.
     *
     * @param c the case
     */
    @Property
    public void sp_11_an_owner_limits_a_token(@ForAll("cases") PolicyCase c) {
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
     * SP-12: what a permitted requirement uses was granted, and is enough for it. So a scope that no operation uses can be
     * taken away.
     *
     * @param c the case
     */
    @Property
    public void sp_12_what_is_used_suffices(@ForAll("cases") PolicyCase c) {
        CompiledScopes scopes = c.compile(c.one());

        for (ScopeRequirement required : c.requirements()) {
            ScopeSet used = scopes.usedBy(required);
            assertThat(c.one().members()).as("%s", required).containsAll(used.members());
            assertThat(c.compile(used).permits(required))
                    .as("%s with %s", required, used)
                    .isEqualTo(scopes.permits(required));
        }
    }

    /**
     * SP-13: compile(A).granted() = A, and its policy has the order that it was compiled by. Records say what they were made
     * with.
     *
     * @param c the case
     */
    @Property
    public void sp_13_compiled_scopes_know_where_they_are_from(@ForAll("cases") PolicyCase c) {
        CompiledScopes scopes = c.compile(c.one());
        CompiledScopes again = scopes.policy().compile(c.one());

        assertThat(scopes.granted()).isEqualTo(c.one());
        assertThat(c.requirements()).allMatch(required -> scopes.permits(required) == again.permits(required));
    }
}
