package dev.latchkey.page.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token in a list.
 *
 * @param id its public name
 * @param description what it is for
 * @param state what it is, in words
 * @param tone how the state is coloured: {@code good}, {@code quiet} or {@code bad}
 * @param scopes what it may do
 * @param resources where it may do that; empty for everywhere
 * @param created when it was issued
 * @param createdBy by whom; null for the service itself
 * @param expires when it expires; null for never
 * @param ended when it was revoked, or expired; null if neither
 * @param why why it was revoked or disabled; null if neither
 * @param by who revoked or disabled it; null if nobody did
 * @param use what it is used for; null if nothing is known of that
 * @param soon how soon it expires, where that needs attention; null otherwise
 * @param hints why somebody should look at it
 */
public record TokenRow(
        String id,
        String description,
        String state,
        String tone,
        List<Permission> scopes,
        List<String> resources,
        When created,
        @Nullable String createdBy,
        @Nullable When expires,
        @Nullable When ended,
        @Nullable String why,
        @Nullable String by,
        @Nullable Use use,
        @Nullable String soon,
        List<String> hints) {

    public TokenRow {
        scopes = List.copyOf(scopes);
        resources = List.copyOf(resources);
        hints = List.copyOf(hints);
    }

    /**
     * The use of a token.
     *
     * @param last when it was last used; null if no use was recorded
     * @param since since when all uses of it are recorded; null if that is not known
     * @param unused which permissions it did not need since then
     */
    public record Use(@Nullable When last, @Nullable When since, List<String> unused) {

        public Use {
            unused = List.copyOf(unused);
        }

        /** {@return whether it is known that it was never used} */
        public boolean isNever() {
            return last == null && since != null;
        }
    }

    /**
     * A permission, in the words of the catalogue.
     *
     * @param name its name
     * @param description what it allows; null if the catalogue does not list it
     */
    public record Permission(String name, @Nullable String description) {}
}
