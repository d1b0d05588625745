package dev.latchkey.page;

import dev.latchkey.StoredToken;
import dev.latchkey.page.view.Field;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An earlier end for a token. */
final class ShortenScreen {

    private ShortenScreen() {}

    static PageResponse answer(Call call, StoredToken token) {
        if (!call.posts()) {
            return form(call, token, "", null);
        }
        String sent = call.request().form("until");
        Optional<Instant> end = Expiry.parse(sent)
                .filter(date -> !date.isBefore(
                        LocalDate.ofInstant(call.now(), call.times().zone())))
                .map(date -> date.plusDays(1).atStartOfDay(call.times().zone()).toInstant())
                .filter(instant -> !token.expiresAt().filter(instant::isAfter).isPresent());
        if (end.isEmpty()) {
            return form(call, token, sent, problem(call, token));
        }
        try {
            call.tokens().shorten(token.id(), end.get());
        } catch (IllegalArgumentException e) {
            // Somebody else shortened it meanwhile.
            return form(call, token, sent, problem(call, token));
        }
        return Pages.done(call, token.id().toString(), "shortened");
    }

    private static String problem(Call call, StoredToken token) {
        return token.expiresAt()
                .map(expiry -> call.text()
                        .get("problem.shorten", call.times().when(expiry).exact()))
                .orElseGet(() -> call.text().get("problem.past"));
    }

    private static PageResponse form(Call call, StoredToken token, String value, @Nullable String problem) {
        String hint = token.expiresAt()
                .map(expiry -> call.text()
                        .get("shorten.hint", call.times().when(expiry).exact()))
                .orElseGet(() -> call.text().get("shorten.hint.never"));
        Field until = Field.of(Field.Kind.DATE, "until", call.text().get("create.until"), hint, value)
                .wrong(problem);
        return FormScreen.of(call, "shorten", List.of(token))
                .asking(List.of(until))
                .show(false);
    }
}
