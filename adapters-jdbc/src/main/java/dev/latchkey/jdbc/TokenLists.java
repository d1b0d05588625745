package dev.latchkey.jdbc;

import dev.latchkey.port.TokenCursor;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenPage.Entry;
import dev.latchkey.port.TokenQuery;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages of tokens with their uses, each found from where the last ended by what it is sorted by. */
final class TokenLists {

    private final String select;

    TokenLists(TableNames names) {
        this.select = names.in("SELECT " + TokenRows.COLUMNS
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
        TokenCursor after = query.after();
        if (after != null) {
            addPlace(conditions, parameters, query, after);
        }
        parameters.add(query.limit() + 1);
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        List<Entry> found = session.query(
                select + where + order(query) + " LIMIT ?", row -> entry(row, filter), parameters.toArray());
        return TokenPage.of(query, found);
    }

    private static void addFilter(
            List<String> conditions, List<@Nullable Object> parameters, String condition, @Nullable String value) {
        if (value != null) {
            conditions.add(condition);
            parameters.add(value);
        }
    }

    private static void addPlace(
            List<String> conditions, List<@Nullable Object> parameters, TokenQuery query, TokenCursor after) {
        String comparison = query.descending() ? " <" : " >";
        String key = key(query.order());
        if (key.isEmpty()) {
            conditions.add("t.id" + comparison + " ?");
        } else {
            // The same as (key, id) < (?, ?), in a form of which every database sees that an index serves it.
            conditions.add(key + comparison + "= ?");
            conditions.add("(" + key + comparison + " ? OR t.id" + comparison + " ?)");
            parameters.add(after.key());
            parameters.add(after.key());
        }
        parameters.add(after.id().toString());
    }

    private static String order(TokenQuery query) {
        String direction = query.descending() ? " DESC" : "";
        String key = key(query.order());
        return " ORDER BY " + (key.isEmpty() ? "" : key + direction + ", ") + "t.id" + direction;
    }

    /** {@return what the order sorts by before the id; as a cursor has it} */
    private static String key(TokenQuery.Order order) {
        return switch (order) {
            case ID -> "";
            case END -> "t.ends_at";
            case LAST_USE -> "COALESCE(u.last_used_at, " + TokenCursor.NEVER_USED + ")";
        };
    }

    private static Entry entry(ResultSet row, TokenQuery.Filter filter) throws SQLException {
        TokenRecord record = TokenRows.read(row);
        if (filter.owner() != null && !filter.owner().equals(record.owner())) {
            throw new TokenStoreException("the database takes two owners for one; its collation is not binary");
        }
        return new Entry(record, use(row, record));
    }

    private static @Nullable TokenUse use(ResultSet row, TokenRecord record) throws SQLException {
        long time = row.getLong(TokenRows.AFTER);
        if (row.wasNull()) {
            return null;
        }
        return UseTable.use(record.id(), Instant.ofEpochMilli(time), row.getString(TokenRows.AFTER + 1));
    }
}
