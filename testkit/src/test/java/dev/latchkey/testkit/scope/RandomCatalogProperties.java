package dev.latchkey.testkit.scope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.scope.CatalogPermission;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeCatalog;
import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.scope.ScopeSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Every catalogue keeps the laws of a policy, and its closure is one. */
class RandomCatalogProperties extends ScopePolicyLaws {

    private static final ScopePolicy HIERARCHICAL = ScopePolicy.hierarchical();

    @Override
    protected ScopePolicy policy() {
        throw new IllegalStateException("each case has a catalogue of its own");
    }

    @Provide
    @Override
    protected Arbitrary<PolicyCase> cases() {
        return ScopeArbitraries.catalogs().flatMap(catalog -> PolicyCase.of(catalog, ScopeArbitraries.around(catalog)));
    }

    @Property
    void the_closure_is_extensive_monotone_and_idempotent(@ForAll("cases") PolicyCase c) {
        ScopeCatalog catalog = (ScopeCatalog) c.policy();
        ScopeSet closure = catalog.closure(c.one());

        assertThat(closure.covers(c.known(c.one()))).isTrue();
        assertThat(catalog.closure(c.one().union(c.other())).covers(closure)).isTrue();
        assertThat(catalog.closure(closure)).matches(again -> again.sameMeaningAs(closure));
    }

    @Property
    void decisions_are_those_of_the_hierarchy_behind_the_closure(@ForAll("cases") PolicyCase c) {
        ScopeCatalog catalog = (ScopeCatalog) c.policy();

        assertThat(c.requirements())
                .allMatch(required -> catalog.compile(c.one()).permits(required)
                        == HIERARCHICAL.compile(catalog.closure(c.one())).permits(required));
    }

    /** The definition taken literally: whatever covers an entry gets what it implies, until nothing is added. */
    @Property
    void the_closure_is_what_its_definition_says(@ForAll("cases") PolicyCase c) {
        ScopeCatalog catalog = (ScopeCatalog) c.policy();
        List<CatalogPermission> entries = new ArrayList<>();
        catalog.groups().forEach(group -> entries.addAll(group.permissions()));
        Set<Scope> expected = new LinkedHashSet<>();
        Deque<Scope> open = new ArrayDeque<>(c.known(c.one()).members());

        while (!open.isEmpty()) {
            Scope scope = open.remove();
            if (expected.add(scope)) {
                entries.stream()
                        .filter(entry -> scope.withoutResource().covers(entry.scope()))
                        .flatMap(entry -> entry.implies().stream())
                        .forEach(implied -> open.add(implied.withResourceOf(scope)));
            }
        }

        assertThat(catalog.closure(c.one())).matches(closure -> closure.sameMeaningAs(ScopeSet.of(expected)));
    }

    @Property
    void a_scope_is_known_exactly_if_it_is_on_a_line_with_an_entry(@ForAll("cases") PolicyCase c) {
        ScopeCatalog catalog = (ScopeCatalog) c.policy();

        assertThat(c.known(c.probes()).members())
                .isEqualTo(c.probes().members().stream()
                        .filter(scope -> catalog.groups().stream()
                                .flatMap(group -> group.permissions().stream())
                                .anyMatch(entry -> entry.scope().covers(scope)
                                        || scope.withoutResource().covers(entry.scope())))
                        .toList());
    }

    @Property
    void a_bundle_expands_to_its_scopes_on_the_resource_asked_for(@ForAll("cases") PolicyCase c) {
        ScopeCatalog catalog = (ScopeCatalog) c.policy();
        ScopeSet bundle = catalog.bundles().get(0).scopes();

        ScopeSet expanded = catalog.expand(c.one().union(ScopeSet.parse("bundle@x/y")));

        assertThat(expanded.members())
                .containsAll(c.one().members())
                .containsAll(bundle.members().stream()
                        .map(scope -> scope.withResourceOf(Scope.of("any@x/y")))
                        .toList())
                .doesNotContain(Scope.of("bundle@x/y"));
    }
}
