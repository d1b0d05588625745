package dev.latchkey.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class ScopeCatalogTest {

    private static final ScopeCatalog CATALOG = ScopeCatalog.builder()
            .group("Organization")
            .permission("admin:org", "Manage the organization")
            .implies("write:org")
            .permission("write:org", "Change teams")
            .implies("read:org")
            .permission("read:org", "See teams")
            .group("Workspaces")
            .permission("workspace", "Everything in workspaces")
            .permission("workspace:read", "See workspaces")
            .permission("workspace:write", "Change workspaces")
            .implies("workspace:read")
            .bundle("auditor", "Sees everything", "read:org", "workspace:read")
            .build();

    @ParameterizedTest
    @CsvSource({
        "admin:org, admin:org",
        "admin:org, write:org",
        "admin:org, read:org",
        "admin:org, read:org:members",
        "admin, read:org",
        "*:org, read:org",
        "*, read:org",
        "workspace:write, workspace:read",
        "workspace:write@workspaces/acme, workspace:read@workspaces/acme/sources",
        "workspace, workspace:read",
    })
    void a_grant_gives_what_it_implies_through_any_number_of_steps(String granted, String required) {
        assertThat(compiled(granted).permits(Scope.of(required))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "read:org, write:org",
        "write:org, admin:org",
        "workspace:write@workspaces/acme, workspace:read",
        "workspace:write@workspaces/acme, workspace:read@workspaces/beta",
        "workspace:read, workspace:write",
        // A permission beneath a listed one is less than it, and does not imply what that one does.
        "write:org:teams, read:org",
        "workspace:read workspace:write, workspace",
        // What is not listed is given by listed names above it alone.
        "*, anything:at:all",
        "admin, admin:other",
        "read:org:members, read:org:members",
    })
    void a_grant_gives_nothing_beyond(String granted, String required) {
        assertThat(compiled(granted).permits(Scope.of(required))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"worksapce:read", "reed:org", "root", "*:other", "auditor", "workspaces"})
    void a_scope_that_is_not_listed_grants_nothing(String unknown) {
        CompiledScopes scopes = compiled(unknown);

        assertThat(CATALOG.unknown(ScopeSet.parse(unknown))).isEqualTo(ScopeSet.parse(unknown));
        assertThat(scopes.permits(Scope.of(unknown))).isFalse();
        assertThat(scopes.granted()).isEqualTo(ScopeSet.parse(unknown));
    }

    @ParameterizedTest
    @CsvSource({
        "raed:org, read:org",
        "read:Org, read:org",
        "workspace:wirte, workspace:write",
        "workspace:read:deeper, workspace:read",
        "admin, admin:org",
        "write, write:org",
    })
    void only_listed_names_are_issued_and_the_nearest_are_suggested(String unlisted, String near) {
        assertThatThrownBy(() -> CATALOG.requireKnown(ScopeSet.parse(unlisted + "@workspaces/acme")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown scope " + unlisted + "@workspaces/acme; did you mean " + near + "?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "*:org", "*:read", "workspace:*:x"})
    void wildcards_are_not_issued(String wildcard) {
        assertThatThrownBy(() -> CATALOG.requireKnown(ScopeSet.parse(wildcard)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("unknown scope " + wildcard + "; wildcards are not issued; ");
    }

    @ParameterizedTest
    @CsvSource({"admin, admin:org", "*, workspace:read", "*:org, write:org", "*:read@w/1, workspace:read@w/1/x"})
    void what_is_not_issued_still_covers_listed_names_for_grantors_and_in_stored_grants(String held, String listed) {
        assertThat(compiled(held).permits(Scope.of(listed))).isTrue();
        assertThat(CATALOG.excess(ScopeSet.parse(held), ScopeSet.parse(listed)).isEmpty())
                .isTrue();
    }

    @Test
    void one_message_explains_ten_unknown_scopes() {
        ScopeSet many = ScopeSet.of(java.util.stream.IntStream.range(0, 1_000)
                .mapToObj(i -> Scope.of("x" + i))
                .toList());

        assertThatThrownBy(() -> CATALOG.requireKnown(many))
                .hasMessageEndingWith("; and 990 more")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(2_000));
    }

    @Test
    void unknown_scopes_are_refused_with_the_nearest_names() {
        assertThatThrownBy(() -> CATALOG.requireKnown(ScopeSet.parse("read:org worksapce:read@workspaces/acme zzz")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "unknown scope worksapce:read@workspaces/acme; did you mean workspace:read?; unknown scope zzz;"
                                + " known are admin:org, write:org, read:org, workspace, workspace:read, workspace:write");
    }

    @Test
    void known_scopes_pass() {
        CATALOG.requireKnown(ScopeSet.parse("read:org workspace@workspaces/acme"));
    }

    @ParameterizedTest
    @CsvSource({
        "raed:org, read:org",
        "org:read, read:org",
        "Read:org, read:org",
        "wrkspace, workspace",
        "workspaces, workspace",
        "auditer, auditor",
    })
    void suggestions_see_through_common_mistakes(String mistake, String meant) {
        assertThat(CATALOG.suggestions(Scope.of(mistake))).first().isEqualTo(Scope.of(meant));
    }

    @Test
    void nothing_is_suggested_for_what_is_near_to_nothing() {
        assertThat(CATALOG.suggestions(Scope.of("zzz"))).isEmpty();
        assertThat(CATALOG.suggestions(Scope.of("z".repeat(255)))).isEmpty();
    }

    @Test
    void a_name_for_a_requirement_is_checked_when_it_is_made() {
        assertThat(CATALOG.scope("workspace:read")).isEqualTo(Scope.of("workspace:read"));
        assertThatThrownBy(() -> CATALOG.scope("workspace:raed"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown scope workspace:raed; did you mean workspace:read?");
        assertThatThrownBy(() -> CATALOG.scope("auditor"))
                .hasMessage("auditor is a bundle; an operation requires one of its permissions:"
                        + " read:org workspace:read");
        assertThatThrownBy(() -> CATALOG.scope("workspace:read@a")).hasMessageContaining("names a resource");
    }

    @Test
    void bundles_expand_on_the_resource_that_was_asked_for() {
        assertThat(CATALOG.expand(ScopeSet.parse("auditor@workspaces/acme workspace:write")))
                .isEqualTo(ScopeSet.parse("read:org@workspaces/acme workspace:read@workspaces/acme workspace:write"));
        assertThat(CATALOG.expand(ScopeSet.parse("auditor:more"))).isEqualTo(ScopeSet.parse("auditor:more"));
    }

    @Test
    void what_a_person_ticked_is_normalized() {
        assertThat(CATALOG.normalize(ScopeSet.parse("write:org read:org"))).isEqualTo(ScopeSet.parse("write:org"));
        assertThat(CATALOG.normalize(ScopeSet.parse("workspace:write@a workspace:read@a/b workspace:read@c")))
                .isEqualTo(ScopeSet.parse("workspace:write@a workspace:read@c"));
        assertThat(CATALOG.normalize(ScopeSet.parse("zzz read:org"))).isEqualTo(ScopeSet.parse("zzz read:org"));
    }

    @Test
    void unknown_members_are_not_tidied_away() {
        ScopeCatalog catalog = ScopeCatalog.builder()
                .permission("a", "One")
                .permission("c", "Other")
                .allowWildcards()
                .build();

        assertThat(catalog.normalize(ScopeSet.parse("* b"))).isEqualTo(ScopeSet.parse("* b"));
        assertThatThrownBy(() -> catalog.requireKnown(catalog.normalize(ScopeSet.parse("* b"))))
                .hasMessageContaining("unknown scope b");
        assertThat(CATALOG.normalize(ScopeSet.parse("workspace workspace:raed")))
                .isEqualTo(ScopeSet.parse("workspace workspace:raed"));
    }

    @Test
    void the_closure_says_all_that_is_given() {
        assertThat(CATALOG.closure(ScopeSet.parse("admin:org@orgs/acme zzz")))
                .isEqualTo(ScopeSet.parse("admin:org@orgs/acme write:org@orgs/acme read:org@orgs/acme"));
    }

    @Test
    void it_renders_itself_for_a_form() {
        assertThat(CATALOG.groups()).extracting(CatalogGroup::title).containsExactly("Organization", "Workspaces");
        assertThat(CATALOG.groups().get(0).permissions().get(0))
                .isEqualTo(new CatalogPermission(
                        Scope.of("admin:org"),
                        "Manage the organization",
                        ScopeSet.parse("write:org").members(),
                        java.util.List.of(Scope.of("write:org"), Scope.of("read:org"))));
        assertThat(CATALOG.groups().get(1).permissions().get(0).includes())
                .containsExactly(Scope.of("workspace:read"), Scope.of("workspace:write"));
        assertThat(CATALOG.bundles())
                .containsExactly(new CatalogBundle(
                        Scope.of("auditor"), "Sees everything", ScopeSet.parse("read:org workspace:read")));
    }

    @Test
    void a_grantor_is_checked_with_its_implications() {
        assertThat(CATALOG.excess(ScopeSet.parse("write:org"), ScopeSet.parse("read:org"))
                        .isEmpty())
                .isTrue();
        assertThat(CATALOG.excess(ScopeSet.parse("write:org"), ScopeSet.parse("read:org admin:org")))
                .isEqualTo(ScopeSet.parse("admin:org"));
    }

    @Test
    void a_circle_of_implications_is_refused_and_named() {
        assertThatThrownBy(() -> ScopeCatalog.builder()
                        .permission("x", "Leads into the circle")
                        .implies("a")
                        .permission("a", "One")
                        .implies("b")
                        .permission("b", "Two")
                        .implies("c")
                        .permission("c", "Three")
                        .implies("a")
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("permissions include each other in a cycle: a implies b, b implies c, c implies a");
        assertThatThrownBy(() -> ScopeCatalog.builder()
                        .permission("a", "One")
                        .implies("a")
                        .build())
                .hasMessageEndingWith("in a cycle: a implies a");
    }

    @Test
    void implying_a_permission_above_oneself_is_a_circle_too() {
        assertThatThrownBy(() -> ScopeCatalog.builder()
                        .permission("a", "All")
                        .permission("a:b", "Part")
                        .implies("a")
                        .build())
                .hasMessageEndingWith("in a cycle: a contains a:b, a:b implies a");
    }

    @Test
    void implying_what_is_not_listed_is_refused() {
        assertThatThrownBy(() -> ScopeCatalog.builder()
                        .permission("admin:org", "All")
                        .implies("write:ogr")
                        .permission("write:org", "Some")
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("admin:org implies write:ogr, which the catalogue does not list; did you mean write:org?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "a:*", "*:a", "a@b", "a@*", "a b", ""})
    void a_listed_name_is_plain(String name) {
        assertThatThrownBy(() -> ScopeCatalog.builder().permission(name, "Text"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void mistakes_in_the_list_are_refused() {
        assertThatThrownBy(() -> ScopeCatalog.builder().build()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ScopeCatalog.builder().implies("a")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ScopeCatalog.builder().group(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ScopeCatalog.builder().permission("a", "")).hasMessageContaining("description of a");
        assertThatThrownBy(() -> ScopeCatalog.builder().permission("a", "One").permission("a", "Two"))
                .hasMessageContaining("a is listed twice");
    }

    @Test
    void mistakes_in_a_bundle_are_refused() {
        assertThatThrownBy(() ->
                        listed().bundle("workspace:all", "Text", "workspace").build())
                .hasMessageContaining("bundle workspace:all cannot be distinguished from a permission");
        assertThatThrownBy(() -> listed().bundle("ci", "Text", "workspaec").build())
                .hasMessage("bundle ci has an unknown scope workspaec; did you mean workspace?");
        assertThatThrownBy(() -> listed().bundle("ci", "Text")).hasMessageContaining("stands for nothing");
        assertThatThrownBy(() -> listed().bundle("ci", "Text", "workspace@a")).hasMessageContaining("names a resource");
        assertThatThrownBy(() -> listed().bundle("ci", "Text", "workspace").bundle("ci", "Text", "workspace"))
                .hasMessageContaining("ci is named twice");
    }

    private static ScopeCatalogBuilder listed() {
        return ScopeCatalog.builder().permission("workspace", "Text");
    }

    private static CompiledScopes compiled(String granted) {
        return CATALOG.compile(ScopeSet.parse(granted));
    }
}
