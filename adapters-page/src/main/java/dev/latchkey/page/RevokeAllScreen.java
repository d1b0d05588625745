package dev.latchkey.page;

import dev.latchkey.BulkRevocation;
import dev.latchkey.page.view.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The end of all tokens of the owner, for the day on which nobody knows which of them leaked. */
final class RevokeAllScreen {

    private RevokeAllScreen() {}

    static PageResponse answer(Call call) {
        if (!call.posts()) {
            return form(call, null, null);
        }
        Optional<String> reason = Reasons.given(call.request());
        boolean sure = call.request().form("sure").equals("yes");
        if (reason.isEmpty() || !sure) {
            return form(
                    call,
                    reason.isEmpty() ? call.text().get("problem.reason") : null,
                    sure ? null : call.text().get("problem.revoke-all"));
        }
        BulkRevocation revoked = call.tokens().revokeAll(reason.get());
        return Pages.done(call, "", revoked.isComplete() ? "revoked-all" : "revoked-most");
    }

    private static PageResponse form(Call call, @Nullable String reasonProblem, @Nullable String sureProblem) {
        List<Field> fields = new ArrayList<>(Reasons.fields(call, reasonProblem));
        fields.add(Field.choice(
                        Field.Kind.CHECKBOXES,
                        "sure",
                        call.text().get("revoke-all.sure"),
                        null,
                        List.of(new Field.Option("yes", call.text().get("revoke-all.yes"), null, false, false)))
                .wrong(sureProblem));
        return FormScreen.of(call, "revoke-all", List.of())
                .asking(fields)
                .promising()
                .show(true);
    }
}
