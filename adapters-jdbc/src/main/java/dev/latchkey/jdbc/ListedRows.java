package dev.latchkey.jdbc;

import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.TokenFilter;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenPage.Entry;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.TokenCursor;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import dev.latchkey.token.UnreadableToken;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tokens of a page that were found so far; a row that cannot be read does not hide the others. */
final class ListedRows {

    private final TokenQuery query;
    private final TokenFilter filter;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<TokenCursor, UnreadableToken> unreadable = new HashMap<>();
    private int leftOut;
    private int length;

    ListedRows(TokenQuery query) {
        this.query = query;
        this.filter = TokenFilter.of(query);
    }

    /** {@return how many more tokens show that there is a next page} */
    int missing() {
        return query.limit() + 1 - entries.size() - unreadable.size();
    }

    /** {@return whether the page is complete, and there is a next one} */
    boolean isComplete() {
        return missing() <= 0 || (entries.size() + unreadable.size() > 1 && length > StoreLimits.MAX_TEXT);
    }

    /** {@return the number of rows whose ids are not token ids} */
    int leftOut() {
        return leftOut;
    }

    /** {@return the page, if all rows up to that place were examined; null for all rows} */
    TokenPage page(@Nullable TokenCursor examinedTo) {
        return TokenPage.of(query, entries, unreadable, examinedTo);
    }

    /**
     * Adds the token of the current row, which has the columns of a record and of its use.
     *
     * @param key the row's sort key
     */
    void add(ResultSet row, long key) throws SQLException {
        TokenRecord record;
        try {
            record = TokenRows.read(row);
        } catch (TokenStoreException e) {
            addUnreadable(TokenRows.unreadable(row, String.valueOf(e.getMessage())), key);
            return;
        }
        requireEqual(query.owner(), record.grant().owner(), "owners");
        requireEqual(query.requestKey(), record.lineage().requestKey(), "request keys");
        requireEqual(query.parent(), record.lineage().parent(), "parents");
        requireEqual(query.family(), record.lineage().family(), "families");
        TokenCursor place = new TokenCursor(key, record.id());
        try {
            add(new Entry(record, use(row, record)), place);
        } catch (TokenStoreException e) {
            addUnreadable(record.withUnreadableUse(String.valueOf(e.getMessage())), key);
        }
    }

    /** A token that was changed since its place was read may match no longer, or be on another page. */
    private void add(Entry entry, TokenCursor place) {
        if (filter.matches(entry.record(), entry.use())
                && entry.place(query.order()).equals(place)) {
            entries.add(entry);
            length += entry.textLength();
        }
    }

    private void addUnreadable(@Nullable UnreadableToken token, long key) {
        if (token == null) {
            leftOut++;
            return;
        }
        if (query.owner() != null) {
            requireEqual(query.owner(), String.valueOf(token.owner()), "owners");
        }
        if (filter.isMetBy(token)) {
            unreadable.put(new TokenCursor(key, token.id()), token);
        }
    }

    private static void requireEqual(@Nullable Object asked, @Nullable Object found, String what) {
        if (asked != null && !asked.equals(found)) {
            throw new TokenStoreException("the database takes two " + what + " for one; its collation is not binary");
        }
    }

    private static @Nullable TokenUse use(ResultSet row, TokenRecord record) throws SQLException {
        long time = row.getLong(TokenRows.AFTER);
        if (row.wasNull()) {
            return null;
        }
        return UseTable.use(record.id(), Instant.ofEpochMilli(time), row.getString(TokenRows.AFTER + 1));
    }
}
