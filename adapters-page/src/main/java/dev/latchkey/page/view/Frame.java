package dev.latchkey.page.view;

import org.jspecify.annotations.Nullable;

/**
 * What stands around the content of every screen.
 *
 * @param text the texts
 * @param root the way to the list, from the screen's own address: empty or {@code ../}
 * @param title the heading, also that of the window
 * @param site what is the same on all screens
 * @param viewer the name of who is looking; null for nobody
 * @param manages whether the viewer may change tokens
 * @param place which entry of the navigation is this one: {@code list}, {@code history}, {@code leak} or another
 * @param hidden the field that every form repeats; null for none
 * @param notice what was just done; null for nothing
 */
public record Frame(
        Messages text,
        String root,
        String title,
        Site site,
        @Nullable String viewer,
        boolean manages,
        String place,
        @Nullable Hidden hidden,
        @Nullable String notice) {

    /** {@return the address of the list, from this screen} */
    public String home() {
        return root.isEmpty() ? "./" : root;
    }

    /**
     * What is the same on all screens.
     *
     * @param name what the service is called
     * @param backLink where its other settings are; null for no link
     * @param backLabel what that link says
     * @param stylesheet below the mount
     * @param script below the mount
     */
    public record Site(
            String name,
            @Nullable String backLink,
            @Nullable String backLabel,
            String stylesheet,
            String script) {}

    /**
     * A field that nobody sees.
     *
     * @param name its name
     * @param value its value
     */
    public record Hidden(String name, String value) {}
}
