package dev.latchkey.page;

import dev.latchkey.RevocationReason;
import dev.latchkey.page.view.Field;
import dev.latchkey.page.view.Field.Kind;
import dev.latchkey.page.view.Field.Option;
import dev.latchkey.page.view.Messages;
import dev.latchkey.token.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a token is revoked: one of the usual reasons, or other words. */
final class Reasons {

    private static final String OTHER = "other";

    /** What a person can say: whether a rotated token was used again, the library notices by itself. */
    private static final List<String> USUAL = RevocationReason.all().stream()
            .filter(reason -> !reason.equals(RevocationReason.REUSED))
            .toList();

    private Reasons() {}

    /** {@return a reason in the reader's language; other words as they are} */
    static String shown(Messages text, String reason) {
        String key = key(reason);
        return text.has(key) && RevocationReason.all().contains(reason) ? text.get(key) : reason;
    }

    private static String key(String reason) {
        return "reason." + reason.replace(' ', '-');
    }

    /** {@return the fields of the form, filled in as far as they were} */
    static List<Field> fields(Call call, @Nullable String problem) {
        Messages text = call.text();
        String chosen = call.request().form("reason");
        List<Option> options = new ArrayList<>();
        USUAL.forEach(
                reason -> options.add(new Option(reason, text.get(key(reason)), null, reason.equals(chosen), false)));
        options.add(new Option(OTHER, text.get("reason.other"), null, OTHER.equals(chosen), false));
        return List.of(
                Field.choice(Kind.RADIOS, "reason", text.get("reason"), text.get("reason.hint"), options)
                        .wrong(problem),
                Field.of(
                        Kind.TEXT,
                        OTHER,
                        text.get("reason.words"),
                        null,
                        call.request().form(OTHER)));
    }

    /** {@return the reason that was chosen or written; empty without one that can be stored} */
    static Optional<String> given(PageRequest request) {
        String chosen = request.form("reason");
        String words = request.form(OTHER).strip();
        if (USUAL.contains(chosen)) {
            return Optional.of(chosen);
        }
        return chosen.equals(OTHER) || chosen.isEmpty() ? storable(words) : Optional.empty();
    }

    /** {@return the text without blanks around it, if it can be stored} */
    static Optional<String> storable(String text) {
        try {
            return Optional.of(VisibleText.requireText("text", text.strip()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
