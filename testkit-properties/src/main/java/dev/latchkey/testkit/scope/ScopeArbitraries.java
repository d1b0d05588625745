package dev.latchkey.testkit.scope;

import dev.latchkey.scope.CatalogGroup;
import dev.latchkey.scope.CatalogPermission;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeCatalog;
import dev.latchkey.scope.ScopeCatalogBuilder;
import dev.latchkey.scope.ScopeSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Generators of scopes, sets and catalogues.
 *
 * <p>They draw from few names, so that scopes often cover, meet or just miss each other. With many names nearly all
 * pairs are unrelated, so laws about related scopes would hardly be tested.
 */
public final class ScopeArbitraries {

    private static final String[] PERMISSION_SEGMENTS = {"a", "b", "c", "*"};
    private static final int PERCENT_IMPLIED = 25;

    private ScopeArbitraries() {}

    /**
     * Scopes on both axes, with wildcards.
     *
     * @return permissions of up to three segments on resources of up to two
     */
    public static Arbitrary<Scope> scopes() {
        return onResources(Arbitraries.of(PERMISSION_SEGMENTS)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(segments -> String.join(":", segments)));
    }

    /**
     * Scopes whose permissions are these names, or near them: above, beneath, with a wildcard, and unknown ones.
     *
     * @param names permissions, as in {@code workspace:read}; at least one
     * @return the scopes, on resources of up to two segments
     */
    public static Arbitrary<Scope> around(Collection<String> names) {
        Arbitrary<String> name =
                Arbitraries.of(Set.copyOf(names).stream().sorted().toList());
        return onResources(Arbitraries.frequencyOf(
                Tuple.of(6, name),
                Tuple.of(1, name.map(ScopeArbitraries::above)),
                Tuple.of(1, name.map(text -> text + ":x")),
                Tuple.of(1, name.map(text -> "old:" + text)),
                Tuple.of(1, name.map(text -> text.indexOf(':') < 0 ? "*" : "*" + text.substring(text.indexOf(':')))),
                Tuple.of(1, Arbitraries.of("*", "unknown", "*:unknown:x"))));
    }

    /**
     * Scopes around what a catalogue lists.
     *
     * @param catalog the catalogue
     * @return the scopes, as by {@link #around(Collection)}
     */
    public static Arbitrary<Scope> around(ScopeCatalog catalog) {
        List<String> names = new ArrayList<>();
        for (CatalogGroup group : catalog.groups()) {
            for (CatalogPermission permission : group.permissions()) {
                names.add(permission.scope().permission());
            }
        }
        return around(names);
    }

    /**
     * Sets of up to five scopes.
     *
     * @param scopes where the members are from
     * @return the sets, the empty one among them
     */
    public static Arbitrary<ScopeSet> sets(Arbitrary<Scope> scopes) {
        return scopes.list().ofMaxSize(5).map(ScopeSet::of);
    }

    /**
     * Catalogues of two to ten permissions in up to three levels, with implications and a bundle: closed ones, with wildcards,
     * with open permissions, with flat names, and with old names.
     *
     * @return the catalogues, all without cycles
     */
    public static Arbitrary<ScopeCatalog> catalogs() {
        Arbitrary<Set<String>> names = Arbitraries.of("a", "b", "c", "d")
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(segments -> String.join(":", segments))
                .set()
                .ofMinSize(2)
                .ofMaxSize(10);
        Arbitrary<List<Integer>> dice =
                Arbitraries.integers().between(0, 99).list().ofSize(10 * 10);
        Arbitrary<Shape> shapes = Arbitraries.of(Shape.values());
        return Combinators.combine(names, dice, shapes).as(ScopeArbitraries::catalog);
    }

    /** The options of a catalogue. */
    private enum Shape {
        CLOSED,
        WILDCARDS,
        OPEN,
        FLAT
    }

    // Implications lead only to later names, and names come before those beneath them, so there are no cycles. Old
    // names are not beneath listed ones.
    private static ScopeCatalog catalog(Set<String> names, List<Integer> dice, Shape shape) {
        List<String> sorted = names.stream()
                .sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
                .toList();
        ScopeCatalogBuilder builder = ScopeCatalog.builder();
        if (shape == Shape.FLAT) {
            builder.flatNames();
        } else if (shape == Shape.WILDCARDS) {
            builder.allowWildcards();
        }
        for (int i = 0; i < sorted.size(); i++) {
            builder.permission(sorted.get(i), "Permission " + i);
            for (int j = i + 1; j < sorted.size(); j++) {
                if (dice.get(10 * i + j) < PERCENT_IMPLIED) {
                    builder.implies(sorted.get(j));
                }
            }
            if (dice.get(10 * i) < PERCENT_IMPLIED) {
                builder.formerly("old:" + sorted.get(i));
            }
            if (shape == Shape.OPEN && dice.get(10 * i + 1) < PERCENT_IMPLIED) {
                builder.open();
            }
        }
        return builder.bundle("bundle", "The first and the last", sorted.get(0), sorted.get(sorted.size() - 1))
                .build();
    }

    private static Arbitrary<Scope> onResources(Arbitrary<String> permissions) {
        Arbitrary<String> resources = Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.just("")),
                Tuple.of(
                        3,
                        Arbitraries.of("x", "y", "*")
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(2)
                                .map(segments -> "@" + String.join("/", segments))));
        return Combinators.combine(permissions, resources)
                .as((permission, resource) -> Scope.of(permission + resource));
    }

    private static String above(String name) {
        int last = name.lastIndexOf(':');
        return last < 0 ? name : name.substring(0, last);
    }
}
