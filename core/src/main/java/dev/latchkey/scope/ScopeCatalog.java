package dev.latchkey.scope;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A policy that lists a service's permissions, each with a description for people and the permissions that it implies.
 *
 * <p>The order is that of {@link ScopePolicy#hierarchical()} behind a closure: s ≤ A ⇔ ⟦s⟧ ⊆ ⟦closure(A)⟧. Decisions
 * therefore cost the same; the closure is computed when a record's scopes are compiled.
 *
 * <ul>
 *   <li>A catalogue is closed. A token is issued with listed names (or bundles), on any resource; everything else is
 *       refused, and the message names the nearest ones. Exceptions are explicit:
 *       {@link ScopeCatalogBuilder#open() open} permissions and {@link ScopeCatalogBuilder#allowWildcards() wildcards}.
 *   <li>Unlisted names still have a meaning in the rights of grantors and owners, and in stored grants: an unlisted
 *       name above listed ones, or a wildcard, gives the listed permissions that it covers and nothing else. Any other
 *       unlisted name gives nothing. An old name ({@link ScopeCatalogBuilder#formerly}) gives what the new one gives.
 *   <li>Implications are live: adding one widens the tokens that were issued before. Bundles are frozen: they are replaced
 *       by their scopes when a token is issued.
 *   <li>All permissions beneath another together do not add up to it: it also gives permissions that are added beneath
 *       it later.
 *   <li>Names can be flat ({@link ScopeCatalogBuilder#flatNames()}): then none is beneath another, and a permission gives
 *       itself and what it implies.
 * </ul>
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class ScopeCatalog implements ScopePolicy {

    private final List<CatalogGroup> groups;
    private final Map<Scope, CatalogBundle> bundles;
    private final CatalogNames names;
    private final UnknownNames unknownNames;

    ScopeCatalog(List<CatalogGroup> groups, Map<Scope, CatalogBundle> bundles, CatalogNames names) {
        this.groups = groups;
        this.bundles = bundles;
        this.names = names;
        this.unknownNames = new UnknownNames(names, bundles.keySet());
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
     * The rows of a form under their headings.
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

    /**
     * The permissions whose descendants the host names.
     *
     * @return in the order of declaration; unmodifiable
     */
    public Set<Scope> openPermissions() {
        return names.open();
    }

    /**
     * A permission for a requirement, checked against the list. Use it for constants, so that an unlisted name fails
     * when the program starts.
     *
     * @param name a permission that a token may be issued with, as in {@code workspace:read}
     * @return the scope, to be bound by {@link Scope#on(String...)} for one resource
     * @throws IllegalArgumentException if the catalogue does not list it; names the nearest ones
     */
    public Scope scope(String name) {
        Scope scope = Scope.of(name).requirePermissionAlone();
        CatalogBundle bundle = bundles.get(scope);
        if (bundle != null) {
            throw new IllegalArgumentException(
                    scope + " is a bundle; an operation requires one of its permissions: " + bundle.scopes());
        }
        requireKnown(ScopeSet.of(scope));
        return scope;
    }

    @Override
    public CompiledScopes compile(ScopeSet granted) {
        ScopeSet given = closure(granted);
        return names.shape() == CatalogShape.FLAT
                ? new NamedScopes(this, granted, given.members())
                : new IndexedScopes(
                        this, granted, ScopeIndex.of(given.canonical().members()));
    }

    /**
     * What a grant gives by this catalogue, as scopes with their plain meaning:
     * ⋃ {p@r, q@r | p@r ∈ A, p ⊇ e for a listed e, e gives q through any number of steps}, where p itself is left out if it
     * could not be issued.
     *
     * <p>It is a closure: for known scopes A ≤ closure(A); A ≤ B ⇒ closure(A) ≤ closure(B);
     * closure(closure(A)) = closure(A).
     *
     * @param granted any set
     * @return the known members by their current names, what is listed beneath the others, and what those imply, on
     *     their resources
     */
    public ScopeSet closure(ScopeSet granted) {
        Set<Scope> given = new LinkedHashSet<>();
        for (Scope stored : granted.members()) {
            Scope scope = names.current(stored);
            Scope permission = scope.withoutResource();
            boolean issued = names.issues(permission);
            if (issued) {
                given.add(scope);
            }
            for (Scope gives : givenBy(permission)) {
                if (!issued || !names.covers(permission, gives)) {
                    given.add(gives.withResourceOf(scope));
                }
            }
        }
        return ScopeSet.of(given);
    }

    private Collection<Scope> givenBy(Scope permission) {
        CatalogPermission listed = names.listed().get(permission);
        if (listed != null) {
            return listed.includes();
        }
        Set<Scope> given = new LinkedHashSet<>(names.renamedBeneath(permission));
        names.coveredBy(permission).forEach(entry -> given.add(entry.scope()));
        for (Scope name : List.copyOf(given)) {
            CatalogPermission entry = names.listed().get(name);
            if (entry != null) {
                given.addAll(entry.includes());
            }
        }
        return given;
    }

    /** Replaces each bundle by its scopes, on the requested resource: b@r becomes {s@r | s ∈ b}. */
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

    /**
     * The members that a token is not issued with: neither listed, nor beneath an open permission, nor an allowed wildcard.
     */
    @Override
    public ScopeSet unknown(ScopeSet expanded) {
        return ScopeSet.of(expanded.members().stream()
                .filter(scope -> !names.issues(scope.withoutResource()))
                .toList());
    }

    @Override
    public ScopeSet inCurrentNames(ScopeSet stored) {
        return ScopeSet.of(stored.members().stream().map(names::current).toList());
    }

    /**
     * The listed permissions and bundles that are nearest to an unknown scope, for a message to people: those spelled almost
     * alike; if there are none, the listed one above it and those beneath it.
     *
     * @param unknown a scope; its resource is ignored
     * @return at most three, the nearest first; empty if none is near
     */
    public List<Scope> suggestions(Scope unknown) {
        return unknownNames.suggestions(unknown);
    }

    @Override
    public String explainUnknown(Scope unknown) {
        return unknownNames.explain(unknown);
    }

    /**
     * A person's selection, without the members that others include: {@code write:x read:x} becomes {@code write:x}.
     *
     * <p>Unknown members are kept, so that they are still refused.
     */
    @Override
    public ScopeSet normalize(ScopeSet scopes) {
        Set<Scope> kept = new LinkedHashSet<>(scopes.members());
        for (Scope giver : scopes.members()) {
            if (kept.contains(giver)) {
                CompiledScopes given = compile(ScopeSet.of(giver));
                kept.removeIf(
                        scope -> !scope.equals(giver) && names.issues(scope.withoutResource()) && given.covers(scope));
            }
        }
        return ScopeSet.of(kept);
    }

    /** How many permissions it lists. */
    @Override
    public String toString() {
        return "ScopeCatalog of " + names.listed().size() + " permissions";
    }
}
