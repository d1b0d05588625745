package dev.latchkey.scope;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The graph of what a catalogue's permissions give each other, by implication and by containment.
 *
 * <p>Containment counts because implications extend through it: a permission that implies one above itself would equal
 * that one, which is always a mistake.
 */
final class Implications {

    private final Map<Scope, List<Scope>> implied;
    private final Map<Scope, Set<Scope>> successors = new LinkedHashMap<>();

    /**
     * @param implied each listed permission with what it was declared to imply
     * @param formerly old names, each with the listed one that replaces it
     * @param flat whether no name contains another
     */
    Implications(Map<Scope, List<Scope>> implied, Map<Scope, Scope> formerly, boolean flat) {
        this.implied = implied;
        implied.forEach((scope, targets) -> {
            Set<Scope> next = new LinkedHashSet<>(targets);
            targets.forEach(target -> requireListed(scope, target));
            if (!flat) {
                addContained(scope, formerly, next);
            }
            successors.put(scope, next);
        });
    }

    private void addContained(Scope scope, Map<Scope, Scope> formerly, Set<Scope> next) {
        for (Scope other : implied.keySet()) {
            if (!other.equals(scope) && scope.covers(other)) {
                next.add(other);
            }
        }
        formerly.forEach((old, today) -> {
            if (!today.equals(scope) && scope.covers(old)) {
                next.add(today);
            }
        });
    }

    private void requireListed(Scope scope, Scope target) {
        if (!implied.containsKey(target)) {
            List<Scope> near = NearestNames.of(target, List.copyOf(implied.keySet()));
            throw new IllegalArgumentException(scope + " implies " + target + ", which the catalogue does not list"
                    + (near.isEmpty() ? "" : "; did you mean " + near.get(0) + "?"));
        }
    }

    /** For each permission, all others that it gives, through any number of steps. */
    Map<Scope, Set<Scope>> closures() {
        Map<Scope, Set<Scope>> closures = new LinkedHashMap<>();
        for (Scope scope : givenBeforeGivers()) {
            Set<Scope> closure = new LinkedHashSet<>();
            for (Scope next : successors.getOrDefault(scope, Set.of())) {
                closure.add(next);
                closure.addAll(closures.getOrDefault(next, Set.of()));
            }
            closures.put(scope, closure);
        }
        return closures;
    }

    private List<Scope> givenBeforeGivers() {
        Map<Scope, Integer> open = new LinkedHashMap<>();
        Map<Scope, List<Scope>> givers = new LinkedHashMap<>();
        successors.forEach((scope, next) -> {
            open.put(scope, next.size());
            next.forEach(given ->
                    givers.computeIfAbsent(given, s -> new ArrayList<>()).add(scope));
        });
        Deque<Scope> ready = new ArrayDeque<>();
        open.forEach((scope, count) -> {
            if (count == 0) {
                ready.add(scope);
            }
        });
        List<Scope> sorted = new ArrayList<>();
        while (!ready.isEmpty()) {
            Scope scope = ready.remove();
            sorted.add(scope);
            open.remove(scope);
            for (Scope giver : givers.getOrDefault(scope, List.of())) {
                if (open.merge(giver, -1, Integer::sum) == 0) {
                    ready.add(giver);
                }
            }
        }
        if (!open.isEmpty()) {
            throw new IllegalArgumentException("permissions include each other in a cycle: " + circle(open.keySet()));
        }
        return sorted;
    }

    /** Follows the permissions that could not be sorted, each of which gives another of them, until one repeats. */
    private String circle(Set<Scope> unsorted) {
        List<Scope> path = new ArrayList<>();
        Scope current = unsorted.iterator().next();
        while (!path.contains(current)) {
            path.add(current);
            current = successors.getOrDefault(current, Set.of()).stream()
                    .filter(unsorted::contains)
                    .findFirst()
                    .orElseThrow();
        }
        List<Scope> circle = path.subList(path.indexOf(current), path.size());
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < circle.size(); i++) {
            Scope from = circle.get(i);
            Scope to = circle.get((i + 1) % circle.size());
            text.append(i == 0 ? "" : ", ").append(from).append(how(from, to)).append(to);
        }
        return text.toString();
    }

    private String how(Scope from, Scope to) {
        if (implied.getOrDefault(from, List.of()).contains(to)) {
            return " implies ";
        }
        return from.covers(to) ? " contains " : " contains a former name of ";
    }
}
