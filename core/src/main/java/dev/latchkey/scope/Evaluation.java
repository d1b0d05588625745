package dev.latchkey.scope;

import dev.latchkey.scope.ScopeRequirement.AllOf;
import dev.latchkey.scope.ScopeRequirement.AnyOf;
import dev.latchkey.scope.ScopeRequirement.Anywhere;
import dev.latchkey.scope.ScopeRequirement.Unsatisfiable;
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
}
