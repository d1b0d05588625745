package dev.latchkey.page.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

    private static Properties german() throws IOException {
        Properties german = new Properties();
        try (Reader in = new InputStreamReader(
                MessagesTest.class.getResourceAsStream("messages_de.properties"), StandardCharsets.UTF_8)) {
            german.load(in);
        }
        return german;
    }

    @Test
    void english_and_german_have_the_same_texts_with_the_same_arguments() throws IOException {
        Properties german = german();

        assertThat(german.stringPropertyNames()).isEqualTo(Messages.english().keySet());
        Messages.english()
                .forEach((key, text) ->
                        assertThat(arguments(german.getProperty(key))).as(key).isEqualTo(arguments(text)));
    }

    private static java.util.Set<String> arguments(String text) {
        return Pattern.compile("\\{\\d}")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(java.util.stream.Collectors.toSet());
    }

    @Test
    void arguments_are_not_arguments_themselves() {
        assertThat(Messages.in(Locale.ENGLISH, Map.of()).get("list.select", "{0} {1}"))
                .isEqualTo("Select {0} {1}");
    }

    @Test
    void a_language_without_translation_is_english_throughout() {
        Messages messages = Messages.in(Locale.FRANCE, Map.of());

        assertThat(messages.language()).isEqualTo("en");
        assertThat(messages.locale()).isEqualTo(Locale.ENGLISH);
    }

    @Test
    void a_translation_of_the_host_falls_back_to_english() {
        Messages messages = Messages.in(Locale.FRANCE, Map.of("fr", Map.of("cancel", "Annuler")));

        assertThat(messages.get("cancel")).isEqualTo("Annuler");
        assertThat(messages.get("back")).isEqualTo("Back");
    }

    @Test
    void times_and_durations_read_as_people_say_them() {
        Times times = new Times(Messages.in(Locale.ENGLISH, Map.of()), ZoneOffset.UTC, NOW);

        assertThat(times.when(NOW).relative()).isEqualTo("just now");
        assertThat(times.when(NOW.plusSeconds(59)).relative()).isEqualTo("in less than a minute");
        assertThat(times.when(NOW.minusSeconds(3_600)).relative()).isEqualTo("1 hour ago");
        assertThat(times.when(NOW.plus(Duration.ofDays(2))).relative()).isEqualTo("in 2 days");
        assertThat(times.length(Duration.ofMillis(500))).isEqualTo("500 ms");
        assertThat(times.length(Duration.ofSeconds(90))).isEqualTo("90 seconds");
        assertThat(times.length(Duration.ofHours(24))).isEqualTo("1 day");
    }
}
