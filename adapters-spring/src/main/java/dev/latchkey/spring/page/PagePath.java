package dev.latchkey.spring.page;

import dev.latchkey.spring.LatchkeyConfigurationException;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where the page is mounted, below the path of the application.
 *
 * @param value literal segments, each behind a slash
 */
record PagePath(String value) {

    private static final Pattern LITERAL = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)+");

    PagePath {
        if (!LITERAL.matcher(value).matches()) {
            throw new LatchkeyConfigurationException(
                    "The Access Management page cannot be mounted at latchkey.page.path=\"" + value + "\".",
                    "Use segments of [A-Za-z0-9._~-]+, each behind a slash, and no slash at the end:"
                            + " /settings/access-management.");
        }
    }

    /** {@return the handler by the patterns of everything that is the page's} */
    <H> Map<String, H> patterns(H handler) {
        return Map.of(value, handler, value + "/**", handler);
    }
}
