package dev.latchkey.page;

import dev.latchkey.StoredToken;
import dev.latchkey.page.view.Messages;
import dev.latchkey.page.view.Screens;
import dev.latchkey.page.view.TokenView;
import dev.latchkey.page.view.TokenView.Action;
import dev.latchkey.page.view.TokenView.Fact;
import dev.latchkey.token.TokenId;
import java.util.ArrayList;
import java.util.List;

/** One token: what is known of it, what can be done with it, what was done. */
final class TokenScreen {

    private TokenScreen() {}

    static PageResponse answer(Call call, StoredToken token) {
        UseFacts uses = UseFacts.of(call, token);
        return Pages.ok(Screens.token(new TokenView(
                call.frame(token.description(), "token"),
                TokenRows.of(call, token, uses.insights()),
                facts(call, token),
                actions(call, token, uses),
                History.of(call).ofToken(token),
                token.problem()
                        .map(problem -> call.text().get("token.unreadable", problem))
                        .orElse(null))));
    }

    private static List<Fact> facts(Call call, StoredToken token) {
        Messages text = call.text();
        List<Fact> facts = new ArrayList<>();
        token.successor().ifPresent(id -> facts.add(link(text.get("token.successor"), id)));
        if (!token.family().equals(token.id())) {
            facts.add(link(text.get("token.family"), token.family()));
        }
        token.parent().ifPresent(id -> facts.add(link(text.get("token.parent"), id)));
        token.attributes().forEach((key, value) -> facts.add(new Fact(key, value, null)));
        return facts;
    }

    private static Fact link(String name, TokenId id) {
        return new Fact(name, id.toString(), id.toString());
    }

    private static List<Action> actions(Call call, StoredToken token, UseFacts uses) {
        Visit visit = call.visit();
        List<Action> actions = new ArrayList<>();
        boolean ended = TokenRows.hasEnded(token, call.now());
        boolean live = token.state(call.now()) == StoredToken.State.LIVE;
        boolean replaced = token.successor().isPresent();
        if (visit.mayManage() && !ended) {
            if (live && !replaced && RotateScreen.mayRotate(call, token)) {
                actions.add(link(call, token, "rotate", false));
            }
            if (live && replaced) {
                actions.add(end(call, token));
            }
            actions.add(link(call, token, "edit", false));
            if (token.problem().isEmpty()) {
                uses.proposal()
                        .ifPresent(proposal -> actions.add(new Action(
                                token.id() + "/narrow?to=used",
                                call.text().get("action.narrow-used"),
                                UseFacts.dryRun(call, "narrow.used", proposal),
                                false,
                                false)));
                actions.add(link(call, token, "narrow", false));
            }
            actions.add(link(call, token, "shorten", false));
            actions.add(
                    token.disablement().isPresent()
                            ? button(call, token, "enable")
                            : link(call, token, "disable", false));
            actions.add(link(call, token, "revoke", true));
        }
        if (visit.mayCreate()) {
            Messages text = call.text();
            actions.add(new Action(
                    "new?from=" + token.id(), text.get("action.again"), text.get("action.again.hint"), false, false));
        }
        return actions;
    }

    /** It ends the token at once, so its hint states what a form would: the last use, and the bound. */
    private static Action end(Call call, StoredToken token) {
        Messages text = call.text();
        String used = token.lastUsedAt()
                .map(time -> " "
                        + text.get("action.end.used", call.times().when(time).relative()))
                .orElse("");
        return new Action(
                token.id() + "/end",
                text.get("action.end"),
                text.get("action.end.hint") + used + " " + call.promise("promise"),
                true,
                false);
    }

    private static Action link(Call call, StoredToken token, String name, boolean dangerous) {
        return action(call, token, name, false, dangerous);
    }

    private static Action button(Call call, StoredToken token, String name) {
        return action(call, token, name, true, false);
    }

    private static Action action(Call call, StoredToken token, String name, boolean posts, boolean dangerous) {
        Messages text = call.text();
        return new Action(
                token.id() + "/" + name,
                text.get("action." + name),
                text.get("action." + name + ".hint"),
                posts,
                dangerous);
    }
}
