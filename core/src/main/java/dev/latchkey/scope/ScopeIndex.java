package dev.latchkey.scope;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * An index that finds whether a scope is covered: a trie of permissions, each with a trie of its resources.
 *
 * <p>Thread-safe once filled and published through a final field.
 */
final class ScopeIndex {

    private final SegmentTrie<Resources> byPermission = new SegmentTrie<>();

    static ScopeIndex of(Collection<Scope> scopes) {
        ScopeIndex index = new ScopeIndex();
        scopes.forEach(index::add);
        return index;
    }

    /** The scopes that no other covers. */
    static List<Scope> maximal(Collection<Scope> scopes) {
        // A scope that strictly covers another has fewer literals, so each scope comes after all that could cover it.
        List<Scope> widestFirst = new ArrayList<>(scopes);
        widestFirst.sort(Comparator.comparingInt(scope ->
                scope.permissionPattern().literals() + scope.resourcePattern().literals()));
        ScopeIndex kept = new ScopeIndex();
        List<Scope> maximal = new ArrayList<>();
        for (Scope scope : widestFirst) {
            if (!kept.covers(scope)) {
                kept.add(scope);
                maximal.add(scope);
            }
        }
        return maximal;
    }

    void add(Scope scope) {
        byPermission.at(scope.permissionPattern(), Resources::new).add(scope.resourcePattern());
    }

    boolean covers(Scope required) {
        return byPermission.anyCovering(required.permissionPattern(), Resources::reach, required.resourcePattern());
    }

    boolean anywhere(Scope permission) {
        return byPermission.anyCovering(permission.permissionPattern());
    }

    ResourceSet resourcesFor(Scope permission) {
        List<SegmentPattern> found = new ArrayList<>();
        byPermission.forEachCovering(permission.permissionPattern(), resources -> found.addAll(resources.patterns));
        return ResourceSet.ofPatterns(found);
    }

    /** The resources on which one permission is granted. */
    private static final class Resources {

        private final List<SegmentPattern> patterns = new ArrayList<>();
        private final SegmentTrie<SegmentPattern> trie = new SegmentTrie<>();

        void add(SegmentPattern resource) {
            patterns.add(resource);
            trie.at(resource, () -> resource);
        }

        boolean reach(SegmentPattern resource) {
            return trie.anyCovering(resource);
        }
    }
}
