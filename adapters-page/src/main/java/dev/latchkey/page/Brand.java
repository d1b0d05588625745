package dev.latchkey.page;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name, link and colours that make the page look like a part of the host. Every method returns a new brand.
 *
 * <p>Immutable and thread-safe.
 */
public final class Brand {

    private static final Pattern COLOR = Pattern.compile("#[0-9A-Fa-f]{6}");

    private final String name;
    private final @Nullable String backLink;
    private final @Nullable String backLabel;
    private final String style;

    private Brand(String name, @Nullable String backLink, @Nullable String backLabel, String style) {
        this.name = Objects.requireNonNull(name, "name");
        this.backLink = backLink;
        this.backLabel = backLabel;
        this.style = style;
    }

    /**
     * {@return a brand in the page's own colours}
     *
     * @param name what the service is called
     */
    public static Brand named(String name) {
        return new Brand(name, null, null, "");
    }

    /**
     * {@return this brand with a link to the host's other settings}
     *
     * @param address where they are: a path or an {@code https} address
     * @param label what the link says
     * @throws IllegalArgumentException if the address has a scheme other than http or https
     */
    public Brand withBackLink(String address, String label) {
        int colon = address.indexOf(':');
        if (colon >= 0 && !address.startsWith("https://") && !address.startsWith("http://")) {
            throw new IllegalArgumentException("the address " + address + " is neither a path nor of http or https");
        }
        return new Brand(name, address, Objects.requireNonNull(label, "label"), style);
    }

    /**
     * {@return this brand with a colour for links and the main button}
     *
     * <p>White text stands on the first one, and black text on the second: choose a contrast of at least 4.5.
     *
     * @param light on light ground, as in {@code #0b5cad}
     * @param dark on dark ground, as in {@code #8ec5ff}
     * @throws IllegalArgumentException if one is not of that form
     */
    public Brand withAccent(String light, String dark) {
        return new Brand(
                name,
                backLink,
                backLabel,
                "\n:root{--accent:" + requireColor(light) + ";--on-accent:#ffffff}\n@media (prefers-color-scheme:dark)"
                        + "{:root{--accent:" + requireColor(dark) + ";--on-accent:#000000}}\n");
    }

    private static String requireColor(String color) {
        if (!COLOR.matcher(color).matches()) {
            throw new IllegalArgumentException("the colour " + color + " is not written as #0b5cad");
        }
        return color;
    }

    String name() {
        return name;
    }

    @Nullable String backLink() {
        return backLink;
    }

    @Nullable String backLabel() {
        return backLabel;
    }

    /** {@return what is appended to the page's own stylesheet} */
    String style() {
        return style;
    }
}
