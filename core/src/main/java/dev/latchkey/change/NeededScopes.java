package dev.latchkey.change;

import dev.latchkey.scope.CompiledScopes;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeRequirement;
import dev.latchkey.scope.ScopeRequirement.AllOf;
import dev.latchkey.scope.ScopeRequirement.AnyOf;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenUse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much of its grant a token needed so far, see {@link CompiledScopes#neededBy}.
 *
 * <p>Deriving it takes microseconds, so it is done only for a requirement that is not covered by what was needed before.
 * Immutable but for a few remembered requirements, which are compared by identity; a lost one is only slower.
 */
final class NeededScopes {

    static final NeededScopes NONE = new NeededScopes(null, ScopeSet.empty(), null, Set.of(), 0);

    /** A service checks a token against a few constants; more than these are compared by what they require. */
    private static final int MOST_REMEMBERED = 8;

    private static final int MOST_DERIVED = 64;

    private final @Nullable CompiledScopes grant;
    private final ScopeSet scopes;
    private final @Nullable CompiledScopes compiled;
    private final Set<ScopeRequirement> derived;
    private final @Nullable ScopeRequirement[] remembered;

    private NeededScopes(
            @Nullable CompiledScopes grant,
            ScopeSet scopes,
            @Nullable CompiledScopes compiled,
            Set<ScopeRequirement> derived,
            int mostRemembered) {
        this.grant = grant;
        this.scopes = scopes;
        this.compiled = compiled;
        this.derived = derived;
        this.remembered = new ScopeRequirement[mostRemembered];
    }

    /** {@return what was needed, fewer than {@value TokenUse#MAX_SCOPES} scopes where the grant allows that} */
    ScopeSet scopes() {
        return scopes;
    }

    /** {@return whether a permitted requirement was seen before, with the same grant; allocates nothing} */
    boolean knows(ScopeRequirement permitted, CompiledScopes granted) {
        if (!isOf(granted)) {
            return false;
        }
        for (ScopeRequirement known : remembered) {
            if (known == permitted) {
                return true;
            }
        }
        return suffices(permitted, granted);
    }

    private boolean isOf(CompiledScopes granted) {
        return granted == grant || granted.equals(grant);
    }

    /** {@return whether these scopes, as a grant, would permit it} Allocates nothing. */
    private boolean suffices(ScopeRequirement permitted, CompiledScopes granted) {
        if (permitted instanceof Scope scope) {
            return compiled != null && compiled.covers(scope);
        }
        if (permitted instanceof AllOf all) {
            return sufficesForAll(all.parts(), granted);
        }
        return (permitted instanceof AnyOf any && sufficesForAny(any.alternatives(), granted))
                || derived.contains(permitted);
    }

    // By index: an iterator would be allocated for each request.
    private boolean sufficesForAll(List<ScopeRequirement> parts, CompiledScopes granted) {
        for (int i = 0; i < parts.size(); i++) {
            if (!suffices(parts.get(i), granted)) {
                return false;
            }
        }
        return true;
    }

    /** The owner may lack an alternative that the token has. */
    private boolean sufficesForAny(List<ScopeRequirement> alternatives, CompiledScopes granted) {
        for (int i = 0; i < alternatives.size(); i++) {
            if (granted.permits(alternatives.get(i)) && suffices(alternatives.get(i), granted)) {
                return true;
            }
        }
        return false;
    }

    /**
     * {@return these scopes, and what a permitted requirement needs}
     *
     * @param granted the grant, within the owner's rights if they limit it
     */
    NeededScopes and(ScopeRequirement permitted, CompiledScopes granted) {
        Set<ScopeRequirement> seen = new HashSet<>(isOf(granted) ? derived : Set.of());
        addDerived(seen, permitted);
        NeededScopes next = of(granted, scopes.union(granted.neededBy(permitted)), seen);
        if (isOf(granted)) {
            System.arraycopy(remembered, 0, next.remembered, 0, remembered.length);
        }
        next.remember(permitted);
        return next;
    }

    /** Of several alternatives only one was derived, so they are known only together. */
    private static void addDerived(Set<ScopeRequirement> seen, ScopeRequirement permitted) {
        if (permitted instanceof AllOf all) {
            all.parts().forEach(part -> addDerived(seen, part));
        } else if (!(permitted instanceof Scope) && seen.size() < MOST_DERIVED) {
            seen.add(permitted);
        }
    }

    private void remember(ScopeRequirement permitted) {
        for (int i = 0; i < remembered.length; i++) {
            if (remembered[i] == null) {
                remembered[i] = permitted;
                return;
            }
        }
    }

    /** {@return these scopes, and those of other uses of the same token} */
    NeededScopes and(NeededScopes other) {
        CompiledScopes granted = other.grant;
        if (granted == null || scopes.members().containsAll(other.scopes.members())) {
            return this;
        }
        return of(granted, scopes.union(other.scopes), other.derived);
    }

    private static NeededScopes of(CompiledScopes granted, ScopeSet needed, Set<ScopeRequirement> derived) {
        ScopeSet bounded = needed.members().size() < TokenUse.MAX_SCOPES ? needed : membersGiving(needed, granted);
        return new NeededScopes(
                granted, bounded, granted.policy().compile(bounded), Set.copyOf(derived), MOST_REMEMBERED);
    }

    /** {@return the granted scopes that give these; a scope that the grant does not give any more stays as it is} */
    private static ScopeSet membersGiving(ScopeSet needed, CompiledScopes granted) {
        CompiledScopes withoutOwner = granted.policy().compile(granted.granted());
        ScopeSet members = ScopeSet.empty();
        for (Scope scope : needed.members()) {
            ScopeSet giving = withoutOwner.usedBy(scope);
            members = members.union(giving.isEmpty() ? ScopeSet.of(scope) : giving);
        }
        return members;
    }
}
