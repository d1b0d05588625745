package dev.latchkey.scope;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds smaller grants for tokens from how they are used, by the order of a policy.
 *
 * @param policy the policy that the tokens are verified with
 */
public record LeastPrivilege(ScopePolicy policy) {

    /**
     * The smallest grant for what was used: a minimal cover N of the uses, used ≤ N ≤ granted.
     *
     * <p>Renamed permissions have their current names. A used scope that a token cannot be issued with, such as one
     * beneath a listed permission, is covered by the granted scope that gave it.
     *
     * @param granted what the token has
     * @param used the scopes that its operations required
     * @return what is used, without the members that others give
     * @throws IllegalArgumentException if something was used that the grant does not give; names it
     */
    public ScopeSet narrowest(ScopeSet granted, ScopeSet used) {
        ScopeSet uses = policy.inCurrentNames(used);
        ScopeSet excess = policy.excess(granted, uses);
        if (!excess.isEmpty()) {
            throw new IllegalArgumentException(
                    "the grant " + granted + " does not give " + excess + ", so a token with it cannot have used that");
        }
        CompiledScopes given = policy.compile(granted);
        ScopeSet unknown = policy.unknown(uses);
        ScopeSet enough = ScopeSet.empty();
        for (Scope use : uses.members()) {
            boolean issued = !unknown.members().contains(use);
            enough = enough.union(issued ? ScopeSet.of(use) : policy.inCurrentNames(given.usedBy(use)));
        }
        return policy.normalize(enough);
    }

    /**
     * What a grant still gives of earlier uses, where it was narrowed since: every access that is within the uses and
     * that the grant gives is within the result.
     *
     * @param granted what the token has now
     * @param used what it needed so far, see {@link CompiledScopes#neededBy}
     * @return scopes that the grant gives
     */
    public ScopeSet stillGiven(ScopeSet granted, ScopeSet used) {
        CompiledScopes given = policy.compile(granted);
        List<Scope> still = new ArrayList<>();
        for (Scope use : policy.inCurrentNames(used).members()) {
            if (given.covers(use)) {
                still.add(use);
            } else {
                granted.members().forEach(member -> addCommon(still, use, member));
            }
        }
        return ScopeSet.of(still);
    }

    /** Adds what a use and a granted scope have in common, in the policy's order. */
    private void addCommon(List<Scope> common, Scope use, Scope granted) {
        if (policy.compile(ScopeSet.of(use)).covers(granted)) {
            common.add(granted);
            return;
        }
        CompiledScopes given = policy.compile(ScopeSet.of(granted));
        Stream.of(use.intersect(granted), use.intersect(use.withResourceOf(granted)))
                .flatMap(Optional::stream)
                .filter(given::covers)
                .map(part -> part.toString().length() <= Scope.MAX_LENGTH ? part : granted)
                .forEach(common::add);
    }

    /**
     * What would break with another grant: {u ∈ observed | u is denied by the candidate}.
     *
     * @param candidate the grant to try, such as a narrower one
     * @param observed requirements that operations of the token had
     * @return the denials with their explanations, in the order of the observations; empty if nothing would break
     */
    public List<ScopeDecision.Denied> dryRun(ScopeSet candidate, Collection<? extends ScopeRequirement> observed) {
        CompiledScopes scopes = policy.compile(candidate);
        return observed.stream()
                .map(scopes::decide)
                .filter(ScopeDecision.Denied.class::isInstance)
                .map(ScopeDecision.Denied.class::cast)
                .toList();
    }

    /**
     * The granted scopes that were never needed: {g ∈ granted | no use needed g}, where what each use needed is
     * {@link CompiledScopes#usedBy(ScopeRequirement)}.
     *
     * @param granted what the token has
     * @param observed requirements that operations of the token had; denied ones are ignored
     * @return members of the grant
     */
    public ScopeSet unused(ScopeSet granted, Collection<? extends ScopeRequirement> observed) {
        CompiledScopes scopes = policy.compile(granted);
        ScopeSet used = observed.stream().map(scopes::usedBy).reduce(ScopeSet.empty(), ScopeSet::union);
        return ScopeSet.of(granted.members().stream()
                .filter(scope -> !used.members().contains(scope))
                .toList());
    }
}
