package dev.latchkey.scope;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Explains a decision from the rights of a token and, if the service uses them, of its owner.
 *
 * @param token what the token gives
 * @param owner what its owner gives, or null if owners do not limit tokens
 * @param both what decides: the token within the owner
 */
record Explanation(CompiledScopes token, @Nullable CompiledScopes owner, CompiledScopes both) {

    ScopeDecision.Denied denial(ScopeRequirement required) {
        Finding found = finding(required);
        ScopePolicy policy = token.policy();
        Finding least = new Finding(
                policy.normalize(found.needed()),
                policy.normalize(found.missing()),
                policy.normalize(found.missingFromOwner()),
                found.failing(),
                found.prospect());
        return new ScopeDecision.Denied(required, token.granted(), least, this);
    }

    /** Whether a token with just these scopes can be issued, and would be permitted within the same owner. */
    boolean wouldPermit(ScopeSet granted, ScopeRequirement required) {
        if (!token.policy().unknown(granted).isEmpty()) {
            return false;
        }
        CompiledScopes other = token.policy().compile(granted);
        return (owner == null ? other : other.and(owner)).permits(required);
    }

    private Finding finding(ScopeRequirement required) {
        if (required instanceof ScopeRequirement.AllOf all) {
            return all.parts().stream().map(this::finding).reduce(Finding.NOTHING_NEEDED, Finding::and);
        }
        if (required instanceof ScopeRequirement.AnyOf any) {
            return any.alternatives().stream()
                    .map(this::finding)
                    .min(Finding.BEST_FIRST)
                    .orElseThrow();
        }
        if (required instanceof Scope scope) {
            return finding(scope, scope);
        }
        if (required instanceof ScopeRequirement.Anywhere anywhere) {
            return finding(anywhere, somewhere(anywhere.permission()));
        }
        return new Finding(
                ScopeSet.empty(),
                ScopeSet.empty(),
                ScopeSet.empty(),
                both.failingAxis(required),
                Finding.Prospect.HOPELESS);
    }

    /** @param enough a scope that would meet the single requirement if token and owner had it */
    private Finding finding(ScopeRequirement required, Scope enough) {
        boolean permitted = both.permits(required);
        ScopeDecision.@Nullable Axis failing = permitted ? null : both.failingAxis(required);
        if (permitted || token.covers(enough)) {
            ScopeSet lacking = permitted ? ScopeSet.empty() : ScopeSet.of(enough);
            return new Finding(nameable(enough), ScopeSet.empty(), lacking, failing, Finding.Prospect.GRANTABLE);
        }
        ScopeSet lacking = owner == null || owner.covers(enough) ? ScopeSet.empty() : ScopeSet.of(enough);
        Optional<Scope> grantable = grantable(enough);
        ScopeSet missing = ScopeSet.of(grantable.orElse(enough));
        return new Finding(
                missing,
                missing,
                lacking,
                failing,
                grantable.isPresent() ? Finding.Prospect.GRANTABLE : Finding.Prospect.UNKNOWN);
    }

    /** A scope of the token, in a form that a token can be issued with. */
    private ScopeSet nameable(Scope had) {
        return grantable(had).map(ScopeSet::of).orElseGet(() -> token.policy().inCurrentNames(token.usedBy(had)));
    }

    /** The scope, or the nearest one above it, that a token can be issued with and that gives it. */
    private Optional<Scope> grantable(Scope scope) {
        SegmentPattern path = scope.permissionPattern();
        for (int length = path.length(); length >= 0; length--) {
            Scope candidate = new Scope(path.first(length), scope.resourcePattern());
            if (isKnown(candidate)
                    && token.policy().compile(ScopeSet.of(candidate)).covers(scope)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private boolean isKnown(Scope scope) {
        return token.policy().unknown(ScopeSet.of(scope)).isEmpty();
    }

    /** A permission on the resources where both, or the owner, or the token already has it; else on every resource. */
    private Scope somewhere(Scope permission) {
        ResourceSet where = both.resourcesFor(permission);
        if (where.isEmpty() && owner != null) {
            where = owner.resourcesFor(permission);
        }
        if (where.isEmpty()) {
            where = token.resourcesFor(permission);
        }
        return where.isEmpty() ? permission : new Scope(permission.permissionPattern(), where.first());
    }
}
