package dev.latchkey.scope;

import dev.latchkey.scope.ScopeRequirement.AllOf;
import dev.latchkey.scope.ScopeRequirement.AnyOf;
import dev.latchkey.scope.ScopeRequirement.Anywhere;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which members of a grant a permitted requirement uses.
 *
 * @param scopes what decides: the token, within its owner where there is one
 * @param owner what the owner gives, or null
 */
record UsedScopes(CompiledScopes scopes, @Nullable CompiledScopes owner) {

    ScopeSet by(ScopeRequirement permitted) {
        if (!scopes.permits(permitted)) {
            return ScopeSet.empty();
        }
        if (permitted instanceof AllOf all) {
            return all.parts().stream().map(scopes::usedBy).reduce(ScopeSet.empty(), ScopeSet::union);
        }
        if (permitted instanceof AnyOf any) {
            return least(any.alternatives().stream()
                    .filter(scopes::permits)
                    .map(scopes::usedBy)
                    .distinct()
                    .toList());
        }
        return bySingle(permitted);
    }

    /** The use that gives least; of several, the one with the fewest members, then the first by text. */
    private ScopeSet least(List<ScopeSet> uses) {
        return uses.stream()
                .filter(use -> uses.stream().noneMatch(other -> gives(use, other) && !gives(other, use)))
                .min(Comparator.<ScopeSet>comparingInt(use -> use.members().size())
                        .thenComparing(ScopeSet::toString))
                .orElseThrow();
    }

    private boolean gives(ScopeSet one, ScopeSet other) {
        CompiledScopes given = scopes.policy().compile(one);
        return other.members().stream().allMatch(given::covers);
    }

    private ScopeSet bySingle(ScopeRequirement permitted) {
        List<CompiledScopes> sufficient = new ArrayList<>();
        for (Scope member : scopes.granted().members()) {
            CompiledScopes alone = scopes.policy().compile(ScopeSet.of(member));
            if ((owner == null ? alone : alone.and(owner)).permits(permitted)) {
                sufficient.add(alone);
            }
        }
        if (sufficient.isEmpty()) {
            return scopes.granted(); // a policy in which scopes only work together: none can be said to be unused
        }
        if (permitted instanceof Anywhere) {
            return sufficient.stream().map(CompiledScopes::granted).reduce(ScopeSet.empty(), ScopeSet::union);
        }
        CompiledScopes narrowest = sufficient.get(0);
        for (CompiledScopes candidate : sufficient) {
            if (narrowest.covers(candidate.granted().members().get(0))) {
                narrowest = candidate;
            }
        }
        return narrowest.granted();
    }
}
