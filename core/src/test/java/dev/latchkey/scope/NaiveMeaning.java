package dev.latchkey.scope;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The meaning of scopes written out: the set of accesses, each a permission and a resource of a fixed depth, over the names
 * that are used and one that nobody uses. Knows nothing of the code under test; reads text only.
 */
record NaiveMeaning(List<String> permissionNames, List<String> resourceNames, int depth) {

    private static final String UNUSED = "?";

    Set<String> everything() {
        return of("*");
    }

    Set<String> of(String scope) {
        int at = scope.indexOf('@');
        String permission = at < 0 ? scope : scope.substring(0, at);
        String resource = at < 0 ? "*" : scope.substring(at + 1);
        Set<String> accesses = new TreeSet<>();
        for (String p : agreeing(permission.split(":", -1), permissionNames)) {
            for (String r : agreeing(resource.split("/", -1), resourceNames)) {
                accesses.add(p + " on" + r);
            }
        }
        return accesses;
    }

    List<String> agreeing(String[] pattern, List<String> names) {
        List<String> paths = List.of("");
        for (int i = 0; i < depth; i++) {
            List<String> longer = new ArrayList<>();
            for (String path : paths) {
                for (String name : i < pattern.length && !pattern[i].equals("*") ? List.of(pattern[i]) : all(names)) {
                    longer.add(path + " " + name);
                }
            }
            paths = longer;
        }
        return paths;
    }

    private static List<String> all(List<String> names) {
        List<String> all = new ArrayList<>(names);
        all.add(UNUSED);
        return all;
    }
}
