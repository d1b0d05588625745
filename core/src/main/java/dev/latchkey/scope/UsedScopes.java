package dev.latchkey.scope;

import dev.latchkey.scope.ScopeRequirement.AllOf;
import dev.latchkey.scope.ScopeRequirement.AnyOf;
import dev.latchkey.scope.ScopeRequirement.Anywhere;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which members of a grant a permitted requirement uses.
 *
 * @param scopes what decides: the token, within its owner where there is one
 * @param owner what the owner gives, or null
 */
record UsedScopes(CompiledScopes scopes, @Nullable CompiledScopes owner) {

    /** {@return the members that give what is required} */
    ScopeSet by(ScopeRequirement permitted) {
        return by(permitted, this::bySingle);
    }

    /** {@return what is required of these members} */
    ScopeSet neededBy(ScopeRequirement permitted) {
        return by(permitted, this::neededBySingle);
    }

    private ScopeSet by(ScopeRequirement permitted, Function<ScopeRequirement, ScopeSet> single) {
        if (!scopes.permits(permitted)) {
            return ScopeSet.empty();
        }
        if (permitted instanceof AllOf all) {
            return all.parts().stream().map(part -> by(part, single)).reduce(ScopeSet.empty(), ScopeSet::union);
        }
        if (permitted instanceof AnyOf any) {
            return least(any.alternatives().stream()
                    .filter(scopes::permits)
                    .map(alternative -> by(alternative, single))
                    .distinct()
                    .toList());
        }
        return single.apply(permitted);
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

    private ScopeSet neededBySingle(ScopeRequirement permitted) {
        Scope permission = Evaluation.permissionOf(permitted);
        return ScopeSet.of(bySingle(permitted).members().stream()
                .map(member -> needed(permission.withResourceOf(member), member, permitted))
                .toList());
    }

    /** {@return the part of a member that is required; the member itself if the policy does not give less} */
    private Scope needed(Scope part, Scope member, ScopeRequirement permitted) {
        ScopePolicy policy = scopes.policy();
        boolean enough = part.toString().length() <= Scope.MAX_LENGTH
                && policy.compile(ScopeSet.of(member)).covers(part)
                && policy.compile(ScopeSet.of(part)).permits(permitted);
        return enough ? part : member;
    }
}
