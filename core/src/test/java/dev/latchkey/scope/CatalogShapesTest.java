package dev.latchkey.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What a catalogue can be told by name: open permissions, wildcards, old names, levels, flat names. */
class CatalogShapesTest {

    @Test
    void names_beneath_an_open_permission_are_the_hosts() {
        ScopeCatalog catalog = ScopeCatalog.builder()
                .permission("project", "All projects")
                .open()
                .implies("audit")
                .permission("audit", "See who did what")
                .build();

        catalog.requireKnown(ScopeSet.parse("project:alpha project:alpha:read@x project"));
        assertThat(catalog.openPermissions()).containsExactly(Scope.of("project"));
        assertThat(catalog.scope("project:beta")).isEqualTo(Scope.of("project:beta"));
        assertThat(catalog.compile(ScopeSet.parse("project:alpha")).permits(Scope.of("project:alpha:read")))
                .isTrue();
        assertThat(catalog.compile(ScopeSet.parse("project:alpha")).permits(Scope.of("audit")))
                .isFalse();
        assertThatThrownBy(() -> catalog.requireKnown(ScopeSet.parse("project:*:read")))
                .hasMessageContaining("wildcards are not issued");
        assertThatThrownBy(() -> catalog.requireKnown(ScopeSet.parse("audit:alpha")))
                .hasMessage("unknown scope audit:alpha; did you mean audit?");
    }

    @Test
    void wildcards_are_issued_where_they_are_allowed_but_ancestors_are_not() {
        ScopeCatalog catalog = ScopeCatalog.builder()
                .allowWildcards()
                .permission("sources:read", "See sources")
                .permission("members:read", "See members")
                .build();

        catalog.requireKnown(ScopeSet.parse("* *:read@x"));
        assertThat(catalog.compile(ScopeSet.parse("*:read")).permits(Scope.of("members:read")))
                .isTrue();
        assertThat(catalog.unknown(ScopeSet.parse("sources sources:* *:write *:raed")))
                .isEqualTo(ScopeSet.parse("sources *:write *:raed"));
        assertThatThrownBy(() -> ScopeCatalog.builder().allowWildcards().flatNames())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("flat names have no wildcards");
    }

    @Test
    void an_old_name_is_understood_in_stored_grants_and_never_issued_or_shown() {
        ScopeCatalog catalog = renamed();

        CompiledScopes stored = catalog.compile(ScopeSet.parse("repo:edit@acme"));
        assertThat(stored.permits(Scope.of("contents:write@acme"))).isTrue();
        assertThat(stored.permits(Scope.of("contents:read@acme/x"))).isTrue();
        assertThat(stored.permits(Scope.of("contents:write"))).isFalse();
        assertThat(stored.granted()).isEqualTo(ScopeSet.parse("repo:edit@acme"));
        assertThatThrownBy(() -> catalog.requireKnown(ScopeSet.parse("repo:edit@acme")))
                .hasMessage("unknown scope repo:edit@acme; it is now called contents:write@acme");
        assertThatThrownBy(() -> catalog.scope("repo:edit")).hasMessageContaining("now called contents:write");
        assertThat(catalog.groups().toString() + catalog.suggestions(Scope.of("repo:edti")))
                .doesNotContain("repo:edit");
        assertThat(catalog.inCurrentNames(ScopeSet.parse("repo:edit@acme zzz")))
                .isEqualTo(ScopeSet.parse("contents:write@acme zzz"));
    }

    @Test
    void what_covered_an_old_name_covers_the_new_one() {
        assertThat(renamed().compile(ScopeSet.parse("repo@acme")).permits(Scope.of("contents:write@acme")))
                .isTrue();
        assertThat(renamed().compile(ScopeSet.parse("*:edit")).permits(Scope.of("contents:read")))
                .isTrue();
    }

    @Test
    void recorded_uses_of_an_old_name_are_narrowed_to_the_new_one() {
        LeastPrivilege tools = new LeastPrivilege(renamed());

        assertThat(tools.narrowest(ScopeSet.parse("repo:edit"), ScopeSet.parse("repo:edit@acme")))
                .isEqualTo(ScopeSet.parse("contents:write@acme"));
        assertThat(tools.unused(
                                ScopeSet.parse("repo:edit"),
                                ScopeSet.parse("contents:read").members())
                        .isEmpty())
                .isTrue();
    }

    @Test
    void an_old_name_that_would_be_ambiguous_is_refused() {
        assertThatThrownBy(() -> builder().formerly("contents:read").build())
                .hasMessage("contents:read is listed, so it cannot be a former name of contents:write");
        assertThatThrownBy(() -> builder().formerly("contents").build())
                .hasMessageStartingWith("contents is above contents:read, which is listed");
        assertThatThrownBy(() -> builder()
                        .formerly("old")
                        .permission("other", "Other")
                        .formerly("old")
                        .build())
                .hasMessage("old cannot be a former name of both contents:write and other");
        assertThatThrownBy(() -> builder()
                        .formerly("old")
                        .bundle("old", "Text", "contents:read")
                        .build())
                .hasMessageContaining("bundle old cannot be distinguished from a permission");
        assertThatThrownBy(() -> ScopeCatalog.builder().formerly("old")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_circle_through_an_old_name_is_named() {
        assertThatThrownBy(() -> ScopeCatalog.builder()
                        .permission("x", "All")
                        .permission("y", "Part")
                        .formerly("x:part")
                        .implies("x")
                        .build())
                .hasMessageEndingWith("in a cycle: x contains a former name of y, y implies x");
    }

    @Test
    void levels_make_one_row_of_which_each_implies_the_one_before() {
        ScopeCatalog catalog = ScopeCatalog.builder()
                .group("Repository permissions")
                .levelsOf("Contents", "Repository contents, commits and branches")
                .level("Read-only", "contents:read")
                .level("Read and write", "contents:write")
                .permission("metadata:read", "Search repositories")
                .build();

        CatalogGroup group = catalog.groups().get(0);
        assertThat(group.rows()).extracting(CatalogRow::title).containsExactly("Contents", "metadata:read");
        CatalogRow contents = group.rows().get(0);
        assertThat(contents.levels()).extracting(CatalogLevel::label).containsExactly("Read-only", "Read and write");
        assertThat(group.permissions())
                .extracting(permission -> permission.scope().permission() + " " + permission.description())
                .containsExactly(
                        "contents:read Contents: Read-only",
                        "contents:write Contents: Read and write",
                        "metadata:read Search repositories");
        CompiledScopes writer = catalog.compile(ScopeSet.parse("contents:write@repos/acme contents:read"));
        assertThat(writer.permits(Scope.of("contents:read@repos/acme"))).isTrue();
        assertThat(contents.levelIn(writer)).map(CatalogLevel::label).contains("Read-only");
        assertThat(contents.levelIn(writer, "repos", "acme"))
                .map(CatalogLevel::label)
                .contains("Read and write");
        assertThat(group.rows().get(1).levelIn(writer)).isEmpty();
    }

    @Test
    void mistakes_in_levels_are_refused() {
        assertThatThrownBy(() -> ScopeCatalog.builder()
                        .levelsOf("Contents", "Text")
                        .permission("a", "A")
                        .level("Read", "contents:read"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call levelsOf() right before its levels");
        assertThatThrownBy(() -> ScopeCatalog.builder()
                        .permission("a", "A")
                        .levelsOf("Contents", "Text")
                        .build())
                .hasMessageContaining("levelsOf(\"Contents\") has no levels");
    }

    @Test
    void flat_names_have_implications_and_no_hierarchy() {
        ScopeCatalog bitbucket = ScopeCatalog.builder()
                .flatNames()
                .permission("repository", "See repositories")
                .permission("repository:write", "Change repositories")
                .implies("repository")
                .permission("pullrequest", "See pull requests")
                .implies("repository")
                .permission("pullrequest:write", "Merge pull requests")
                .implies("repository:write", "pullrequest")
                .bundle("repository:all", "Everything", "repository:write", "pullrequest:write")
                .build();

        CompiledScopes merger = bitbucket.compile(ScopeSet.parse("pullrequest:write@acme"));
        assertThat(merger.permits(Scope.of("repository@acme/site"))).isTrue();
        assertThat(merger.permits(Scope.of("repository:write@acme"))).isTrue();
        assertThat(merger.resourcesFor(Scope.of("repository")).patterns()).containsExactly("acme");
        CompiledScopes reader = bitbucket.compile(ScopeSet.parse("repository"));
        assertThat(reader.permits(Scope.of("repository"))).isTrue();
        assertThat(reader.permits(Scope.of("repository:write"))).isFalse();
        assertThat(reader.anywhere(Scope.of("repository:write"))).isFalse();
        assertThat(bitbucket.compile(ScopeSet.parse("*")).permits(Scope.of("pullrequest:write")))
                .isTrue();
        assertThat(bitbucket.unknown(ScopeSet.parse("* *:write repository:admin repository")))
                .isEqualTo(ScopeSet.parse("* *:write repository:admin"));
        assertThat(bitbucket.normalize(ScopeSet.parse("repository:write repository")))
                .isEqualTo(ScopeSet.parse("repository:write"));
        assertThat(bitbucket.groups().get(0).permissions().get(0).includes()).isEmpty();
    }

    @Test
    void flat_names_cannot_be_open_and_still_have_no_circles() {
        assertThatThrownBy(() -> ScopeCatalog.builder()
                        .flatNames()
                        .permission("a", "A")
                        .open()
                        .build())
                .hasMessageStartingWith("a cannot be open in a catalogue of flat names");
        assertThatThrownBy(() -> ScopeCatalog.builder()
                        .flatNames()
                        .permission("a", "A")
                        .implies("b")
                        .permission("b", "B")
                        .implies("a")
                        .build())
                .hasMessageEndingWith("in a cycle: a implies b, b implies a");
    }

    private static ScopeCatalogBuilder builder() {
        return ScopeCatalog.builder()
                .permission("contents:read", "See contents")
                .permission("contents:write", "Change contents")
                .implies("contents:read");
    }

    private static ScopeCatalog renamed() {
        return builder().formerly("repo:edit").build();
    }
}
