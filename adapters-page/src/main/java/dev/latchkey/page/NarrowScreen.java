package dev.latchkey.page;

import dev.latchkey.ExcessiveScopeException;
import dev.latchkey.GrantProposal;
import dev.latchkey.StoredToken;
import dev.latchkey.page.view.Field;
import dev.latchkey.page.view.Field.Option;
import dev.latchkey.scope.CatalogPermission;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fewer scopes for a token: each that it has can be dropped, or replaced by some of what it includes. */
final class NarrowScreen {

    private NarrowScreen() {}

    static PageResponse answer(Call call, StoredToken token) {
        Optional<GrantProposal> proposal =
                call.request().query("to").equals("used") ? UseFacts.proposal(call, token) : Optional.empty();
        Map<Scope, Boolean> offered = offered(call, token);
        proposal.ifPresent(used -> used.scopes().members().forEach(scope -> offered.putIfAbsent(scope, true)));
        if (!call.posts()) {
            ScopeSet chosen = proposal.map(GrantProposal::scopes).orElse(token.scopes());
            return form(call, token, offered, Set.copyOf(chosen.members()), null);
        }
        List<String> sent = call.request().formAll("keep");
        if (proposal.isPresent()
                && !offered.keySet().stream()
                        .map(Scope::toString)
                        .collect(Collectors.toSet())
                        .containsAll(sent)) {
            // The token was used for something else meanwhile, so what is proposed has changed.
            return form(
                    call,
                    token,
                    offered,
                    Set.copyOf(proposal.get().scopes().members()),
                    call.text().get("problem.used"));
        }
        List<Scope> kept = offered.keySet().stream()
                .filter(scope -> sent.contains(scope.toString()))
                .toList();
        if (kept.isEmpty()) {
            return form(call, token, offered, Set.of(), call.text().get("problem.keep"));
        }
        ScopeSet scopes = call.service().catalog().normalize(ScopeSet.of(kept));
        try {
            boolean changed =
                    call.tokens().narrow(token.id(), scopes).orElseThrow().changed();
            return Pages.done(call, token.id().toString(), changed ? "narrowed" : "unchanged");
        } catch (ExcessiveScopeException e) {
            // The token was narrowed by another request meanwhile.
            return form(call, token, offered, Set.copyOf(kept), call.text().get("problem.narrowed"));
        }
    }

    /** {@return what the token has, each followed by what the catalogue says that it includes; true for the latter} */
    private static Map<Scope, Boolean> offered(Call call, StoredToken token) {
        Map<Scope, Boolean> offered = new LinkedHashMap<>();
        List<Scope> members = token.scopes().members();
        for (Scope member : members) {
            offered.put(member, false);
            call.service().catalog().groups().stream()
                    .flatMap(group -> group.permissions().stream())
                    .filter(permission -> permission.scope().equals(member.withoutResource()))
                    .map(CatalogPermission::includes)
                    .flatMap(List::stream)
                    .map(scope -> scope.withResourceOf(member))
                    .filter(scope -> !members.contains(scope))
                    .forEach(scope -> offered.putIfAbsent(scope, true));
        }
        return offered;
    }

    private static PageResponse form(
            Call call, StoredToken token, Map<Scope, Boolean> offered, Set<Scope> kept, @Nullable String problem) {
        List<Option> options = new ArrayList<>();
        offered.forEach((scope, inner) -> options.add(new Option(
                scope.toString(), scope.toString(), call.service().describe(scope), kept.contains(scope), inner)));
        Field keep = Field.choice(
                        Field.Kind.CHECKBOXES,
                        "keep",
                        call.text().get("narrow.keep"),
                        call.text().get("narrow.keep.hint"),
                        options)
                .wrong(problem);
        return FormScreen.of(call, "narrow", List.of(token))
                .asking(List.of(keep))
                .promisingChange()
                .show(false);
    }
}
