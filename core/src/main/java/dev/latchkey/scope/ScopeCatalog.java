package dev.latchkey.scope;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The policy of a service that lists its permissions: each with a description for people, and the permissions that it
 * implies.
 *
 * <p>The order is that of {@link ScopePolicy#hierarchical()} behind a closure: s ≤ A ⇔ ⟦s⟧ ⊆ ⟦closure(A)⟧. Decisions
 * therefore cost the same; the closure is taken when a record's scopes are compiled.
 *
 * <ul>
 *   <li>A scope is known if its permission equals, covers or lies beneath a listed one. Unknown scopes are refused when a
 *       token is issued, with the nearest known names, and grant nothing where a token has them already.
 *   <li>Implications are live: adding one widens the tokens that were issued before. Bundles are frozen: they are replaced
 *       by their scopes when a token is issued.
 *   <li>All permissions beneath another together do not add up to that other: it also gives whatever is added beneath it
 *       later.
 * </ul>
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class ScopeCatalog implements ScopePolicy {

    private static final int MOST_NAMED = 12;

    private final List<CatalogGroup> groups;
    private final Map<Scope, CatalogBundle> bundles;
    private final List<CatalogPermission> permissions;

    ScopeCatalog(List<CatalogGroup> groups, Map<Scope, CatalogBundle> bundles) {
        this.groups = groups;
        this.bundles = bundles;
        this.permissions =
                groups.stream().flatMap(group -> group.permissions().stream()).toList();
    }

    /**
     * Starts an empty catalogue.
     *
     * @return a builder
     */
    public static ScopeCatalogBuilder builder() {
        return new ScopeCatalogBuilder();
    }

    /**
     * The permissions under their headings: what a form shows.
     *
     * @return in the order of declaration; unmodifiable
     */
    public List<CatalogGroup> groups() {
        return groups;
    }

    /**
     * The named sets of permissions.
     *
     * @return in the order of declaration; unmodifiable
     */
    public List<CatalogBundle> bundles() {
        return List.copyOf(bundles.values());
    }

    @Override
    public CompiledScopes compile(ScopeSet granted) {
        return new IndexedScopes(
                this, granted, ScopeIndex.of(closure(granted).canonical().members()));
    }

    /**
     * What a grant gives by this catalogue, as scopes with their plain meaning:
     * ⋃ {p@r, q@r | p@r ∈ A known, p ⊇ e for a listed e, e implies q through any number of steps}.
     *
     * <p>It is a closure: for known scopes A ≤ closure(A); A ≤ B ⇒ closure(A) ≤ closure(B);
     * closure(closure(A)) = closure(A).
     *
     * @param granted any set; its unknown members are left out
     * @return the known members and what they imply, on their resources
     */
    public ScopeSet closure(ScopeSet granted) {
        List<Scope> given = new ArrayList<>();
        for (Scope scope : granted.members()) {
            if (isKnown(scope)) {
                given.add(scope);
                addImplied(scope, given);
            }
        }
        return ScopeSet.of(given);
    }

    private void addImplied(Scope scope, List<Scope> given) {
        Scope permission = scope.withoutResource();
        for (CatalogPermission entry : permissions) {
            if (permission.covers(entry.scope())) {
                for (Scope included : entry.includes()) {
                    if (!permission.covers(included)) {
                        given.add(included.withResourceOf(scope));
                    }
                }
            }
        }
    }

    private boolean isKnown(Scope scope) {
        Scope permission = scope.withoutResource();
        for (CatalogPermission entry : permissions) {
            if (entry.scope().covers(permission) || permission.covers(entry.scope())) {
                return true;
            }
        }
        return false;
    }

    /** Replaces each bundle by its scopes, on the resource that was asked for: b@r becomes {s@r | s ∈ b}. */
    @Override
    public ScopeSet expand(ScopeSet requested) {
        List<Scope> expanded = new ArrayList<>();
        for (Scope scope : requested.members()) {
            CatalogBundle bundle = bundles.get(scope.withoutResource());
            if (bundle == null) {
                expanded.add(scope);
            } else {
                bundle.scopes().members().forEach(member -> expanded.add(member.withResourceOf(scope)));
            }
        }
        return ScopeSet.of(expanded);
    }

    /** The members whose permission neither equals, covers nor lies beneath a listed one. */
    @Override
    public ScopeSet unknown(ScopeSet expanded) {
        return ScopeSet.of(
                expanded.members().stream().filter(scope -> !isKnown(scope)).toList());
    }

    /**
     * The listed permissions and bundles whose names are nearest to an unknown one, for a message to people.
     *
     * @param unknown a scope; its resource is not looked at
     * @return at most three, the nearest first; empty if none is near
     */
    public List<Scope> suggestions(Scope unknown) {
        List<Scope> names = new ArrayList<>();
        permissions.forEach(entry -> names.add(entry.scope()));
        names.addAll(bundles.keySet());
        return NearestNames.of(unknown.withoutResource(), names);
    }

    @Override
    public String explainUnknown(Scope unknown) {
        List<Scope> suggestions = suggestions(unknown);
        return "unknown scope " + unknown
                + (suggestions.isEmpty() ? "; known are " + someNames() : "; did you mean " + or(suggestions) + "?");
    }

    private String someNames() {
        int hidden = permissions.size() - MOST_NAMED;
        return permissions.stream()
                        .limit(MOST_NAMED)
                        .map(entry -> entry.scope().toString())
                        .collect(Collectors.joining(", "))
                + (hidden > 0 ? " and " + hidden + " more" : "");
    }

    private static String or(List<Scope> scopes) {
        return scopes.stream().map(Scope::toString).collect(Collectors.joining(" or "));
    }

    /**
     * What a person ticked, without what other ticks include: {@code write:x read:x} becomes {@code write:x}.
     *
     * <p>Unknown members are kept, so that they are still refused.
     */
    @Override
    public ScopeSet normalize(ScopeSet scopes) {
        List<Scope> kept = new ArrayList<>(scopes.members());
        for (Scope giver : scopes.members()) {
            if (kept.contains(giver)) {
                CompiledScopes given = compile(ScopeSet.of(giver));
                kept.removeIf(scope -> !scope.equals(giver) && given.covers(scope));
            }
        }
        return ScopeSet.of(kept);
    }

    @Override
    public String toString() {
        return "ScopeCatalog of " + permissions.size() + " permissions";
    }
}
