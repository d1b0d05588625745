package dev.latchkey.scope;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A set of scopes: what a token is granted, what an owner may do, what is missing.
 *
 * <p>Meaning: ⟦A⟧ = ⋃ ⟦a⟧ over its members a. Because there are infinitely many segments, a scope lies in that union
 * exactly when a single member covers it.
 *
 * <p>All members are kept (canonical, distinct, sorted by text), even if one covers another, and {@code equals}
 * compares members. The reason is that the {@link ScopePolicy} defines the order of scopes: under
 * {@link ScopePolicy#exact()}, {@code workspace} and {@code workspace:read} are two rights, and dropping the covered
 * one would take a right away. {@link #canonical()} and {@link #sameMeaningAs(ScopeSet)} use the meaning above.
 *
 * <p>At most {@value #MAX_SIZE} scopes are parsed, issued or stored; what is computed may be larger. Immutable and safe
 * for use by several threads.
 */
public final class ScopeSet {

    /** The most distinct scopes that a set may have where it is parsed, issued or stored. */
    public static final int MAX_SIZE = 1_024;

    /** The most characters, spaces included, that a set may have where it is parsed, issued or stored; all are ASCII. */
    public static final int MAX_LENGTH = 65_535;

    private static final ScopeSet EMPTY = new ScopeSet(List.of());

    private final List<Scope> members;

    // Computed lazily, since sets are keys of caches. The race is harmless.
    private int hash;

    private ScopeSet(List<Scope> sortedAndDistinct) {
        this.members = sortedAndDistinct;
    }

    /**
     * {@return the set of these scopes: ⋃ ⟦sᵢ⟧}
     *
     * @param scopes in any order; repetitions are dropped
     */
    public static ScopeSet of(Scope... scopes) {
        return of(Arrays.asList(scopes));
    }

    /**
     * {@return the set of these scopes: ⋃ ⟦sᵢ⟧}
     *
     * @param scopes in any order; repetitions are dropped
     */
    public static ScopeSet of(Collection<Scope> scopes) {
        return scopes.isEmpty() ? EMPTY : new ScopeSet(List.copyOf(new TreeSet<>(scopes)));
    }

    /**
     * Parses scopes with single spaces between them, as RFC 6749 section 3.3 writes them: parse(print(A)) = A.
     *
     * <p>The empty text is the empty set, which grants nothing.
     *
     * @param text at most {@value #MAX_LENGTH} characters: at most {@value #MAX_SIZE} distinct scopes of at most
     *     {@value Scope#MAX_LENGTH} characters
     * @return the set
     * @throws IllegalArgumentException if the text is anything else; names the position (counted from 0)
     */
    public static ScopeSet parse(String text) {
        return of(ScopeReader.scopes(Objects.requireNonNull(text, "text")));
    }

    /**
     * {@return the empty set, ∅, which grants nothing}
     */
    public static ScopeSet empty() {
        return EMPTY;
    }

    /**
     * {@return the scopes that make up this set: canonical, distinct, sorted by text; unmodifiable}
     */
    public List<Scope> members() {
        return members;
    }

    /**
     * {@return whether the set has no members: ⟦A⟧ = ∅}
     */
    public boolean isEmpty() {
        return members.isEmpty();
    }

    /**
     * {@return whether a member covers the scope: ⟦scope⟧ ⊆ ⟦A⟧}
     *
     * @param scope the scope that may be contained
     */
    public boolean covers(Scope scope) {
        for (Scope member : members) {
            if (member.covers(scope)) {
                return true;
            }
        }
        return false;
    }

    /**
     * {@return whether each member of the other set is covered: ⟦other⟧ ⊆ ⟦A⟧}
     *
     * @param other the set that may be contained
     */
    public boolean covers(ScopeSet other) {
        for (Scope scope : other.members) {
            if (!covers(scope)) {
                return false;
            }
        }
        return true;
    }

    /**
     * {@return the members of both sets: ⟦A⟧ ∪ ⟦other⟧, the least upper bound}
     *
     * @param other the set to join
     */
    public ScopeSet union(ScopeSet other) {
        List<Scope> both = new ArrayList<>(members);
        both.addAll(other.members);
        return of(both);
    }

    /**
     * {@return what both sets contain, in canonical form: ⟦A⟧ ∩ ⟦other⟧, the greatest lower bound}
     *
     * @param other the set to meet
     */
    public ScopeSet intersect(ScopeSet other) {
        List<Scope> both = new ArrayList<>();
        for (Scope mine : members) {
            for (Scope theirs : other.members) {
                mine.intersect(theirs).ifPresent(both::add);
            }
        }
        return of(both).canonical();
    }

    /**
     * What must be added to the other set to cover this one: {a ∈ A | ⟦a⟧ ⊄ ⟦other⟧}, so that
     * A.notCoveredBy(B) ≤ X ⇔ A ≤ B ∪ X.
     *
     * <p>It is not a difference of sets: {@code workspace} is not covered by {@code workspace:write}, and stays whole.
     * Scopes only permit, so nothing can be subtracted from a scope.
     *
     * @param other what is there already
     * @return the members that it does not cover, whole
     */
    public ScopeSet notCoveredBy(ScopeSet other) {
        return of(members.stream().filter(scope -> !other.covers(scope)).toList());
    }

    /**
     * Whether a permission is given on some resource: ∃ρ: ⟦p⟧ × {ρ} ⊆ ⟦A⟧.
     *
     * @param permission a scope without a resource
     * @return whether the permission of a member covers it
     * @throws IllegalArgumentException if the scope names a resource
     */
    public boolean anywhere(Scope permission) {
        permission.requirePermissionAlone();
        return members.stream().anyMatch(member -> member.permissionPattern().covers(permission.permissionPattern()));
    }

    /**
     * On which resources a permission is given: {ρ | ⟦p⟧ × {ρ} ⊆ ⟦A⟧}.
     *
     * @param permission a scope without a resource
     * @return the resources of the members whose permission covers it
     * @throws IllegalArgumentException if the scope names a resource
     */
    public ResourceSet resourcesFor(Scope permission) {
        permission.requirePermissionAlone();
        return ResourceSet.ofPatterns(members.stream()
                .filter(member -> member.permissionPattern().covers(permission.permissionPattern()))
                .map(Scope::resourcePattern)
                .toList());
    }

    /**
     * The fewest scopes of the same meaning: {a ∈ A | no other member covers a}, so that ⟦canonical(A)⟧ = ⟦A⟧.
     *
     * @return the maximal members; sets of the same meaning have the same canonical form
     */
    public ScopeSet canonical() {
        if (members.size() < 2) {
            return this;
        }
        List<Scope> maximal = ScopeIndex.maximal(members);
        return maximal.size() == members.size() ? this : of(maximal);
    }

    /**
     * {@return whether two sets have the same canonical form: ⟦A⟧ = ⟦other⟧}
     *
     * @param other the set to compare
     */
    public boolean sameMeaningAs(ScopeSet other) {
        return canonical().equals(other.canonical());
    }

    /**
     * Returns this set if it may be issued and stored: at most {@value #MAX_SIZE} scopes of at most
     * {@value Scope#MAX_LENGTH} characters, at most {@value #MAX_LENGTH} in all, so that parse(print(A)) = A.
     *
     * @return this set
     * @throws IllegalArgumentException if it is larger
     */
    public ScopeSet requireStorable() {
        ScopeReader.requireReadable(members);
        return this;
    }

    /** Compares members, not meaning; see the description of this class. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof ScopeSet that && hashCode() == that.hashCode() && members.equals(that.members));
    }

    @Override
    public int hashCode() {
        int known = hash;
        if (known == 0) {
            known = members.hashCode();
            hash = known;
        }
        return known;
    }

    /** The members with single spaces between them, as RFC 6749 section 3.3 writes them; empty for the empty set. */
    @Override
    public String toString() {
        return members.stream().map(Scope::toString).collect(Collectors.joining(" "));
    }
}
