package dev.latchkey.scope;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The result of evaluating a requirement for a token and its owner.
 *
 * @param needed the scopes of a token that would meet it, those at hand included; empty if there are none
 * @param missing those of them that the token lacks
 * @param missingFromOwner what the owner lacks
 * @param failing why it is denied, or null if it is permitted
 * @param prospect whether granting can help
 */
record Finding(
        ScopeSet needed,
        ScopeSet missing,
        ScopeSet missingFromOwner,
        ScopeDecision.@Nullable Axis failing,
        Prospect prospect) {

    /** Whether more scopes would change the answer, best first. */
    enum Prospect {
        /** With what is missing, the requirement is met. */
        GRANTABLE,
        /** What is missing is not a scope that a token can be issued with. */
        UNKNOWN,
        /** Nothing helps: a resource's name is not legal. */
        HOPELESS
    }

    static final Finding NOTHING_NEEDED =
            new Finding(ScopeSet.empty(), ScopeSet.empty(), ScopeSet.empty(), null, Prospect.GRANTABLE);

    /**
     * What to propose of several alternatives: one that is met, else one that the token alone lacks, else the fewest scopes.
     * Ties are broken by text, so that the order in which alternatives were written does not matter.
     */
    static final Comparator<Finding> BEST_FIRST = Comparator.<Finding, Boolean>comparing(
                    finding -> finding.failing != null)
            .thenComparing(Finding::prospect)
            .thenComparing(finding -> finding.missingFromOwner.members().size())
            .thenComparing(finding -> finding.missing.members().size())
            .thenComparing(finding -> finding.needed.members().size())
            .thenComparing(finding -> finding.missing.toString())
            .thenComparing(finding -> finding.needed.toString())
            .thenComparing(finding -> finding.missingFromOwner.toString())
            .thenComparing(finding -> String.valueOf(finding.failing));

    /** Both of two requirements. */
    Finding and(Finding other) {
        Prospect worse = prospect.compareTo(other.prospect) > 0 ? prospect : other.prospect;
        ScopeDecision.@Nullable Axis first = earlier(failing, other.failing);
        if (worse == Prospect.HOPELESS) {
            return new Finding(ScopeSet.empty(), ScopeSet.empty(), ScopeSet.empty(), first, worse);
        }
        return new Finding(
                needed.union(other.needed),
                missing.union(other.missing),
                missingFromOwner.union(other.missingFromOwner),
                first,
                worse);
    }

    private static ScopeDecision.@Nullable Axis earlier(
            ScopeDecision.@Nullable Axis one, ScopeDecision.@Nullable Axis other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) < 0 ? one : other;
    }
}
