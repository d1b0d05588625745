package dev.latchkey.page;

import dev.latchkey.token.VisibleText;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Objects;

/**
 * Who is looking at the page.
 *
 * @param id the person, in the host's words, such as {@code users/42}; the actor of everything that is done here, 1 to 255
 *     characters
 * @param name what the person is called
 * @param zone in which times are shown
 * @param locale in whose language texts, numbers and dates are shown
 */
public record Viewer(String id, String name, ZoneId zone, Locale locale) {

    /**
     * Makes a viewer.
     *
     * @throws IllegalArgumentException if the id cannot be an actor
     */
    public Viewer {
        VisibleText.requireText("id of a viewer", id);
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(locale, "locale");
    }
}
