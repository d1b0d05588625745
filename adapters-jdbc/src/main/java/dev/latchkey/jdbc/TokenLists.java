package dev.latchkey.jdbc;

import dev.latchkey.jdbc.SortKey.Place;
import dev.latchkey.port.TokenPage;
import dev.latchkey.token.TokenCursor;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Order;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Pages of tokens with their uses, by keyset pagination. */
final class TokenLists {

    private static final Logger LOGGER = System.getLogger("dev.latchkey");

    /** Rows may be large, and a page ends when its text is long enough. */
    private static final int MOST_ROWS_AT_ONCE = 256;

    private final JdbcDialect dialect;
    private final TableNames names;
    private final String page;
    private final String joined;

    TokenLists(JdbcDialect dialect, TableNames names) {
        this.dialect = dialect;
        this.names = names;
        // The uses are joined only to the page: joined before, they make MariaDB read and sort all tokens.
        this.page = names.in("SELECT " + TokenRows.COLUMNS.replace("t.", "p.")
                + ", u.last_used_at, u.used_scopes FROM (SELECT t.* FROM latchkey_tokens t@page) p"
                + " LEFT JOIN latchkey_uses u ON u.id = p.id");
        this.joined = names.in("SELECT " + TokenRows.COLUMNS
                + ", u.last_used_at, u.used_scopes FROM latchkey_tokens t LEFT JOIN latchkey_uses u ON u.id = t.id");
    }

    TokenPage list(Session session, TokenQuery query) throws SQLException {
        boolean isSearched =
                query.order() == Order.LAST_USE || !query.conditions().isEmpty();
        return isSearched ? scan(session, query) : read(session, query, Where.selecting(query));
    }

    private static void report(int leftOut) {
        if (leftOut > 0) {
            LOGGER.log(
                    Level.WARNING,
                    "rows of the table of tokens whose ids are not token ids, which no list shows: {0}",
                    leftOut);
        }
    }

    /** Reads a page of all tokens of a selection, by their ids or ends. */
    private TokenPage read(Session session, TokenQuery query, Where selection) throws SQLException {
        ListedRows rows = new ListedRows(query);
        Place place = Place.of(TokenCursor.startOf(query));
        while (true) {
            int limit = Math.min(rows.missing(), MOST_ROWS_AT_ONCE);
            List<Place> places = places(session, query, selection, place, limit, rows);
            // Rows whose ids cannot be read are on no page, so further rows are read instead.
            if (places.size() < limit || rows.isComplete()) {
                report(rows.leftOut());
                return rows.page(null);
            }
            Place last = places.get(places.size() - 1);
            if (last.equals(place)) {
                throw TokenScan.notText();
            }
            place = last;
        }
    }

    /** {@return the places of the rows that were read, whose tokens are now on the page} */
    private List<Place> places(
            Session session, TokenQuery query, Where selection, @Nullable Place after, int limit, ListedRows rows)
            throws SQLException {
        SortKey sort = SortKey.of(query);
        Where where = selection.copy();
        sort.addPlace(where, after);
        List<@Nullable Object> parameters = where.parameters();
        parameters.add(limit);
        return session.query(
                page.replace("@page", dialect.limited(where.clause() + sort.order()))
                        + sort.order().replace("t.", "p."),
                row -> {
                    long key = query.order() == Order.ID ? 0 : row.getLong(TokenRows.ENDS_AT);
                    rows.add(row, key);
                    return new Place(key, row.getString(TokenRows.ID));
                },
                parameters.toArray());
    }

    /** Reads a page of the tokens that meet the query's conditions: finds their ids, then reads their rows. */
    private TokenPage scan(Session session, TokenQuery query) throws SQLException {
        ListedRows rows = new ListedRows(query);
        TokenScan scan = new TokenScan(dialect, names, query);
        while (!rows.isComplete() && !scan.isDone()) {
            List<TokenCursor> found = scan.next(session, rows.missing());
            for (int from = 0; from < found.size() && !rows.isComplete(); from += MOST_ROWS_AT_ONCE) {
                addRows(session, found.subList(from, Math.min(from + MOST_ROWS_AT_ONCE, found.size())), rows);
            }
        }
        report(scan.leftOut());
        return rows.page(scan.examinedTo());
    }

    private void addRows(Session session, List<TokenCursor> places, ListedRows rows) throws SQLException {
        Map<String, TokenCursor> byId =
                places.stream().collect(Collectors.toMap(place -> place.id().toString(), Function.identity()));
        List<@Nullable Object> ids = new ArrayList<>(byId.keySet());
        // A few lengths of the statement, so that drivers and databases remember it.
        int size = ids.size() <= 16 ? 16 : MOST_ROWS_AT_ONCE;
        ids.addAll(Collections.nCopies(size - ids.size(), ids.get(0)));
        session.query(
                joined + " WHERE t.id IN (" + String.join(",", Collections.nCopies(size, "?")) + ")",
                row -> {
                    String id = row.getString(TokenRows.ID);
                    TokenCursor place = byId.get(id);
                    if (place != null) {
                        rows.add(row, place.key());
                    }
                    return id;
                },
                ids.toArray());
    }
}
