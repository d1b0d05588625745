package dev.latchkey.scope;

import dev.latchkey.scope.ScopeRequirement.AllOf;
import dev.latchkey.scope.ScopeRequirement.AnyOf;
import dev.latchkey.scope.ScopeRequirement.Anywhere;
import dev.latchkey.scope.ScopeRequirement.Unsatisfiable;
import java.util.ArrayList;
import java.util.List;

/** The meaning of the composed requirements, in terms of what compiled scopes cover. */
final class Evaluation {

    private Evaluation() {}

    static boolean permits(CompiledScopes scopes, ScopeRequirement required) {
        if (required instanceof Scope scope) {
            return scopes.covers(scope);
        }
        if (required instanceof AllOf all) {
            return permitsAll(scopes, all.parts());
        }
        if (required instanceof AnyOf any) {
            return permitsAny(scopes, any.alternatives());
        }
        return required instanceof Anywhere anywhere && scopes.anywhere(anywhere.permission());
    }

    // By index: an iterator would be allocated for each request.
    private static boolean permitsAll(CompiledScopes scopes, List<ScopeRequirement> parts) {
        for (int i = 0; i < parts.size(); i++) {
            if (!scopes.permits(parts.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean permitsAny(CompiledScopes scopes, List<ScopeRequirement> alternatives) {
        for (int i = 0; i < alternatives.size(); i++) {
            if (scopes.permits(alternatives.get(i))) {
                return true;
            }
        }
        return false;
    }

    static ScopeDecision denial(CompiledScopes scopes, ScopeRequirement required) {
        Finding finding = Finding.of(scopes, required);
        ScopeDecision.Axis axis = finding.failing() == null ? ScopeDecision.Axis.PERMISSION : finding.failing();
        ScopePolicy policy = scopes.policy();
        Finding least = new Finding(policy.normalize(finding.needed()), policy.normalize(finding.missing()), axis);
        return new ScopeDecision.Denied(required, scopes.granted(), least, axis);
    }

    static Scope permissionOf(ScopeRequirement single) {
        if (single instanceof Scope scope) {
            return scope.withoutResource();
        }
        if (single instanceof Anywhere anywhere) {
            return anywhere.permission();
        }
        if (single instanceof Unsatisfiable unsatisfiable) {
            return unsatisfiable.permission();
        }
        throw new IllegalArgumentException("a composed requirement fails in its parts; ask for one of them: " + single);
    }

    static ScopeSet usedBy(CompiledScopes scopes, ScopeRequirement permitted) {
        if (!scopes.permits(permitted)) {
            return ScopeSet.empty();
        }
        if (permitted instanceof AllOf all) {
            return all.parts().stream().map(scopes::usedBy).reduce(ScopeSet.empty(), ScopeSet::union);
        }
        if (permitted instanceof AnyOf any) {
            return any.alternatives().stream()
                    .filter(scopes::permits)
                    .findFirst()
                    .map(scopes::usedBy)
                    .orElseThrow();
        }
        return usedBySingle(scopes, permitted);
    }

    private static ScopeSet usedBySingle(CompiledScopes scopes, ScopeRequirement permitted) {
        List<CompiledScopes> sufficient = new ArrayList<>();
        for (Scope member : scopes.granted().members()) {
            CompiledScopes alone = scopes.policy().compile(ScopeSet.of(member));
            if (alone.permits(permitted)) {
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
