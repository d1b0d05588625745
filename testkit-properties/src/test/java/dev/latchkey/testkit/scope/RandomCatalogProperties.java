package dev.latchkey.testkit.scope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.scope.CatalogPermission;
import dev.latchkey.scope.CompiledScopes;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeCatalog;
import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.scope.ScopeSet;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Every catalogue keeps the laws of a policy, whatever its shape, and its closure is one. */
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

        assertThat(c.compile(c.one()).granted()).isEqualTo(c.one());
        assertThat(c.known(c.one()).members()).allMatch(c.compile(closure)::covers);
        assertThat(catalog.closure(c.one().union(c.other())).covers(closure)).isTrue();
        assertThat(catalog.closure(closure)).matches(again -> again.sameMeaningAs(closure));
    }

    @Property
    void decisions_are_those_of_the_hierarchy_behind_the_closure(@ForAll("cases") PolicyCase c) {
        ScopeCatalog catalog = (ScopeCatalog) c.policy();
        CompiledScopes compiled = catalog.compile(c.one());
        CompiledScopes behind = HIERARCHICAL.compile(catalog.closure(c.one()));

        // In a catalogue of flat names, the hierarchy gives more: what is beneath.
        assertThat(c.requirements().stream().filter(compiled::permits)).allMatch(behind::permits);
        assertThat(c.known(c.probes()).members())
                .filteredOn(scope -> catalog.compile(ScopeSet.of(scope.withoutResource()))
                        .covers(Scope.of(scope.permission() + ":beneath")))
                .allMatch(scope -> compiled.permits(scope) == behind.permits(scope));
    }

    @Property
    void a_scope_is_issued_exactly_if_it_is_listed_or_allowed_by_name(@ForAll("cases") PolicyCase c) {
        ScopeCatalog catalog = (ScopeCatalog) c.policy();
        List<Scope> listed = catalog.groups().stream()
                .flatMap(group -> group.permissions().stream())
                .map(CatalogPermission::scope)
                .toList();

        for (Scope scope : c.known(c.probes()).members()) {
            Scope permission = scope.withoutResource();
            assertThat(listed.contains(permission)
                            || permission.permission().contains("*")
                            || catalog.openPermissions().stream().anyMatch(open -> open.covers(permission)))
                    .as("%s by %s", scope, listed)
                    .isTrue();
        }
        assertThat(catalog.unknown(ScopeSet.of(listed)).isEmpty()).isTrue();
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
