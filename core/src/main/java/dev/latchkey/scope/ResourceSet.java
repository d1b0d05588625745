package dev.latchkey.scope;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The resources on which a permission is given: every resource, some, or none.
 *
 * <p>Meaning: ⟦R⟧ = ⋃ ⟦r⟧ over its patterns r. Kept as the fewest patterns, sorted, so that sets of the same meaning are
 * equal. Immutable and safe for use by several threads.
 */
public final class ResourceSet {

    private static final ResourceSet NONE = new ResourceSet(List.of());
    private static final ResourceSet EVERY = new ResourceSet(List.of(SegmentPattern.EVERYTHING));

    private final List<SegmentPattern> patterns;
    private final SegmentTrie<SegmentPattern> trie;

    private ResourceSet(List<SegmentPattern> minimal) {
        this.patterns = minimal;
        this.trie = new SegmentTrie<>();
        minimal.forEach(pattern -> trie.at(pattern, () -> pattern));
    }

    /**
     * No resource: ∅.
     *
     * @return the empty set
     */
    public static ResourceSet none() {
        return NONE;
    }

    /**
     * Every resource: the whole axis.
     *
     * @return the full set
     */
    public static ResourceSet every() {
        return EVERY;
    }

    /**
     * The union of patterns: ⋃ ⟦r⟧. For implementations of {@link CompiledScopes#resourcesFor(Scope)}.
     *
     * @param patterns each a resource as in a scope after the {@code @}: literal segments and {@code *}, joined by
     *     {@code /}
     * @return their union; {@link #none()} for no pattern
     * @throws IllegalArgumentException if a pattern is not a resource; names the position at which it stops being one
     */
    public static ResourceSet of(String... patterns) {
        return of(List.of(patterns));
    }

    /**
     * The union of patterns, as {@link #of(String...)}; so {@code of(set.patterns())} equals the set.
     *
     * @param patterns each a resource as in a scope after the {@code @}
     * @return their union
     * @throws IllegalArgumentException if a pattern is not a resource
     */
    public static ResourceSet of(Collection<String> patterns) {
        return ofPatterns(patterns.stream().map(ScopeReader::resource).toList());
    }

    static ResourceSet ofPatterns(Collection<SegmentPattern> patterns) {
        if (patterns.isEmpty()) {
            return NONE;
        }
        if (patterns.stream().anyMatch(SegmentPattern::isEverything)) {
            return EVERY;
        }
        List<SegmentPattern> widestFirst = new ArrayList<>(patterns);
        widestFirst.sort(Comparator.comparingInt(SegmentPattern::literals));
        ResourceSet kept = new ResourceSet(List.of());
        List<SegmentPattern> minimal = new ArrayList<>();
        for (SegmentPattern pattern : widestFirst) {
            if (!kept.contains(pattern)) {
                kept.trie.at(pattern, () -> pattern);
                minimal.add(pattern);
            }
        }
        minimal.sort(Comparator.comparing(pattern -> pattern.text("/")));
        return new ResourceSet(List.copyOf(minimal));
    }

    /**
     * Whether no resource is in the set: ⟦R⟧ = ∅.
     *
     * @return true if there is nothing to list
     */
    public boolean isEmpty() {
        return patterns.isEmpty();
    }

    /**
     * Whether every resource is in the set.
     *
     * @return true if a list needs no filter
     */
    public boolean isEverything() {
        return patterns.size() == 1 && patterns.get(0).isEverything();
    }

    /**
     * Whether a resource is in the set with all that is beneath it: ⟦s₁/…/sₙ⟧ ⊆ ⟦R⟧.
     *
     * <p>Values that cannot be literal segments, or no values, are in no set, not even in {@link #every()}; so the
     * result always agrees with {@link Scope#on(String...)}.
     *
     * @param segments the resource, segment by segment, as in {@code "workspaces", name}
     * @return whether it may be listed
     */
    public boolean contains(@Nullable String... segments) {
        SegmentPattern resource = SegmentPattern.ofLiterals(segments);
        return resource != null && contains(resource);
    }

    /** The first pattern by text, of a set that is not empty. */
    SegmentPattern first() {
        return patterns.get(0);
    }

    boolean contains(SegmentPattern resource) {
        return trie.anyCovering(resource);
    }

    /**
     * What both sets contain: ⟦R⟧ ∩ ⟦other⟧.
     *
     * @param other the set to meet
     * @return the common resources
     */
    public ResourceSet intersect(ResourceSet other) {
        List<SegmentPattern> both = new ArrayList<>();
        for (SegmentPattern mine : patterns) {
            for (SegmentPattern theirs : other.patterns) {
                SegmentPattern common = mine.intersect(theirs);
                if (common != null) {
                    both.add(common);
                }
            }
        }
        return ofPatterns(both);
    }

    /**
     * What either set contains: ⟦R⟧ ∪ ⟦other⟧.
     *
     * @param other the set to join
     * @return the resources of both
     */
    public ResourceSet union(ResourceSet other) {
        List<SegmentPattern> either = new ArrayList<>(patterns);
        either.addAll(other.patterns);
        return ofPatterns(either);
    }

    /**
     * The fewest patterns whose union is this set, as text, for a store that filters by itself.
     *
     * @return sorted; {@code ["*"]} for every resource, empty for none; segments are joined by {@code /} and may be
     *     {@code *}; each stands for everything at or beneath it
     */
    public List<String> patterns() {
        return patterns.stream().map(pattern -> pattern.text("/")).toList();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ResourceSet that && patterns.equals(that.patterns);
    }

    @Override
    public int hashCode() {
        return patterns.hashCode();
    }

    /** The patterns with spaces between them, or {@code (none)}. */
    @Override
    public String toString() {
        return isEmpty() ? "(none)" : String.join(" ", patterns());
    }
}
