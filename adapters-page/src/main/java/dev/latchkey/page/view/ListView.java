package dev.latchkey.page.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The list of tokens.
 *
 * @param frame what stands around it
 * @param heading what it is
 * @param rows the tokens of this page
 * @param tabs the lists to choose from
 * @param active whether these are the active ones
 * @param uses whether uses are recorded
 * @param filter what it is filtered by
 * @param extent which part of the list this is
 * @param mayCreate whether the viewer may create tokens
 * @param mayManage whether the viewer may change tokens
 */
public record ListView(
        Frame frame,
        String heading,
        List<TokenRow> rows,
        List<Tab> tabs,
        boolean active,
        boolean uses,
        FilterView filter,
        Extent extent,
        boolean mayCreate,
        boolean mayManage) {

    public ListView {
        rows = List.copyOf(rows);
        tabs = List.copyOf(tabs);
    }

    /**
     * A list to choose.
     *
     * @param label what it is called
     * @param address where it is
     * @param current whether it is this one
     */
    public record Tab(String label, String address, boolean current) {}

    /**
     * Which part of the list a page is.
     *
     * @param first the address of the first page; null if this is the first
     * @param next the address of the next page; null if this is the last
     * @param partial whether the search stopped before the page was full
     * @param unreadable how many tokens of this page cannot be read
     */
    public record Extent(@Nullable String first, @Nullable String next, boolean partial, int unreadable) {}

    /** {@return whether there is nothing to show but what tokens are for} */
    public boolean isEmpty() {
        return rows.isEmpty() && filter.clear() == null && extent.first() == null && extent.next() == null;
    }

    /** {@return the text that an empty page shows} */
    public String emptyText() {
        if (!filter.wrong().isEmpty()) {
            return "list.empty.wrong";
        }
        if (extent.partial()) {
            return "list.empty.partial";
        }
        if (filter.clear() != null) {
            return "list.empty.filtered";
        }
        return isEmpty() ? "list.empty.inactive" : "list.empty.page";
    }
}
