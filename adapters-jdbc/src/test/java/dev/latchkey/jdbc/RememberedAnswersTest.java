package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RememberedAnswersTest {

    private final List<String> asked = new ArrayList<>();
    private final RememberedAnswers answers = new RememberedAnswers(text -> {
        asked.add(text);
        return text.contains("read");
    });

    @Test
    void each_text_has_its_own_answer() {
        assertThat(answers.test("workspace:read")).isTrue();
        assertThat(answers.test("workspace:write")).isFalse();

        assertThat(answers.test("workspace:read")).isTrue();
        assertThat(answers.test("workspace:write")).isFalse();
    }

    @Test
    void the_question_is_answered_once_for_each_text() {
        answers.test("a");
        answers.test("b");
        answers.test("a");
        answers.test("b");

        assertThat(asked).containsExactly("a", "b");
    }

    @Test
    void only_a_thousand_texts_are_cached() {
        for (int i = 0; i <= 1_000; i++) {
            answers.test("text " + i);
        }
        asked.clear();

        answers.test("text 999");
        answers.test("text 1000");

        assertThat(asked).containsExactly("text 1000");
    }

    @Test
    void only_texts_of_a_thousand_characters_are_cached() {
        String longest = "a".repeat(1_000);
        for (String text : List.of(longest, longest + "a")) {
            answers.test(text);
        }
        asked.clear();

        answers.test(longest);
        answers.test(longest + "a");

        assertThat(asked).containsExactly(longest + "a");
    }
}
