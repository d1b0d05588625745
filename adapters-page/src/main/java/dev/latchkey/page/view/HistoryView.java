package dev.latchkey.page.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who did what.
 *
 * @param frame what stands around it
 * @param entries the entries of this page, the newest first
 * @param token the token that is filtered by, or empty
 * @param actor the actor that is filtered by, or empty
 * @param csv the address of the same as a file
 * @param next the address of the next page; null if this is the last
 * @param durable whether these come from a durable trail
 * @param error what is wrong with the filter; null for nothing
 */
public record HistoryView(
        Frame frame,
        List<HistoryEntry> entries,
        String token,
        String actor,
        String csv,
        @Nullable String next,
        boolean durable,
        @Nullable String error) {

    public HistoryView {
        entries = List.copyOf(entries);
    }

    /** {@return whether some entries are left out} */
    public boolean isFiltered() {
        return !token.isEmpty() || !actor.isEmpty();
    }
}
