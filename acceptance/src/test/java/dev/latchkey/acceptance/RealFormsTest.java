package dev.latchkey.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.AccessTokens;
import dev.latchkey.Authorization.Permitted;
import dev.latchkey.IssuePolicy;
import dev.latchkey.IssueRequest;
import dev.latchkey.Verification.Verified;
import dev.latchkey.scope.CatalogGroup;
import dev.latchkey.scope.CatalogLevel;
import dev.latchkey.scope.CatalogRow;
import dev.latchkey.scope.CompiledScopes;
import dev.latchkey.scope.ResourceSegment;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeCatalog;
import dev.latchkey.scope.ScopeCatalogBuilder;
import dev.latchkey.scope.ScopeRequirement;
import dev.latchkey.scope.ScopeSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Three forms of real platforms, as {@code docs/scopes.md} shows them. */
class RealFormsTest {

    // region roles
    static final ScopeCatalog ROLES = ScopeCatalog.builder()
            .group("Roles")
            .permission("roles:source-admin", "Change sources and their settings")
            .implies("sources:write")
            .permission("roles:source-reader", "See sources and their settings")
            .implies("sources:read")
            .group("Permissions")
            .permission("sources:read", "See sources")
            .permission("sources:write", "Change sources")
            .implies("sources:read")
            .build();

    /** A source is reached by its own path, and by each of its labels of this moment. */
    static ScopeRequirement onSource(Scope permission, String workspace, String source, List<String> labels) {
        List<ScopeRequirement> ways = new ArrayList<>();
        ways.add(permission.on("workspaces", workspace, "sources", source));
        labels.forEach(
                label -> ways.add(permission.on("workspaces", workspace, "labels", ResourceSegment.encode(label))));
        return ScopeRequirement.anyOf(ways.toArray(ScopeRequirement[]::new));
    }
    // endregion

    @Test
    void a_role_is_given_on_a_resource_or_on_a_label() {
        CompiledScopes onOne = ROLES.compile(ScopeSet.parse("roles:source-admin@workspaces/acme/sources/js"));
        CompiledScopes onLabel = ROLES.compile(
                ScopeSet.parse("roles:source-admin@workspaces/acme/labels/" + ResourceSegment.encode("env:prod")));
        Scope write = ROLES.scope("sources:write");

        assertThat(onOne.permits(onSource(write, "acme", "js", List.of()))).isTrue();
        assertThat(onOne.permits(onSource(write, "acme", "ios", List.of("env:prod"))))
                .isFalse();
        assertThat(onLabel.permits(onSource(write, "acme", "ios", List.of("team:web", "env:prod"))))
                .isTrue();
        assertThat(onLabel.permits(onSource(write, "acme", "ios", List.of("env:dev"))))
                .isFalse();
        assertThat(onLabel.permits(onSource(write, "beta", "ios", List.of("env:prod"))))
                .isFalse();
    }

    // region github
    static final List<String> THINGS = List.of(
            "Actions",
            "Administration",
            "Checks",
            "Contents",
            "Deployments",
            "Environments",
            "Issues",
            "Pages",
            "Pull requests",
            "Secrets",
            "Statuses",
            "Variables",
            "Webhooks",
            "Workflows",
            "Discussions");

    static final ScopeCatalog FINE_GRAINED = fineGrained();

    static ScopeCatalog fineGrained() {
        ScopeCatalogBuilder form = ScopeCatalog.builder().group("Repository permissions");
        for (String thing : THINGS) {
            String name = thing.toLowerCase(Locale.ROOT).replace(' ', '-');
            form.levelsOf(thing, thing + " of a repository")
                    .level("Read-only", name + ":read")
                    .level("Read and write", name + ":write");
        }
        return form.permission("metadata:read", "Search repositories").build();
    }

    /** The rows of the form with the level that each shows for a repository. */
    static List<String> drawn(CompiledScopes granted, String repository) {
        List<String> lines = new ArrayList<>();
        for (CatalogGroup group : FINE_GRAINED.groups()) {
            for (CatalogRow row : group.rows()) {
                String level = row.levelIn(granted, "repos", repository)
                        .map(CatalogLevel::label)
                        .orElse("No access");
                lines.add(row.title() + ": " + level);
            }
        }
        return lines;
    }
    // endregion

    @Test
    void fifteen_levels_on_fifty_repositories_are_issued_and_verified() {
        AccessTokens tokens = ExampleService.tokens()
                .scopePolicy(FINE_GRAINED)
                .issuePolicy(IssuePolicy.standard().maximumScopes(1_024))
                .build();
        ScopeSet ticked = ScopeSet.of(FINE_GRAINED.groups().get(0).rows().stream()
                .limit(15)
                .flatMap(row -> IntStream.range(0, 50)
                        .mapToObj(i -> row.levels().get(1).permission().scope() + "@repos/acme-repository-" + i))
                .map(Scope::of)
                .toList());
        assertThat(ticked.members()).hasSize(750);

        String text = tokens.issuer()
                .issue(ExampleService.request().withScopes(ticked).grantedBy("users/42", ScopeSet.parse("*")))
                .reveal();

        Scope write = FINE_GRAINED.scope("contents:write");
        assertThat(tokens.verifier().authorize(text, write.on("repos", "acme-repository-49")))
                .isInstanceOf(Permitted.class);
        assertThat(tokens.verifier().authorize(text, write.on("repos", "acme-repository-50")))
                .isNotInstanceOf(Permitted.class);
        assertThat(tokens.verifier().verify(text))
                .isInstanceOfSatisfying(
                        Verified.class,
                        verified ->
                                assertThat(verified.token().grantForDisplay()).isEqualTo(ticked));
        assertThat(tokens.all().list(dev.latchkey.token.TokenQuery.all()).tokens())
                .singleElement()
                .satisfies(stored -> assertThat(stored.scopes()).isEqualTo(ticked));
    }

    @Test
    void a_hundred_scopes_are_issued_by_default_and_one_more_is_not() {
        AccessTokens tokens = ExampleService.tokens().build();
        ScopeSet most = ScopeSet.of(
                IntStream.range(0, 100).mapToObj(i -> Scope.of("p" + i)).toList());

        tokens.issuer().issue(ExampleService.request().withScopes(most));
        IssueRequest more = ExampleService.request().withScopes(most.union(ScopeSet.parse("q")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.issuer().issue(more))
                .withMessageContaining("101 distinct scopes are more than the 100");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IssuePolicy.standard().maximumScopes(1_025))
                .withMessage("maximum of 1025 scopes; it must be 1 to 1024");
    }

    @Test
    void the_form_draws_itself_from_rows_and_levels() {
        CompiledScopes granted =
                FINE_GRAINED.compile(ScopeSet.parse("contents:write@repos/site issues:read@repos/site metadata:read"));

        assertThat(drawn(granted, "site"))
                .hasSize(16)
                .contains(
                        "Contents: Read and write", "Issues: Read-only", "Pages: No access", "metadata:read: Granted");
        assertThat(drawn(granted, "other")).contains("Contents: No access", "metadata:read: Granted");
    }

    // region stripe
    static ScopeCatalog restrictedKeys(List<String> products, int resourcesEach) {
        ScopeCatalogBuilder form = ScopeCatalog.builder();
        for (String product : products) {
            form.group(product);
            for (int i = 1; i <= resourcesEach; i++) {
                String name = product.toLowerCase(Locale.ROOT) + ":resource-" + i;
                form.levelsOf(product + " resource " + i, "The " + i + "th resource of " + product)
                        .level("Read", name + ":read")
                        .level("Write", name + ":write");
            }
        }
        return form.build();
    }

    /** "All of Billing: Read" is this level in each row. It is not a permission: it grants no row that is added later. */
    static List<Scope> all(CatalogGroup group, String label) {
        return group.rows().stream()
                .flatMap(row -> row.levels().stream())
                .filter(level -> level.label().equals(label))
                .map(level -> level.permission().scope())
                .toList();
    }
    // endregion

    @Test
    void a_form_of_a_hundred_rows_is_issued() {
        ScopeCatalog catalog = restrictedKeys(List.of("Core", "Billing", "Connect", "Terminal", "Reporting"), 20);
        AccessTokens tokens = ExampleService.tokens().scopePolicy(catalog).build();
        List<Scope> ticked = new ArrayList<>(all(catalog.groups().get(0), "Write"));
        catalog.groups().subList(1, 5).forEach(group -> ticked.addAll(all(group, "Read")));

        String text = tokens.issuer()
                .issue(ExampleService.request()
                        .withScopes(ScopeSet.of(ticked))
                        .grantedBy("users/42", ScopeSet.parse("*")))
                .reveal();

        assertThat(ticked).hasSize(100);
        assertThat(tokens.verifier().authorize(text, catalog.scope("billing:resource-20:read")))
                .isInstanceOf(Permitted.class);
        assertThat(tokens.verifier().authorize(text, catalog.scope("core:resource-1:read")))
                .isInstanceOf(Permitted.class);
        assertThat(tokens.verifier().authorize(text, catalog.scope("billing:resource-20:write")))
                .isNotInstanceOf(Permitted.class);
    }

    @Test
    void a_resource_without_what_is_beneath_it_is_a_segment_of_its_own() {
        CompiledScopes token = ROLES.compile(ScopeSet.parse("sources:write@workspaces/acme/self"));
        Scope write = ROLES.scope("sources:write");

        assertThat(token.permits(write.on("workspaces", "acme", "self"))).isTrue();
        assertThat(token.permits(write.on("workspaces", "acme", "sources", "js")))
                .isFalse();
        assertThat(ROLES.compile(ScopeSet.parse("sources:write@workspaces/acme"))
                        .permits(write.on("workspaces", "acme", "self")))
                .isTrue();
    }
}
