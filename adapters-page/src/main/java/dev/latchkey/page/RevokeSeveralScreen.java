package dev.latchkey.page;

import dev.latchkey.StoredToken;
import dev.latchkey.page.view.Frame;
import dev.latchkey.token.TokenId;
import java.util.List;
import java.util.Optional;

/** The end of several tokens, which were selected in the list. */
final class RevokeSeveralScreen {

    private static final int MOST = 200;

    private RevokeSeveralScreen() {}

    static PageResponse answer(Call call) {
        PageRequest request = call.request();
        List<StoredToken> tokens = (call.posts() ? request.formAll("id") : request.queryAll("id"))
                .stream()
                        .distinct()
                        .limit(MOST)
                        .flatMap(id -> TokenId.parse(id).flatMap(call.tokens()::find).stream())
                        .filter(token -> token.revocation().isEmpty())
                        .toList();
        if (tokens.isEmpty()) {
            return Pages.message(call, 422, "none-selected");
        }
        Optional<String> reason = call.posts() ? Reasons.given(request) : Optional.empty();
        if (reason.isEmpty()) {
            return FormScreen.of(call, "revoke-several", tokens)
                    .asking(Reasons.fields(call, call.posts() ? call.text().get("problem.reason") : null))
                    .sending(tokens.stream()
                            .map(token -> new Frame.Hidden("id", token.id().toString()))
                            .toList())
                    .promising()
                    .show(true);
        }
        tokens.forEach(token -> call.tokens().revoke(token.id(), reason.get()));
        return Pages.done(call, "", "revoked-several");
    }
}
