package dev.latchkey.page;

import dev.latchkey.page.view.Frame.Hidden;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The parameters of a link to a screen, in order. Every link with parameters is written here, so that a value that
 * somebody typed cannot become another parameter.
 *
 * <p>Every method returns new parameters. Immutable and thread-safe.
 */
final class QueryString {

    private static final QueryString NONE = new QueryString(Map.of());

    private final Map<String, String> parameters;

    private QueryString(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    /** {@return no parameters} */
    static QueryString none() {
        return NONE;
    }

    /** {@return these parameters with one value changed; without that parameter if the value is empty} */
    QueryString with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(parameters);
        changed.remove(name);
        if (!value.isEmpty()) {
            changed.put(name, value);
        }
        return new QueryString(changed);
    }

    /** {@return these parameters as fields that a form sends} */
    List<Hidden> hidden() {
        return parameters.entrySet().stream()
                .map(parameter -> new Hidden(parameter.getKey(), parameter.getValue()))
                .toList();
    }

    /** {@return the address of a screen with these parameters} */
    String at(String path) {
        return parameters.isEmpty()
                ? path
                : path
                        + parameters.entrySet().stream()
                                .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
                                .collect(Collectors.joining("&", "?", ""));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
