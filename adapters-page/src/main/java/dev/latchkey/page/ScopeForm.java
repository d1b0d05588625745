package dev.latchkey.page;

import dev.latchkey.page.view.CreateView;
import dev.latchkey.page.view.CreateView.Choice;
import dev.latchkey.scope.CatalogGroup;
import dev.latchkey.scope.CatalogLevel;
import dev.latchkey.scope.CatalogPermission;
import dev.latchkey.scope.CatalogRow;
import dev.latchkey.scope.CompiledScopes;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeCatalog;
import dev.latchkey.scope.ScopeSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The catalogue as a form, for one viewer: what can be ticked, what is, and why some of it cannot be changed. */
final class ScopeForm {

    private final Call call;
    private final Set<String> chosen;
    private final CompiledScopes delegable;
    private final List<String> places;

    /** @param places where a token may act; empty text for everywhere */
    ScopeForm(Call call, Set<String> chosen, List<String> places) {
        this.call = call;
        this.chosen = chosen;
        this.delegable = catalog(call).compile(call.visit().delegable().orElse(ScopeSet.empty()));
        this.places = places;
    }

    private static ScopeCatalog catalog(Call call) {
        return call.service().catalog();
    }

    /** {@return all places of the choices: everything, and each single resource} */
    static List<String> places(ResourceChoices choices) {
        return Stream.concat(
                        Stream.of(choices.whole().orElse("")),
                        choices.single().stream().map(ResourceChoices.Choice::path))
                .toList();
    }

    static Scope on(Scope permission, String place) {
        return place.isEmpty() ? permission : Scope.of(permission + "@" + place);
    }

    List<CreateView.Group> groups() {
        return catalog(call).groups().stream().map(this::group).toList();
    }

    private CreateView.Group group(CatalogGroup group) {
        return new CreateView.Group(
                group.title(), group.rows().stream().map(this::row).toList());
    }

    private CreateView.Row row(CatalogRow row) {
        boolean single = row.levels().size() == 1;
        List<Choice> choices =
                row.levels().stream().map(level -> choice(level, single)).toList();
        return new CreateView.Row(row.title(), row.description(), CreateInput.fieldOf(row), choices);
    }

    private Choice choice(CatalogLevel level, boolean single) {
        CatalogPermission permission = level.permission();
        Optional<String> giver = single ? giver(permission.scope()) : Optional.empty();
        return new Choice(
                permission.scope().toString(),
                level.label(),
                permission.description(),
                chosen.contains(permission.scope().toString()) || giver.isPresent(),
                fixed(permission.scope(), giver),
                permission.includes().stream().map(Scope::toString).collect(Collectors.joining(" ")));
    }

    /** {@return another ticked permission that gives this one} */
    private Optional<String> giver(Scope scope) {
        return catalog(call).groups().stream()
                .flatMap(group -> group.permissions().stream())
                .filter(permission -> chosen.contains(permission.scope().toString())
                        && permission.includes().contains(scope)
                        && !permission.scope().equals(scope))
                .map(permission -> permission.scope().toString())
                .findFirst();
    }

    private @Nullable String fixed(Scope scope, Optional<String> giver) {
        if (places.stream().noneMatch(place -> delegable.covers(on(scope, place)))) {
            return call.text().get("create.not-yours");
        }
        return giver.map(name -> call.text().get("create.included", name)).orElse(null);
    }
}
