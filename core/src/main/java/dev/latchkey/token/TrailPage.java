package dev.latchkey.token;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One page of the durable trail.
 *
 * <p>Bounded by the query's limit and by {@value #MAX_TEXT} characters of text, so a page that is shorter than the
 * limit need not be the last one: only the cursor shows whether it is.
 *
 * @param entries the entries that can be read, the newest first
 * @param unreadable the ids of the entries that cannot be read, the newest first: their stored form was changed
 * @param next the cursor of the next page, for {@link TrailQuery#after(String)}; empty if this is the last page
 */
public record TrailPage(List<TrailEntry> entries, List<String> unreadable, Optional<String> next) {

    /** The most text of a page, in characters, unless it has a single entry. */
    public static final int MAX_TEXT = 1_048_576;

    public TrailPage {
        entries = List.copyOf(entries);
        unreadable = List.copyOf(unreadable);
    }

    /**
     * {@return the page that answers a query}
     *
     * @param query the query
     * @param found the ids of the matching entries after the query's place, the newest first: up to one more than its
     *     limit, which shows that there is a next page
     * @param readable the entries of those ids that can be read
     */
    public static TrailPage of(TrailQuery query, List<String> found, Map<String, TrailEntry> readable) {
        List<TrailEntry> entries = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        String last = null;
        int length = 0;
        for (String id : found) {
            TrailEntry entry = readable.get(id);
            length += entry == null ? 0 : entry.textLength();
            boolean full = entries.size() + unreadable.size() == query.limit() || length > MAX_TEXT;
            if (last != null && full) {
                return new TrailPage(entries, unreadable, Optional.of(last));
            }
            if (entry == null) {
                unreadable.add(id);
            } else {
                entries.add(entry);
            }
            last = id;
        }
        return new TrailPage(entries, unreadable, Optional.empty());
    }
}
