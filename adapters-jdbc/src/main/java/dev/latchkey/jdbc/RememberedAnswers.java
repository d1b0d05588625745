package dev.latchkey.jdbc;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A question about texts, which is answered once for each of the first texts that are not long. The tokens of an owner
 * often have the same scopes.
 *
 * <p>For one search, by one thread. Caches at most 1,000 texts of at most 1,000 characters.
 */
final class RememberedAnswers implements Predicate<String> {

    private static final int MOST_TEXTS = 1_000;
    private static final int LONGEST_TEXT = 1_000;

    private final Predicate<String> question;
    private final Map<String, Boolean> answers = new HashMap<>();

    /** @param question whose answer depends on the text alone */
    RememberedAnswers(Predicate<String> question) {
        this.question = question;
    }

    @Override
    public boolean test(String text) {
        Boolean known = answers.get(text);
        if (known != null) {
            return known;
        }
        boolean answer = question.test(text);
        if (text.length() <= LONGEST_TEXT && answers.size() < MOST_TEXTS) {
            answers.put(text, answer);
        }
        return answer;
    }
}
