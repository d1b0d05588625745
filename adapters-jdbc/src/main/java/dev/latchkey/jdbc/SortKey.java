package dev.latchkey.jdbc;

import dev.latchkey.token.TokenCursor;
import dev.latchkey.token.TokenQuery;
import org.jspecify.annotations.Nullable;

/**
 * The sort key of a list.
 *
 * @param column the column, or an empty text if the rows are sorted by their ids alone
 * @param id the column of the id
 * @param descending whether the largest comes first
 */
record SortKey(String column, String id, boolean descending) {

    /**
     * The key and the id of a row, also if the text is not an id.
     *
     * @param key the value of the column; 0 for rows that are sorted by their ids alone
     * @param id the text of the id
     */
    record Place(long key, String id) {

        static @Nullable Place of(@Nullable TokenCursor cursor) {
            return cursor == null ? null : new Place(cursor.key(), cursor.id().toString());
        }
    }

    /** {@return the key of an order, in a statement on tokens {@code t} and, for the last use, on uses {@code u}} */
    static SortKey of(TokenQuery query) {
        String column = switch (query.order()) {
            case ID -> "";
            case END -> "t.ends_at";
            case LAST_USE -> "COALESCE(u.last_used_at, " + TokenCursor.NEVER_USED + ")";
        };
        return new SortKey(column, "t.id", query.descending());
    }

    /**
     * {@return the key for tokens that are all read and sorted}
     *
     * <p>An index has the tokens of an owner in the order of their ends. PostgreSQL would use it to read few of them, and
     * compare each with all uses of the owner; if it has to sort all tokens, it joins them once.
     */
    static SortKey withoutIndex(TokenQuery query) {
        return query.order() == TokenQuery.Order.END
                ? new SortKey("t.ends_at + 0", "t.id", query.descending())
                : of(query);
    }

    String order() {
        String direction = descending ? " DESC" : "";
        return " ORDER BY " + (column.isEmpty() ? "" : column + direction + ", ") + id + direction;
    }

    /** Restricts a statement to the rows behind a place. */
    void addPlace(Where where, @Nullable Place after) {
        if (after == null) {
            return;
        }
        String comparison = descending ? " <" : " >";
        if (column.isEmpty()) {
            where.add(id + comparison + " ?", after.id());
        } else {
            // The same as (key, id) < (?, ?), in a form for which every database uses an index.
            where.add(column + comparison + "= ?", after.key());
            where.add("(" + column + comparison + " ? OR " + id + comparison + " ?)", after.key(), after.id());
        }
    }
}
