package dev.latchkey.scope;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of a catalogue: which may be issued, and what the stored ones mean.
 *
 * @param listed each listed name with its permission, in the order of declaration
 * @param open the listed names whose descendants the host chooses
 * @param formerly old names, each with the listed one that replaces it
 * @param shape whether names have a hierarchy, and whether wildcards are issued
 */
record CatalogNames(
        Map<Scope, CatalogPermission> listed, Set<Scope> open, Map<Scope, Scope> formerly, CatalogShape shape) {

    /** Whether a token may be issued with this permission. */
    boolean issues(Scope permission) {
        if (listed.containsKey(permission)) {
            return true;
        }
        if (shape == CatalogShape.FLAT || formerly.containsKey(permission)) {
            return false;
        }
        SegmentPattern pattern = permission.permissionPattern();
        boolean wildcard = pattern.isEverything() || pattern.literals() < pattern.length();
        if (wildcard && shape != CatalogShape.WITH_WILDCARDS) {
            return false;
        }
        return isBeneathOpen(permission) || (wildcard && !coveredBy(permission).isEmpty());
    }

    private boolean isBeneathOpen(Scope permission) {
        for (Scope name : open) {
            if (name.covers(permission)) {
                return true;
            }
        }
        return false;
    }

    /** The listed permissions at or beneath a name or pattern. */
    List<CatalogPermission> coveredBy(Scope permission) {
        return listed.values().stream()
                .filter(entry -> covers(permission, entry.scope()))
                .toList();
    }

    /** Today's names for the old ones that a pattern takes in. */
    Collection<Scope> renamedBeneath(Scope permission) {
        return formerly.entrySet().stream()
                .filter(rename -> covers(permission, rename.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    boolean covers(Scope permission, Scope other) {
        return shape == CatalogShape.FLAT
                ? permission.equals(other) || permission.permissionPattern().isEverything()
                : permission.covers(other);
    }

    /** The same scope by today's name; itself if it was not renamed. */
    Scope current(Scope scope) {
        if (formerly.isEmpty()) {
            return scope;
        }
        SegmentPattern path = scope.permissionPattern();
        for (int length = path.length(); length > 0; length--) {
            Scope today = formerly.get(new Scope(path.first(length), SegmentPattern.EVERYTHING));
            if (today != null && (length == path.length() || open.contains(today))) {
                SegmentPattern renamed = today.permissionPattern().followedBy(path, length);
                return new Scope(renamed, scope.resourcePattern());
            }
        }
        return scope;
    }

    /** The listed name right above a scope, or null. */
    @Nullable Scope listedAbove(Scope permission) {
        SegmentPattern path = permission.permissionPattern();
        for (int length = path.length() - 1; length > 0; length--) {
            Scope above = new Scope(path.first(length), SegmentPattern.EVERYTHING);
            if (listed.containsKey(above)) {
                return above;
            }
        }
        return null;
    }
}
