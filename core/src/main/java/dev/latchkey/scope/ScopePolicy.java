package dev.latchkey.scope;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Decides which scopes a grant gives.
 *
 * <p>A policy defines its own order of scopes, by {@link #compile(ScopeSet)}; every check of a child token, a grantor
 * or an owner uses it. Every order must satisfy these laws, and a policy of your own can be tested against them with
 * the properties in the test kit: the empty set grants nothing; granting more never permits less; containment is
 * reflexive (for known scopes) and transitive; so a token never gives more than its grantor's scopes did.
 *
 * <p>Implementations are immutable and safe for use by several threads.
 */
public interface ScopePolicy {

    /**
     * The policy in which a scope gives everything at or beneath it: s ≤ A ⇔ ⟦s⟧ ⊆ ⟦A⟧.
     *
     * @return the default policy
     */
    static ScopePolicy hierarchical() {
        return BuiltInPolicy.HIERARCHICAL;
    }

    /**
     * The policy in which permissions are whole names, without hierarchy or wildcards:
     * p@r ≤ A ⇔ ∃ q@t ∈ A: p = q ∧ ⟦r⟧ ⊆ ⟦t⟧.
     *
     * <p>So {@code workspace} does not give {@code workspace:read}, and {@code *} gives only {@code *}. Resources keep
     * their meaning: a scope without one reaches every resource, and one with a resource reaches what is beneath it.
     *
     * @return the policy for services whose scopes are plain names
     */
    static ScopePolicy exact() {
        return BuiltInPolicy.EXACT;
    }

    /**
     * Compiles a set of scopes, for many decisions.
     *
     * @param granted any set; scopes that this policy does not know give nothing
     * @return the compiled form
     */
    CompiledScopes compile(ScopeSet granted);

    /**
     * Expands names that stand for other scopes, such as the bundles of a {@link ScopeCatalog}, when a token is issued;
     * the token keeps the expansion.
     *
     * @param requested what the caller asked for
     * @return the scopes of the token; by default, the same
     */
    default ScopeSet expand(ScopeSet requested) {
        return requested;
    }

    /**
     * The members that this policy does not know, and that a token is therefore not issued with: {s | s unknown}.
     *
     * <p>In a stored grant, an unknown scope does not give itself. It may give known ones, as a wildcard that a catalogue
     * no longer issues gives the listed permissions that it covers.
     *
     * @param expanded the scopes of the token
     * @return by default, none: every scope is known
     */
    default ScopeSet unknown(ScopeSet expanded) {
        return ScopeSet.empty();
    }

    /**
     * Refuses scopes that this policy does not know, so that a typing error cannot create a useless token.
     *
     * @param expanded the scopes of the token
     * @throws IllegalArgumentException if there are {@link #unknown(ScopeSet)} scopes; explains the first ten
     */
    default void requireKnown(ScopeSet expanded) {
        List<Scope> unknown = unknown(expanded).members();
        if (!unknown.isEmpty()) {
            int hidden = unknown.size() - UnknownNames.MOST_EXPLAINED;
            throw new IllegalArgumentException(unknown.stream()
                            .limit(UnknownNames.MOST_EXPLAINED)
                            .map(this::explainUnknown)
                            .collect(Collectors.joining("; "))
                    + (hidden > 0 ? "; and " + hidden + " more" : ""));
        }
    }

    /**
     * The same set with the current names of renamed permissions, for display and for comparing old records with new
     * requirements. It gives the same as the stored set.
     *
     * @param stored scopes of a record
     * @return by default, the same
     */
    default ScopeSet inCurrentNames(ScopeSet stored) {
        return stored;
    }

    /**
     * Explains that a scope is unknown, and suggests alternatives.
     *
     * @param unknown a member of {@link #unknown(ScopeSet)}
     * @return text for people
     */
    default String explainUnknown(Scope unknown) {
        return "unknown scope " + unknown;
    }

    /**
     * What a grantor lacks of what is requested: {s ∈ requested | s ≰ grantor}, in this policy's order.
     *
     * @param grantor what the grantor has
     * @param requested the scopes that are to be granted, expanded
     * @return empty if the grantor may grant all of it
     */
    default ScopeSet excess(ScopeSet grantor, ScopeSet requested) {
        CompiledScopes rights = compile(grantor);
        return ScopeSet.of(requested.members().stream()
                .filter(scope -> !rights.covers(scope))
                .toList());
    }

    /**
     * A set that gives the same under this policy, without the members that the others give: a minimal cover.
     *
     * <p>Unknown members are kept, so that they are still refused by {@link #requireKnown(ScopeSet)}.
     *
     * @param scopes any set
     * @return a subset of equal power from which no known member can be dropped
     */
    default ScopeSet normalize(ScopeSet scopes) {
        List<Scope> kept = new ArrayList<>(scopes.members());
        List<Scope> unknown = unknown(scopes).members();
        for (Scope candidate : scopes.members()) {
            if (unknown.contains(candidate)) {
                continue;
            }
            List<Scope> others =
                    kept.stream().filter(scope -> !scope.equals(candidate)).toList();
            if (compile(ScopeSet.of(others)).covers(candidate)) {
                kept.remove(candidate);
            }
        }
        return ScopeSet.of(kept);
    }
}
