package dev.latchkey.page;

import dev.latchkey.StoredToken;
import dev.latchkey.page.view.Field;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changing the description of a token. */
final class EditScreen {

    private EditScreen() {}

    static PageResponse answer(Call call, StoredToken token) {
        if (!call.posts()) {
            return form(call, token, token.description(), null);
        }
        int longest = call.service().policy().maximumDescription();
        Optional<String> description =
                Reasons.storable(call.request().form("description")).filter(text -> text.length() <= longest);
        if (description.isEmpty()) {
            return form(
                    call, token, call.request().form("description"), call.text().get("problem.description", longest));
        }
        call.tokens().describe(token.id(), description.get());
        return Pages.done(call, token.id().toString(), "described");
    }

    private static PageResponse form(Call call, StoredToken token, String value, @Nullable String problem) {
        Field description = Field.of(
                        Field.Kind.TEXT,
                        "description",
                        call.text().get("create.description"),
                        call.text().get("create.description.hint"),
                        value)
                .wrong(problem);
        return FormScreen.of(call, "edit", List.of(token))
                .asking(List.of(description))
                .show(false);
    }
}
