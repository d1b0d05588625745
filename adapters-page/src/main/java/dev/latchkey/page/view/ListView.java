package dev.latchkey.page.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The list of tokens.
 *
 * @param frame what stands around it
 * @param rows the tokens of this page
 * @param active whether these are the active ones
 * @param sort the order of this list, as in the address
 * @param next the cursor of the next page; null if this is the last
 * @param first whether this is the first page
 * @param unreadable how many tokens of this page cannot be read
 * @param mayCreate whether the viewer may create tokens
 * @param mayManage whether the viewer may change tokens
 */
public record ListView(
        Frame frame,
        List<TokenRow> rows,
        boolean active,
        String sort,
        @Nullable String next,
        boolean first,
        int unreadable,
        boolean mayCreate,
        boolean mayManage) {

    public ListView {
        rows = List.copyOf(rows);
    }

    /** {@return whether there is nothing to show but what tokens are for} */
    public boolean isEmpty() {
        return rows.isEmpty() && first && next == null;
    }
}
