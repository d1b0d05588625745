package dev.latchkey.jdbc;

import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenPage.Entry;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.TokenCursor;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import dev.latchkey.token.UnreadableToken;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pages of tokens with their uses, by keyset pagination. */
final class TokenLists {

    private static final Logger LOGGER = System.getLogger("dev.latchkey");

    /** Rows may be large, and a page ends when its text is long enough. */
    private static final int MOST_ROWS_AT_ONCE = 256;

    private final JdbcDialect dialect;
    private final String page;
    private final String joined;

    TokenLists(JdbcDialect dialect, TableNames names) {
        this.dialect = dialect;
        // The uses are joined only to the page: joined before, they make MariaDB read and sort all tokens.
        this.page = names.in("SELECT " + TokenRows.COLUMNS.replace("t.", "p.")
                + ", u.last_used_at, u.used_scopes FROM (SELECT t.* FROM latchkey_tokens t@page) p"
                + " LEFT JOIN latchkey_uses u ON u.id = p.id");
        this.joined = names.in("SELECT " + TokenRows.COLUMNS
                + ", u.last_used_at, u.used_scopes FROM latchkey_tokens t LEFT JOIN latchkey_uses u ON u.id = t.id");
    }

    TokenPage list(Session session, TokenQuery query) throws SQLException {
        List<String> conditions = new ArrayList<>();
        List<@Nullable Object> parameters = new ArrayList<>();
        TokenQuery.Filter filter = query.filter();
        addFilter(conditions, parameters, "t.owner = ?", filter.owner());
        addFilter(conditions, parameters, "t.parent = ?", TokenRows.text(filter.parent()));
        addFilter(conditions, parameters, "t.family = ?", TokenRows.text(filter.family()));
        addFilter(conditions, parameters, "t.request_key = ?", filter.requestKey());
        if (filter.unrevoked()) {
            conditions.add("t.revoked_at IS NULL");
        }
        Page page = new Page();
        TokenCursor after = query.after();
        Place place = after == null ? null : new Place(after.key(), after.id().toString());
        while (true) {
            int missing = Math.min(query.limit() + 1 - page.size(), MOST_ROWS_AT_ONCE);
            List<Place> places = places(session, query, conditions, parameters, place, missing, page);
            // Rows whose ids cannot be read are on no page, so further rows are read instead.
            if (places.size() < missing || page.size() > query.limit() || page.isLongEnough()) {
                report(page.leftOut);
                return TokenPage.of(query, page.entries, page.unreadable);
            }
            Place last = places.get(places.size() - 1);
            if (last.equals(place)) {
                throw new TokenStoreException("the list cannot continue behind a row whose id is not text");
            }
            place = last;
        }
    }

    private static void report(int leftOut) {
        if (leftOut > 0) {
            LOGGER.log(
                    Level.WARNING,
                    "rows of the table of tokens whose ids are not token ids, which no list shows: {0}",
                    leftOut);
        }
    }

    /** What was found so far. */
    private static final class Page {
        private final List<Entry> entries = new ArrayList<>();
        private final Map<TokenCursor, UnreadableToken> unreadable = new HashMap<>();
        private int leftOut;
        private int length;

        int size() {
            return entries.size() + unreadable.size();
        }

        void add(Entry entry) {
            entries.add(entry);
            length += entry.textLength();
        }

        /** {@return whether the page ends before the next row} */
        boolean isLongEnough() {
            return size() > 1 && length > StoreLimits.MAX_TEXT;
        }
    }

    /** The row's sort key and id, also if the text is not an id. */
    private record Place(long key, String id) {}

    /** {@return the places of the rows that were read, whose tokens are now on the page} */
    private List<Place> places(
            Session session,
            TokenQuery query,
            List<String> filters,
            List<@Nullable Object> values,
            @Nullable Place after,
            int limit,
            Page page)
            throws SQLException {
        List<String> conditions = new ArrayList<>(filters);
        List<@Nullable Object> parameters = new ArrayList<>(values);
        if (after != null) {
            addPlace(conditions, parameters, query, after);
        }
        parameters.add(limit);
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        return session.query(
                sql(query, where),
                row -> {
                    long key = placeKey(row, query.order());
                    read(row, query.filter(), key, page);
                    return new Place(key, row.getString(TokenRows.ID));
                },
                parameters.toArray());
    }

    /** {@return the query of a page; its last parameter is the number of rows} */
    private String sql(TokenQuery query, String where) {
        return query.order() == TokenQuery.Order.LAST_USE
                ? dialect.limited(joined + where + order(query))
                : page.replace("@page", dialect.limited(where + order(query)))
                        + order(query).replace("t.", "p.");
    }

    private static void addFilter(
            List<String> conditions, List<@Nullable Object> parameters, String condition, @Nullable String value) {
        if (value != null) {
            conditions.add(condition);
            parameters.add(value);
        }
    }

    private static void addPlace(
            List<String> conditions, List<@Nullable Object> parameters, TokenQuery query, Place after) {
        String comparison = query.descending() ? " <" : " >";
        String key = key(query.order());
        if (key.isEmpty()) {
            conditions.add("t.id" + comparison + " ?");
        } else {
            // The same as (key, id) < (?, ?), in a form for which every database uses an index.
            conditions.add(key + comparison + "= ?");
            conditions.add("(" + key + comparison + " ? OR t.id" + comparison + " ?)");
            parameters.add(after.key());
            parameters.add(after.key());
        }
        parameters.add(after.id());
    }

    private static String order(TokenQuery query) {
        String direction = query.descending() ? " DESC" : "";
        String key = key(query.order());
        return " ORDER BY " + (key.isEmpty() ? "" : key + direction + ", ") + "t.id" + direction;
    }

    /** {@return the sort key of the order before the id, as in a cursor} */
    private static String key(TokenQuery.Order order) {
        return switch (order) {
            case ID -> "";
            case END -> "t.ends_at";
            case LAST_USE -> "COALESCE(u.last_used_at, " + TokenCursor.NEVER_USED + ")";
        };
    }

    /** {@return the row's value of {@link #key}} */
    private static long placeKey(ResultSet row, TokenQuery.Order order) throws SQLException {
        return switch (order) {
            case ID -> 0;
            case END -> row.getLong(TokenRows.ENDS_AT);
            case LAST_USE -> {
                long time = row.getLong(TokenRows.AFTER);
                yield row.wasNull() ? TokenCursor.NEVER_USED : time;
            }
        };
    }

    /** Puts the row's token on the page: a row that cannot be read does not hide the others. */
    private static void read(ResultSet row, TokenQuery.Filter filter, long key, Page page) throws SQLException {
        TokenRecord record;
        try {
            record = TokenRows.read(row);
        } catch (TokenStoreException e) {
            readUnreadable(row, filter, key, page, String.valueOf(e.getMessage()));
            return;
        }
        requireEqual(filter.owner(), record.grant().owner(), "owners");
        requireEqual(filter.requestKey(), record.lineage().requestKey(), "request keys");
        requireEqual(filter.parent(), record.lineage().parent(), "parents");
        requireEqual(filter.family(), record.lineage().family(), "families");
        try {
            page.add(new Entry(record, use(row, record)));
        } catch (TokenStoreException e) {
            page.unreadable.put(
                    new TokenCursor(key, record.id()), UnreadableToken.of(record, String.valueOf(e.getMessage())));
        }
    }

    private static void readUnreadable(ResultSet row, TokenQuery.Filter filter, long key, Page page, String problem)
            throws SQLException {
        UnreadableToken token = TokenRows.unreadable(row, problem);
        if (token == null) {
            page.leftOut++;
            return;
        }
        requireOwner(filter, token.owner());
        page.unreadable.put(new TokenCursor(key, token.id()), token);
    }

    private static void requireOwner(TokenQuery.Filter filter, @Nullable String owner) {
        if (filter.owner() != null) {
            requireEqual(filter.owner(), String.valueOf(owner), "owners");
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
