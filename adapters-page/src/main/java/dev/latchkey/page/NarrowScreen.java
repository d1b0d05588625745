package dev.latchkey.page;

import dev.latchkey.ExcessiveScopeException;
import dev.latchkey.GrantProposal;
import dev.latchkey.StoredToken;
import dev.latchkey.page.view.Field;
import dev.latchkey.page.view.Field.Option;
import dev.latchkey.page.view.Frame;
import dev.latchkey.scope.CatalogPermission;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fewer scopes for a token: each that it has can be dropped, or replaced by some of what it includes. */
final class NarrowScreen {

    /** What was proposed when the form was shown. */
    private static final String PROPOSED = "proposed";

    private NarrowScreen() {}

    static PageResponse answer(Call call, StoredToken token) {
        boolean toUsed = call.request().query("to").equals("used");
        Optional<GrantProposal> proposal = toUsed ? UseFacts.of(call, token).proposal() : Optional.empty();
        Optional<ScopeSet> proposed = proposal.map(GrantProposal::scopes);
        Map<Scope, Boolean> offered = offered(call, token);
        proposed.ifPresent(used -> used.members().forEach(scope -> offered.putIfAbsent(scope, true)));
        Set<Scope> chosen = Set.copyOf(proposed.orElse(token.scopes()).members());
        if (!call.posts()) {
            return form(call, token, offered, chosen, null, proposal);
        }
        if (toUsed
                && !proposed.map(ScopeSet::toString)
                        .equals(Optional.of(call.request().form(PROPOSED)))) {
            // The token was used for something else meanwhile, which the choice may not give.
            return form(call, token, offered, chosen, call.text().get("problem.used"), proposal);
        }
        List<String> sent = call.request().formAll("keep");
        List<Scope> kept = offered.keySet().stream()
                .filter(scope -> sent.contains(scope.toString()))
                .toList();
        if (kept.isEmpty()) {
            return form(call, token, offered, Set.of(), call.text().get("problem.keep"), proposal);
        }
        ScopeSet scopes = call.service().catalog().normalize(ScopeSet.of(kept));
        try {
            boolean changed =
                    call.tokens().narrow(token.id(), scopes).orElseThrow().changed();
            return Pages.done(call, token.id().toString(), changed ? "narrowed" : "unchanged");
        } catch (ExcessiveScopeException e) {
            // The token was narrowed by another request meanwhile.
            return form(call, token, offered, Set.copyOf(kept), call.text().get("problem.narrowed"), proposal);
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
            Call call,
            StoredToken token,
            Map<Scope, Boolean> offered,
            Set<Scope> kept,
            @Nullable String problem,
            Optional<GrantProposal> proposal) {
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
                .sending(proposal
                        .map(used -> new Frame.Hidden(PROPOSED, used.scopes().toString()))
                        .stream()
                        .toList())
                .noting(proposal.filter(
                                used -> kept.equals(Set.copyOf(used.scopes().members())))
                        .map(used -> UseFacts.dryRun(call, "narrow.dry-run", used))
                        .orElse(null))
                .promisingChange()
                .show(false);
    }
}
