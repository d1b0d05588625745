package dev.latchkey.scope;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What looking at a requirement found.
 *
 * @param needed the scopes that would meet it, those at hand included; empty if none can
 * @param missing those of them that are not at hand
 * @param failing why it is denied, or null if it is permitted
 */
record Finding(ScopeSet needed, ScopeSet missing, ScopeDecision.@Nullable Axis failing) {

    static Finding of(CompiledScopes scopes, ScopeRequirement required) {
        if (required instanceof ScopeRequirement.AllOf all) {
            return all(all.parts().stream().map(part -> of(scopes, part)).toList());
        }
        if (required instanceof ScopeRequirement.AnyOf any) {
            return best(
                    any.alternatives().stream().map(part -> of(scopes, part)).toList());
        }
        ScopeSet needed = leaf(required);
        return scopes.permits(required)
                ? new Finding(needed, ScopeSet.empty(), null)
                : new Finding(needed, needed, scopes.failingAxis(required));
    }

    private static ScopeSet leaf(ScopeRequirement required) {
        if (required instanceof Scope scope) {
            return ScopeSet.of(scope);
        }
        return required instanceof ScopeRequirement.Anywhere anywhere
                ? ScopeSet.of(anywhere.permission())
                : ScopeSet.empty();
    }

    private static Finding all(List<Finding> parts) {
        ScopeSet needed = ScopeSet.empty();
        ScopeSet missing = ScopeSet.empty();
        ScopeDecision.@Nullable Axis failing = null;
        boolean hopeless = false;
        for (Finding part : parts) {
            needed = needed.union(part.needed);
            missing = missing.union(part.missing);
            hopeless |= part.isHopeless();
            if (part.failing != null && (failing == null || part.failing.compareTo(failing) < 0)) {
                failing = part.failing;
            }
        }
        return hopeless
                ? new Finding(ScopeSet.empty(), ScopeSet.empty(), failing)
                : new Finding(needed, missing, failing);
    }

    private static Finding best(List<Finding> alternatives) {
        Comparator<Finding> permittedFirst = Comparator.comparing(finding -> finding.failing != null);
        return alternatives.stream()
                .min(permittedFirst
                        .thenComparing(Finding::isHopeless)
                        .thenComparing(finding -> finding.missing.members().size()))
                .orElseThrow();
    }

    private boolean isHopeless() {
        return needed.isEmpty();
    }
}
