package dev.latchkey.scope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Scope sets are a distributive lattice with differences, up to equality of meaning. */
class ScopeSetProperties {

    @Property
    void containment_is_reflexive_and_transitive(
            @ForAll("sets") ScopeSet a, @ForAll("sets") ScopeSet b, @ForAll("sets") ScopeSet c) {
        assertThat(a.covers(a)).isTrue();
        // Pairs that contain each other are rare at random, so they are made.
        ScopeSet inB = a.intersect(b);
        ScopeSet inC = inB.intersect(c);
        assertThat(b.covers(inB) && inB.covers(inC) && b.covers(inC)).isTrue();
        assertThat(!(a.covers(b) && b.covers(c)) || a.covers(c)).isTrue();
    }

    @Property
    void containment_both_ways_is_equality_of_meaning(@ForAll("sets") ScopeSet a, @ForAll("sets") ScopeSet b) {
        assertThat(a.covers(b) && b.covers(a)).isEqualTo(a.sameMeaningAs(b));
        assertThat(a.sameMeaningAs(a.union(a.intersect(b)))).isTrue();
    }

    @Property
    void union_is_the_least_upper_bound(
            @ForAll("sets") ScopeSet a, @ForAll("sets") ScopeSet b, @ForAll("sets") ScopeSet x) {
        assertThat(a.union(b).covers(a) && a.union(b).covers(b)).isTrue();
        assertThat(x.covers(a) && x.covers(b)).isEqualTo(x.covers(a.union(b)));
    }

    @Property
    void intersection_is_the_greatest_lower_bound(
            @ForAll("sets") ScopeSet a, @ForAll("sets") ScopeSet b, @ForAll("sets") ScopeSet x) {
        assertThat(a.covers(a.intersect(b)) && b.covers(a.intersect(b))).isTrue();
        assertThat(a.covers(x) && b.covers(x)).isEqualTo(a.intersect(b).covers(x));
    }

    @Property
    void union_and_intersection_are_a_distributive_lattice(
            @ForAll("sets") ScopeSet a, @ForAll("sets") ScopeSet b, @ForAll("sets") ScopeSet c) {
        assertThat(a.union(b)).isEqualTo(b.union(a));
        assertThat(a.intersect(b)).isEqualTo(b.intersect(a));
        assertThat(a.union(b).union(c)).isEqualTo(a.union(b.union(c)));
        assertThat(a.intersect(b).intersect(c)).isEqualTo(a.intersect(b.intersect(c)));
        assertThat(a.union(a)).isEqualTo(a);
        assertThat(a.intersect(a)).isEqualTo(a.canonical());
        assertThat(a.union(a.intersect(b)).sameMeaningAs(a)).isTrue();
        assertThat(a.intersect(a.union(b))).isEqualTo(a.canonical());
        assertThat(a.intersect(b.union(c)).sameMeaningAs(a.intersect(b).union(a.intersect(c))))
                .isTrue();
        assertThat(a.union(ScopeSet.empty())).isEqualTo(a);
        assertThat(a.intersect(ScopeSet.parse("*"))).isEqualTo(a.canonical());
    }

    @Property
    void what_is_not_covered_is_what_must_be_added(
            @ForAll("sets") ScopeSet a, @ForAll("sets") ScopeSet b, @ForAll("sets") ScopeSet x) {
        assertThat(x.covers(a.notCoveredBy(b))).isEqualTo(b.union(x).covers(a));
        assertThat(b.union(a.notCoveredBy(b)).covers(a)).isTrue();
        assertThat(a.notCoveredBy(a)).isEqualTo(ScopeSet.empty());
    }

    @Property
    void the_canonical_form_is_idempotent_and_keeps_the_meaning(@ForAll("sets") ScopeSet a) {
        ScopeSet canonical = a.canonical();

        assertThat(canonical.canonical()).isEqualTo(canonical);
        assertThat(canonical.covers(a) && a.covers(canonical)).isTrue();
        for (Scope one : canonical.members()) {
            for (Scope other : canonical.members()) {
                assertThat(one.covers(other)).isEqualTo(one.equals(other));
            }
        }
    }

    @Property
    void the_resources_of_a_permission_are_those_on_which_it_is_covered(
            @ForAll("sets") ScopeSet a, @ForAll("segments") String permission, @ForAll("literals") List<String> path) {
        Scope asked = Scope.of(permission);
        String[] resource = path.toArray(String[]::new);

        assertThat(a.resourcesFor(asked).contains(resource)).isEqualTo(a.covers((Scope) asked.on(resource)));
        assertThat(a.anywhere(asked)).isEqualTo(!a.resourcesFor(asked).isEmpty());
    }

    @Property
    void two_scopes_meet_exactly_where_both_are(
            @ForAll("scopes") Scope a, @ForAll("scopes") Scope b, @ForAll("scopes") Scope x) {
        Optional<Scope> both = a.intersect(b);

        assertThat(both).isEqualTo(b.intersect(a));
        assertThat(both.isPresent() && both.get().covers(x)).isEqualTo(a.covers(x) && b.covers(x));
        both.ifPresent(scope -> assertThat(a.covers(scope) && b.covers(scope)).isTrue());
    }

    @Provide
    Arbitrary<String> segments() {
        return Arbitraries.of("a", "b", "*");
    }

    @Provide
    Arbitrary<List<String>> literals() {
        return Arbitraries.of("x", "y").list().ofMinSize(1).ofMaxSize(3);
    }

    @Provide
    Arbitrary<Scope> scopes() {
        Arbitrary<String> permission =
                segments().list().ofMinSize(1).ofMaxSize(3).map(path -> String.join(":", path));
        Arbitrary<String> resource = Arbitraries.of("x", "y", "*")
                .list()
                .ofMaxSize(3)
                .map(path -> path.isEmpty() ? "" : "@" + String.join("/", path));
        return Combinators.combine(permission, resource).as((p, r) -> Scope.of(p + r));
    }

    @Provide
    Arbitrary<ScopeSet> sets() {
        return scopes().list().ofMaxSize(5).map(ScopeSet::of);
    }
}
