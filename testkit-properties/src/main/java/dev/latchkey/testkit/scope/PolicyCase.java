package dev.latchkey.testkit.scope;

import dev.latchkey.scope.CompiledScopes;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.scope.ScopeRequirement;
import dev.latchkey.scope.ScopeSet;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * One case for testing a law.
 *
 * @param policy the policy under test
 * @param one a set of scopes
 * @param other another set
 * @param probes scopes to decide on: the members of both sets, and some more
 */
public record PolicyCase(ScopePolicy policy, ScopeSet one, ScopeSet other, ScopeSet probes) {

    /**
     * Cases of a policy.
     *
     * @param policy the policy
     * @param scopes the generator of scopes
     * @return the cases
     */
    public static Arbitrary<PolicyCase> of(ScopePolicy policy, Arbitrary<Scope> scopes) {
        Arbitrary<ScopeSet> sets = ScopeArbitraries.sets(scopes);
        return Combinators.combine(sets, sets, sets)
                .as((one, other, more) ->
                        new PolicyCase(policy, one, other, one.union(other).union(more)));
    }

    CompiledScopes compile(ScopeSet scopes) {
        return policy.compile(scopes);
    }

    /** The probes that a set covers, by the policy. */
    ScopeSet coveredBy(ScopeSet scopes) {
        CompiledScopes compiled = compile(scopes);
        return ScopeSet.of(probes.members().stream().filter(compiled::covers).toList());
    }

    /** The members that the policy knows. */
    ScopeSet known(ScopeSet scopes) {
        ScopeSet unknown = policy.unknown(scopes);
        return ScopeSet.of(scopes.members().stream()
                .filter(scope -> !unknown.members().contains(scope))
                .toList());
    }

    /** The permissions of the probes, without resources. */
    List<Scope> permissions() {
        return probes.members().stream().map(Scope::withoutResource).distinct().toList();
    }

    /** Requirements of every kind about the probes, nested ones among them. */
    List<ScopeRequirement> requirements() {
        List<ScopeRequirement> single = new ArrayList<>(probes.members());
        for (Scope permission : permissions()) {
            single.add(ScopeRequirement.anywhere(permission));
            single.add(permission.on("x"));
            single.add(permission.on(".."));
        }
        List<ScopeRequirement> all = new ArrayList<>(single);
        for (int i = 2; i < single.size(); i++) {
            ScopeRequirement both = ScopeRequirement.allOf(single.get(i), single.get(i - 1));
            all.add(both);
            all.add(ScopeRequirement.anyOf(single.get(i), single.get(i - 1)));
            all.add(ScopeRequirement.anyOf(single.get(i - 2), both));
            all.add(ScopeRequirement.allOf(
                    single.get(i - 2), ScopeRequirement.anyOf(single.get(i), single.get(i - 1))));
        }
        return all;
    }
}
