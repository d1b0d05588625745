package dev.latchkey.page;

import dev.latchkey.StoredToken;
import java.util.List;
import java.util.Optional;

/** The end of one token. */
final class RevokeScreen {

    private RevokeScreen() {}

    static PageResponse answer(Call call, StoredToken token) {
        Optional<String> reason = call.posts() ? Reasons.given(call.request()) : Optional.empty();
        if (reason.isEmpty()) {
            return FormScreen.of(call, "revoke", List.of(token))
                    .asking(Reasons.fields(call, call.posts() ? call.text().get("problem.reason") : null))
                    .promising()
                    .show(true);
        }
        boolean changed =
                call.tokens().revoke(token.id(), reason.get()).orElseThrow().changed();
        return Pages.done(call, token.id().toString(), changed ? "revoked" : "unchanged");
    }
}
