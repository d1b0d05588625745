package dev.latchkey.example;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** The fields of a form of the service's own. */
record FormFields(Map<String, String> values) {

    static FormFields parse(String body) {
        return new FormFields(Arrays.stream(body.split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(
                        pair -> decoded(pair[0]), pair -> decoded(pair[1]), (first, second) -> first)));
    }

    /** A malformed escape stands for nothing. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String get(String name) {
        return values.getOrDefault(name, "");
    }
}
