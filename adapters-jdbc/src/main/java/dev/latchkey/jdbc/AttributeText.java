package dev.latchkey.jdbc;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The attributes of a token as one text: a line for each, with a tab between key and value. Neither has control characters.
 */
final class AttributeText {

    private AttributeText() {}

    static String of(Map<String, String> attributes) {
        return attributes.entrySet().stream()
                .map(entry -> entry.getKey() + "\t" + entry.getValue())
                .collect(Collectors.joining("\n"));
    }

    /** {@return whether such a text has an attribute of exactly that value} */
    static boolean has(String text, String key, String value) {
        return ("\n" + text + "\n").contains("\n" + key + "\t" + value + "\n");
    }

    /** @throws IllegalArgumentException if it is not such a text */
    static Map<String, String> read(String text) {
        Map<String, String> attributes = new TreeMap<>();
        for (String line : text.isEmpty() ? new String[0] : text.split("\n", -1)) {
            int tab = line.indexOf('\t');
            if (tab < 0 || attributes.put(line.substring(0, tab), line.substring(tab + 1)) != null) {
                throw new IllegalArgumentException("the attributes are not what was written");
            }
        }
        return attributes;
    }
}
