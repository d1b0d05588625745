package dev.latchkey.scope;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The meaning of a catalogue written out: the set of accesses that a grant gives, closed under implications by adding what is
 * implied until nothing changes. Knows nothing of the code under test; reads text only.
 *
 * <p>An access is a permission of {@value #DEPTH} segments on a resource of two, over the names that are used and one that
 * nobody uses. In a catalogue of flat names, a permission is one of the names, whole.
 */
final class NaiveCatalog {

    private static final int DEPTH = 4;
    private static final List<String> SEGMENTS = List.of("a", "b", "c", "?");
    private static final List<String> RESOURCES = paths(List.of("x", "y", "?"), 2);
    private static final List<String> DEEP = paths(SEGMENTS, DEPTH);
    private static final Map<String, BitSet> HIERARCHICAL = new HashMap<>();

    private final Map<String, List<String>> implied;
    private final Map<String, String> formerly;
    private final Set<String> open;
    private final boolean wildcards;
    private final boolean flat;
    private final Map<String, BitSet> meanings;
    private final Map<ScopeSet, BitSet> grants = new HashMap<>();
    private final List<String> permissions;

    NaiveCatalog(
            Map<String, List<String>> implied,
            Map<String, String> formerly,
            Set<String> open,
            boolean wildcards,
            boolean flat) {
        this.implied = implied;
        this.formerly = formerly;
        this.open = open;
        this.wildcards = wildcards;
        this.flat = flat;
        this.meanings = flat ? new HashMap<>() : HIERARCHICAL;
        this.permissions = flat ? List.copyOf(implied.keySet()) : DEEP;
    }

    boolean issues(String permission) {
        if (implied.containsKey(permission)) {
            return true;
        }
        if (flat || formerly.containsKey(permission)) {
            return false;
        }
        boolean wildcard = permission.contains("*");
        if (wildcard && !wildcards) {
            return false;
        }
        return open.stream().anyMatch(name -> contains(meaning(name, "*"), meaning(permission, "*")))
                || wildcard
                        && implied.keySet().stream()
                                .anyMatch(name -> contains(meaning(permission, "*"), meaning(name, "*")));
    }

    BitSet given(ScopeSet grant) {
        return (BitSet) grants.computeIfAbsent(grant, this::accesses).clone();
    }

    private BitSet accesses(ScopeSet grant) {
        BitSet given = new BitSet();
        for (Scope scope : grant.members()) {
            String resource = scope.resource().orElse("*");
            String permission = today(scope.permission());
            BitSet whole = meaning(permission, "*");
            if (issues(permission)) {
                given.or(meaning(permission, resource));
                continue;
            }
            for (String name : implied.keySet()) {
                if (contains(whole, meaning(name, "*"))) {
                    given.or(meaning(name, resource));
                }
            }
            formerly.forEach((old, name) -> {
                if (!flat && contains(whole, meaning(old, "*")) || flat && permission.equals("*")) {
                    given.or(meaning(name, resource));
                }
            });
        }
        return closed(given);
    }

    private String today(String permission) {
        String longest = "";
        for (String old : formerly.keySet()) {
            boolean beneath = permission.startsWith(old + ":") && open.contains(formerly.get(old)) && !flat;
            if ((permission.equals(old) || beneath) && old.length() > longest.length()) {
                longest = old;
            }
        }
        return longest.isEmpty() ? permission : formerly.get(longest) + permission.substring(longest.length());
    }

    private BitSet closed(BitSet given) {
        int before;
        do {
            before = given.cardinality();
            for (String resource : RESOURCES) {
                implied.forEach((name, gives) -> {
                    if (contains(given, meaning(name, resource))) {
                        gives.forEach(other -> given.or(meaning(other, resource)));
                    }
                });
                formerly.forEach((old, name) -> {
                    if (!flat && contains(given, meaning(old, resource))) {
                        given.or(meaning(name, resource));
                    }
                });
            }
        } while (given.cardinality() > before);
        return given;
    }

    boolean permits(BitSet given, ScopeRequirement required) {
        if (required instanceof ScopeRequirement.AllOf all) {
            return all.parts().stream().allMatch(part -> permits(given, part));
        }
        if (required instanceof ScopeRequirement.AnyOf any) {
            return any.alternatives().stream().anyMatch(part -> permits(given, part));
        }
        if (required instanceof ScopeRequirement.Anywhere anywhere) {
            return RESOURCES.stream()
                    .anyMatch(resource -> covers(given, anywhere.permission().permission(), resource));
        }
        return required instanceof Scope scope
                && covers(given, scope.permission(), scope.resource().orElse("*"));
    }

    private boolean covers(BitSet given, String permission, String resource) {
        // A flat name that is not listed has no accesses, and is not given by having none of them.
        return (!flat || implied.containsKey(permission)) && contains(given, meaning(permission, resource));
    }

    private static boolean contains(BitSet all, BitSet some) {
        for (int access = some.nextSetBit(0); access >= 0; access = some.nextSetBit(access + 1)) {
            if (!all.get(access)) {
                return false;
            }
        }
        return !some.isEmpty();
    }

    private BitSet meaning(String permission, String resource) {
        return meanings.computeIfAbsent(permission + "@" + resource, key -> {
            BitSet accesses = new BitSet();
            for (int p = 0; p < permissions.size(); p++) {
                boolean in = flat
                        ? permission.equals("*") || permission.equals(permissions.get(p))
                        : agrees(permissions.get(p).split(":"), permission.split(":"));
                for (int r = 0; in && r < RESOURCES.size(); r++) {
                    if (agrees(RESOURCES.get(r).split("[:/]"), resource.split("[:/]"))) {
                        accesses.set(p * RESOURCES.size() + r);
                    }
                }
            }
            return accesses;
        });
    }

    private static boolean agrees(String[] path, String[] pattern) {
        for (int i = 0; i < pattern.length; i++) {
            if (!pattern[i].equals("*") && !pattern[i].equals(path[i])) {
                return false;
            }
        }
        return true;
    }

    private static List<String> paths(List<String> segments, int depth) {
        List<String> paths = List.of("");
        for (int i = 0; i < depth; i++) {
            List<String> longer = new ArrayList<>();
            for (String path : paths) {
                segments.forEach(segment -> longer.add(path.isEmpty() ? segment : path + ":" + segment));
            }
            paths = longer;
        }
        return paths;
    }
}
