package dev.latchkey.page;

import dev.latchkey.StoredToken;
import dev.latchkey.page.view.Frame.Hidden;
import dev.latchkey.scope.CatalogBundle;
import dev.latchkey.scope.CatalogGroup;
import dev.latchkey.scope.CatalogRow;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeCatalog;
import dev.latchkey.token.TokenId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The input of the form for a new token, valid or not.
 *
 * @param key the request key
 * @param description what the token is for
 * @param scopes the names of permissions
 * @param reach whether it may act on all resources or on chosen ones
 * @param lifetime for how long
 */
record CreateInput(String key, String description, Set<String> scopes, Reach reach, Lifetime lifetime) {

    /**
     * Where a token may act.
     *
     * @param everything on all resources, also future ones
     * @param resources otherwise, on these
     * @param search what else the viewer looks for
     */
    record Reach(boolean everything, Set<String> resources, String search) {}

    /**
     * For how long a token works.
     *
     * @param days a number of days, {@code custom} or {@code never}
     * @param until the last day, for {@code custom}
     * @param sure whether the second sentence is ticked, for {@code never}
     */
    record Lifetime(String days, String until, boolean sure) {}

    private static final String DEFAULT_DAYS = "90";

    /** {@return what a form sent} */
    static CreateInput ofForm(PageRequest request, ScopeCatalog catalog) {
        return new CreateInput(
                RequestKeys.of(request),
                request.form("description"),
                scopes(request::formAll, catalog),
                new Reach(
                        !request.form("reach").equals("chosen"),
                        new LinkedHashSet<>(request.formAll("resource")),
                        request.form("search").strip()),
                new Lifetime(
                        request.form("days"),
                        request.form("until"),
                        request.form("sure").equals("yes")));
    }

    /** {@return the input that a link contains; it only fills in the form} */
    static CreateInput ofLink(PageRequest request, ScopeCatalog catalog) {
        Set<String> scopes = scopes(request::queryAll, catalog);
        request.queryAll("preset").forEach(preset -> scopes.addAll(namesIn(catalog, preset)));
        List<String> resources = request.queryAll("resource");
        String days = request.query("days");
        return new CreateInput(
                RequestKeys.next(),
                request.query("description"),
                scopes,
                new Reach(resources.isEmpty(), new LinkedHashSet<>(resources), ""),
                new Lifetime(days.isEmpty() ? DEFAULT_DAYS : days, request.query("until"), false));
    }

    /** {@return the input that would make a token again} */
    static CreateInput ofToken(StoredToken token, ScopeCatalog catalog, ResourceChoices choices) {
        List<Scope> members = catalog.inCurrentNames(token.scopes()).members();
        Set<String> scopes = new LinkedHashSet<>();
        Set<String> resources = new LinkedHashSet<>();
        members.forEach(scope -> {
            scopes.add(scope.withoutResource().toString());
            scope.resource()
                    .filter(resource -> !choices.whole().equals(Optional.of(resource)))
                    .ifPresent(resources::add);
        });
        return new CreateInput(
                RequestKeys.next(),
                token.description(),
                scopes,
                new Reach(resources.isEmpty(), resources, ""),
                new Lifetime(DEFAULT_DAYS, "", false));
    }

    static Optional<StoredToken> tokenOfLink(Call call) {
        return TokenId.parse(call.request().query("from")).flatMap(call.tokens()::find);
    }

    private static Set<String> scopes(Function<String, List<String>> fields, ScopeCatalog catalog) {
        Set<String> scopes = new LinkedHashSet<>(fields.apply("scope"));
        for (CatalogGroup group : catalog.groups()) {
            group.rows().forEach(row -> scopes.addAll(fields.apply(fieldOf(row))));
        }
        scopes.remove("");
        return scopes;
    }

    /** {@return the name of the field in which a level of a row is chosen} */
    static String fieldOf(CatalogRow row) {
        return "row-" + row.levels().get(0).permission().scope();
    }

    private static List<String> namesIn(ScopeCatalog catalog, String preset) {
        return catalog.bundles().stream()
                .filter(bundle -> bundle.name().toString().equals(preset))
                .map(CatalogBundle::scopes)
                .flatMap(scopes -> scopes.members().stream())
                .map(Scope::toString)
                .toList();
    }

    /** {@return this input with the permissions of a preset in place of those that were ticked} */
    CreateInput withPreset(ScopeCatalog catalog, String preset) {
        return new CreateInput(key, description, new LinkedHashSet<>(namesIn(catalog, preset)), reach, lifetime);
    }

    /** {@return the fields that send the same again} */
    List<Hidden> hidden() {
        List<Hidden> fields = new ArrayList<>();
        fields.add(new Hidden("key", key));
        fields.add(new Hidden("description", description));
        scopes.forEach(scope -> fields.add(new Hidden("scope", scope)));
        fields.add(new Hidden("reach", reach.everything() ? "all" : "chosen"));
        reach.resources().forEach(resource -> fields.add(new Hidden("resource", resource)));
        fields.add(new Hidden("days", lifetime.days()));
        fields.add(new Hidden("until", lifetime.until()));
        if (lifetime.sure()) {
            fields.add(new Hidden("sure", "yes"));
        }
        return fields;
    }
}
