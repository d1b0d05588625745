package dev.latchkey.page.view;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.NumberFormat;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * The texts of the page in one language. A text that a translation does not have is shown in English.
 *
 * <p>{@code {0}}, {@code {1}} and so on stand for arguments; nothing else is special. Immutable and thread-safe.
 */
public final class Messages {

    private static final Map<String, String> ENGLISH = read("messages.properties");
    private static final Map<String, Map<String, String>> SHIPPED =
            Map.of("en", ENGLISH, "de", read("messages_de.properties"));

    private final Locale locale;
    private final String language;
    private final Map<String, String> texts;

    private Messages(Locale locale, String language, Map<String, String> texts) {
        this.locale = locale;
        this.language = language;
        this.texts = texts;
    }

    private static Map<String, String> read(String file) {
        Properties properties = new Properties();
        try (InputStream in = Messages.class.getResourceAsStream(file);
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> texts = new HashMap<>();
        properties.forEach((key, text) -> texts.put((String) key, (String) text));
        return Map.copyOf(texts);
    }

    /**
     * {@return the texts for a reader}
     *
     * @param locale the reader's; numbers and dates are written as it has them
     * @param translations the host's own, by language
     */
    public static Messages in(Locale locale, Map<String, Map<String, String>> translations) {
        Map<String, String> texts = translations.getOrDefault(locale.getLanguage(), SHIPPED.get(locale.getLanguage()));
        return texts == null
                ? new Messages(Locale.ENGLISH, "en", translations.getOrDefault("en", ENGLISH))
                : new Messages(locale, locale.getLanguage(), texts);
    }

    /** {@return the keys of all texts, for those who translate them} */
    public static Map<String, String> english() {
        return ENGLISH;
    }

    /**
     * {@return a text}
     *
     * @param key its key
     * @param arguments what stands in it
     */
    public String get(String key, Object... arguments) {
        String text = texts.getOrDefault(key, ENGLISH.get(key));
        if (text == null) {
            throw new IllegalArgumentException("there is no text " + key);
        }
        return arguments.length == 0 ? text : fill(text, arguments);
    }

    /**
     * {@return a text about a number of things: that of {@code key.one} or {@code key.other}}
     *
     * @param key the key without its ending
     * @param number how many; it is argument {@code {0}}
     */
    public String count(String key, long number) {
        return get(key + (number == 1 ? ".one" : ".other"), number);
    }

    /**
     * {@return whether there is such a text}
     *
     * @param key its key
     */
    public boolean has(String key) {
        return ENGLISH.containsKey(key);
    }

    private String fill(String text, Object... arguments) {
        StringBuilder filled = new StringBuilder(text.length() + 32);
        int from = 0;
        for (int at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at + 1)) {
            int number = at + 2 < text.length() && text.charAt(at + 2) == '}' ? text.charAt(at + 1) - '0' : -1;
            if (number >= 0 && number < arguments.length) {
                filled.append(text, from, at).append(print(arguments[number]));
                from = at + 3;
            }
        }
        return filled.append(text, from, text.length()).toString();
    }

    private String print(Object argument) {
        return argument instanceof Number number
                ? NumberFormat.getIntegerInstance(locale).format(number)
                : argument.toString();
    }

    /** {@return how numbers and dates are written} */
    public Locale locale() {
        return locale;
    }

    /** {@return the language of the texts, for {@code lang}} */
    public String language() {
        return language;
    }
}
