package dev.latchkey.page;

import dev.latchkey.IssueRequest;
import dev.latchkey.page.view.CreateView.Problem;
import dev.latchkey.page.view.Messages;
import dev.latchkey.page.view.TokenRow;
import dev.latchkey.scope.CatalogPermission;
import dev.latchkey.scope.CompiledScopes;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeCatalog;
import dev.latchkey.scope.ScopeSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The input of the form as a request for a token: its errors, and what the token could do. */
final class CreateRequest {

    private final Call call;
    private final CreateInput input;
    private final ResourceChoices choices;
    private final Expiry expiry;
    private final List<Problem> problems = new ArrayList<>();
    private final ScopeSet scopes;

    CreateRequest(Call call, CreateInput input, ResourceChoices choices) {
        this.call = call;
        this.input = input;
        this.choices = choices;
        this.expiry = new Expiry(call, input.lifetime());
        checkDescription();
        this.scopes = scopes();
        expiry.problem().ifPresent(problems::add);
    }

    private Messages text() {
        return call.text();
    }

    private ScopeCatalog catalog() {
        return call.service().catalog();
    }

    private void checkDescription() {
        int longest = call.service().policy().maximumDescription();
        if (Reasons.storable(input.description())
                .filter(text -> text.length() <= longest)
                .isEmpty()) {
            problems.add(new Problem("description", text().get("problem.description", longest)));
        }
    }

    private ScopeSet scopes() {
        List<Scope> permissions = catalog().groups().stream()
                .flatMap(group -> group.permissions().stream())
                .map(CatalogPermission::scope)
                .filter(scope -> input.scopes().contains(scope.toString()))
                .toList();
        if (permissions.isEmpty()) {
            problems.add(new Problem("scopes", text().get("problem.scopes")));
        }
        List<String> places = places();
        if (places.isEmpty()) {
            problems.add(new Problem("reach-chosen", text().get("problem.resources")));
            return ScopeSet.empty();
        }
        List<Scope> all = new ArrayList<>();
        for (String place : places) {
            permissions.forEach(permission -> all.add(ScopeForm.on(permission, place)));
        }
        if (all.size() > ScopeSet.MAX_SIZE) {
            problems.add(new Problem("scopes", text().get("problem.many", all.size())));
            return ScopeSet.empty();
        }
        return withinRights(catalog().normalize(ScopeSet.of(all)));
    }

    private ScopeSet withinRights(ScopeSet wanted) {
        ScopeSet excess = catalog().excess(call.visit().delegable().orElse(ScopeSet.empty()), wanted);
        if (!excess.isEmpty()) {
            problems.add(new Problem("scopes", text().get("problem.excess", excess)));
        }
        return wanted;
    }

    /** {@return the resource of the token; an empty text for all resources, nothing if the input is not a resource} */
    private List<String> places() {
        return input.reach().everything() || (choices.single().isEmpty() && !choices.isIncomplete())
                ? List.of(choices.whole().orElse(""))
                : input.reach().resources().stream()
                        .filter(CreateRequest::isPath)
                        .toList();
    }

    private static boolean isPath(String resource) {
        try {
            return Scope.of("p@" + resource).resource().isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** {@return the catalogue's permissions, and whether the token could do each} */
    List<TokenRow.Permission> permissions(boolean given) {
        CompiledScopes compiled = catalog().compile(scopes);
        Set<Scope> places = Set.copyOf(scopes.members());
        return catalog().groups().stream()
                .flatMap(group -> group.permissions().stream())
                .map(CatalogPermission::scope)
                .filter(permission ->
                        places.stream().anyMatch(place -> compiled.covers(permission.withResourceOf(place))) == given)
                .map(permission -> TokenRows.permission(call, permission))
                .toList();
    }

    /** {@return where, in the host's words; empty for everywhere} */
    List<String> where() {
        List<String> places = places();
        if (input.reach().everything()) {
            return List.of();
        }
        return places.stream()
                .map(place -> choices.single().stream()
                        .filter(choice -> choice.path().equals(place))
                        .map(ResourceChoices.Choice::label)
                        .findFirst()
                        .orElse(place))
                .toList();
    }

    Expiry expiry() {
        return expiry;
    }

    /** {@return the request, on the viewer's authority: it is refused if it goes beyond what the viewer may do} */
    IssueRequest toIssue() {
        Visit visit = call.visit();
        return expiry.applyTo(IssueRequest.forOwner(visit.owner())
                .describedAs(input.description().strip())
                .withScopes(scopes)
                .grantedBy(visit.viewer().id(), visit.delegable().orElse(ScopeSet.empty())));
    }

    /** {@return all resources that are chosen or offered} */
    static List<ResourceChoices.Choice> offered(CreateInput input, ResourceChoices choices) {
        Stream<ResourceChoices.Choice> elsewhere = input.reach().resources().stream()
                .filter(CreateRequest::isPath)
                .filter(path -> choices.single().stream()
                        .noneMatch(choice -> choice.path().equals(path)))
                .map(path -> new ResourceChoices.Choice(path, path));
        return Stream.concat(elsewhere, choices.single().stream()).toList();
    }
}
