package dev.latchkey.page;

import dev.latchkey.StoredToken;
import dev.latchkey.page.view.Field;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Disabling a token, which can be enabled again. */
final class DisableScreen {

    private DisableScreen() {}

    static PageResponse answer(Call call, StoredToken token) {
        if (!call.posts()) {
            return form(call, token, null);
        }
        Optional<String> reason = Reasons.storable(call.request().form("why"));
        if (reason.isEmpty()) {
            return form(call, token, call.text().get("problem.why"));
        }
        boolean changed =
                call.tokens().disable(token.id(), reason.get()).orElseThrow().changed();
        return Pages.done(call, token.id().toString(), changed ? "disabled" : "unchanged");
    }

    static PageResponse enable(Call call, StoredToken token) {
        boolean changed = call.tokens().enable(token.id()).orElseThrow().changed();
        return Pages.done(call, token.id().toString(), changed ? "enabled" : "unchanged");
    }

    private static PageResponse form(Call call, StoredToken token, @Nullable String problem) {
        Field why = Field.of(
                        Field.Kind.TEXT,
                        "why",
                        call.text().get("disable.why"),
                        call.text().get("reason.hint"),
                        call.request().form("why"))
                .wrong(problem);
        return FormScreen.of(call, "disable", List.of(token))
                .asking(List.of(why))
                .promising()
                .show(false);
    }
}
