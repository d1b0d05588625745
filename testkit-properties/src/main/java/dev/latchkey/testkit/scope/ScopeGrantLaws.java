package dev.latchkey.testkit.scope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.scope.CompiledScopes;
import dev.latchkey.scope.ResourceSet;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeCatalog;
import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.scope.ScopeRequirement;
import dev.latchkey.scope.ScopeSet;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/**
 * The laws SP-1 to SP-7 of a {@link ScopePolicy}: what a grant gives. Extend {@link ScopePolicyLaws}, which has them all.
 *
 * <p>In the laws, s ≤ A means {@code policy.compile(A).covers(s)}, and B ≤ A means that for every member of B. A policy
 * may define any order that keeps them.
 */
public abstract class ScopeGrantLaws {

    /** Called by the test engine. */
    protected ScopeGrantLaws() {}

    /**
     * The policy under test.
     *
     * @return always an equal instance
     */
    protected abstract ScopePolicy policy();

    /**
     * The generator of scopes.
     *
     * <p>Override this if your policy gives special meaning to certain names; see
     * {@link ScopeArbitraries#around(java.util.Collection)}.
     *
     * @return scopes around what a {@link ScopeCatalog} lists; for other policies, scopes of few names
     */
    protected Arbitrary<Scope> scopes() {
        return policy() instanceof ScopeCatalog catalog ? ScopeArbitraries.around(catalog) : ScopeArbitraries.scopes();
    }

    /**
     * The cases for testing the laws.
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
    @Tag("SP-1")
    public void the_empty_set_grants_nothing(@ForAll("cases") PolicyCase c) {
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
    @Tag("SP-2")
    public void a_known_scope_gives_itself(@ForAll("cases") PolicyCase c) {
        assertThat(c.known(c.one()).members()).allMatch(c.compile(c.one())::covers);
    }

    /**
     * SP-3: A permits q ⇒ A ∪ B permits q. Granting more never permits less.
     *
     * @param c the case
     */
    @Property
    @Tag("SP-3")
    public void granting_more_never_permits_less(@ForAll("cases") PolicyCase c) {
        CompiledScopes more = c.compile(c.one().union(c.other()));

        assertThat(c.requirements().stream().filter(c.compile(c.one())::permits))
                .allMatch(more::permits);
    }

    /**
     * SP-4: B ≤ A ∧ s ≤ B ⇒ s ≤ A. Giving is transitive.
     *
     * @param c the case
     */
    @Property
    @Tag("SP-4")
    public void containment_is_transitive(@ForAll("cases") PolicyCase c) {
        ScopeSet covered = c.coveredBy(c.one());

        assertThat(c.coveredBy(covered).members()).allMatch(c.compile(c.one())::covers);
    }

    /**
     * SP-5: excess(G, R) = {r ∈ R | r ≰ G}; and s ≤ R ∖ excess(G, R) ⇒ s ≤ G. A token never gives more than its grantor
     * had, so that passing rights on cannot escalate them.
     *
     * @param c the case
     */
    @Property
    @Tag("SP-5")
    public void a_token_never_gives_more_than_its_grantor(@ForAll("cases") PolicyCase c) {
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
     * SP-6: resourcesFor(p) contains r ⇔ p on r is permitted; and it is empty ⇔ p is given nowhere. What is listed can
     * be read, and what can be read is listed.
     *
     * @param c the case
     */
    @Property
    @Tag("SP-6")
    public void lists_agree_with_single_resources(@ForAll("cases") PolicyCase c) {
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
     * SP-7: allOf is ∀, anyOf is ∃, a scope is required as a whole, and a resource whose name is not legal is denied to
     * everyone.
     *
     * @param c the case
     */
    @Property
    @Tag("SP-7")
    public void requirements_mean_what_they_say(@ForAll("cases") PolicyCase c) {
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
}
