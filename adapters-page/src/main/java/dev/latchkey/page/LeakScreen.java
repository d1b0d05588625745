package dev.latchkey.page;

import dev.latchkey.page.view.Field;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The report of a token that was found where it should not be.
 *
 * <p>Every text has the same answer: a redirect to the inactive tokens, of which a token that was revoked now is the
 * first. So the answer to a guess or to another owner's token reveals nothing, and the browser does not keep the text for
 * a reload.
 */
final class LeakScreen {

    private static final String TEXT = "leaked";

    /** What cannot be a part of a token (the characters of {@code b64token} in RFC 6750 that tokens have). */
    private static final Pattern AROUND = Pattern.compile("[^A-Za-z0-9._-]+");

    private static final Pattern DOTS = Pattern.compile("^\\.+|\\.+$");
    private static final int SHORTEST = 70;
    private static final int MOST = 10;

    private LeakScreen() {}

    static PageResponse answer(Call call) {
        if (!call.posts()) {
            return form(call, null);
        }
        String text = call.request().form(TEXT);
        if (text.isBlank()) {
            return form(call, call.text().get("problem.leak"));
        }
        candidates(text).forEach(call.tokens()::reportLeak);
        return Pages.done(call, "", ListScreen.inactive(), "reported");
    }

    /** {@return the parts of a text that are long enough for a token, such as the value of a header} */
    private static Stream<String> candidates(String text) {
        return AROUND.splitAsStream(text)
                .map(part -> DOTS.matcher(part).replaceAll(""))
                .filter(part -> part.length() >= SHORTEST)
                .distinct()
                .limit(MOST);
    }

    private static PageResponse form(Call call, @Nullable String problem) {
        Field leaked = Field.of(
                Field.Kind.SECRET,
                TEXT,
                call.text().get("leak.text"),
                call.text().get("leak.hint"),
                "");
        return FormScreen.of(call, "leak", List.of())
                .asking(List.of(leaked.wrong(problem)))
                .promising()
                .show(true);
    }
}
