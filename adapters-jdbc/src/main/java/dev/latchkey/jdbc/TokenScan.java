package dev.latchkey.jdbc;

import dev.latchkey.jdbc.ScanConditions.Result;
import dev.latchkey.jdbc.SortKey.Place;
import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.TokenCursor;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Examines the tokens of a query in order, for its conditions, by rows that have only what the conditions need; for one
 * page.
 */
final class TokenScan {

    // A database may read all tokens of an owner for each statement, so there are three of them at most.
    private static final int FIRST_ROWS = 200;
    private static final int GROWTH = 8;
    private static final int MOST_LONG_TEXTS = 256;

    // The columns of a row.
    private static final int ID = 1;
    private static final int KEY = 2;
    private static final int MATCHES = 3;
    private static final int FIRST_OF_CONDITIONS = 4;

    private final TableNames names;
    private final ScanConditions conditions;
    private final List<ScanPart> parts;
    private @Nullable Place place;
    private @Nullable TokenCursor examinedTo;
    private int rowsAtOnce = FIRST_ROWS;
    private int examined;
    private int leftOut;

    TokenScan(JdbcDialect dialect, TableNames names, TokenQuery query) {
        this.names = names;
        this.conditions = new ScanConditions(query.conditions());
        this.parts = new ArrayList<>(ScanPart.of(dialect, names, query, conditions));
        this.place = Place.of(TokenCursor.startOf(query));
    }

    /** A row that was examined. */
    private record Row(Place place, @Nullable TokenId id, Result result) {

        Row as(Result decided) {
            return new Row(place, id, decided);
        }
    }

    /** {@return whether all tokens were examined, or as many as one page examines} */
    boolean isDone() {
        return parts.isEmpty() || (examined >= StoreLimits.MAX_EXAMINED && examinedTo != null);
    }

    /** {@return the place of the last token that was examined; null if all were} */
    @Nullable TokenCursor examinedTo() {
        return parts.isEmpty() ? null : examinedTo;
    }

    /** {@return the number of rows whose ids are not token ids} */
    int leftOut() {
        return leftOut;
    }

    /** {@return the places of the next tokens that meet the conditions, at most as many as wanted; may be empty} */
    List<TokenCursor> next(Session session, int wanted) throws SQLException {
        ScanPart part = parts.get(0);
        int limit = part.isSorted() && conditions.areBySql() ? wanted : rowsAtOnce(part);
        List<Row> rows = session.query(
                part.sql(place), this::read, part.parameters(place, limit).toArray());
        List<TokenCursor> found = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).result() == Result.OPEN) {
                readLongTexts(session, rows, i);
            }
            examine(rows.get(i), found);
            if (found.size() == wanted) {
                return found;
            }
        }
        if (rows.size() < limit) {
            parts.remove(0);
            place = null;
        }
        return found;
    }

    private int rowsAtOnce(ScanPart part) {
        // What has to be sorted is sorted once.
        int rows = part.isSorted() ? StoreLimits.MAX_EXAMINED : rowsAtOnce;
        rowsAtOnce = Math.min(StoreLimits.MAX_EXAMINED, rowsAtOnce * GROWTH);
        return Math.max(1, Math.min(rows, StoreLimits.MAX_EXAMINED - examined));
    }

    private Row read(ResultSet row) throws SQLException {
        String id = row.getString(ID);
        return new Row(
                new Place(row.getLong(KEY), id),
                TokenId.parse(String.valueOf(id)).orElse(null),
                row.getInt(MATCHES) == 1 ? conditions.check(row, FIRST_OF_CONDITIONS) : Result.NOT_MET);
    }

    /** Decides the next open rows, from an index on, by their long texts. */
    private void readLongTexts(Session session, List<Row> rows, int from) throws SQLException {
        Map<String, Integer> open = new HashMap<>();
        for (int i = from; i < rows.size() && open.size() < MOST_LONG_TEXTS; i++) {
            if (rows.get(i).result() == Result.OPEN) {
                open.put(rows.get(i).place().id(), i);
            }
        }
        // One length of the statement, so that drivers and databases remember it.
        List<@Nullable Object> ids = new ArrayList<>(open.keySet());
        ids.addAll(Collections.nCopies(MOST_LONG_TEXTS - ids.size(), ids.get(0)));
        String sql = names.in("SELECT t.id" + conditions.longColumns() + " FROM latchkey_tokens t WHERE t.id IN ("
                + String.join(",", Collections.nCopies(MOST_LONG_TEXTS, "?")) + ")");
        Set<String> met = new HashSet<>(session.query(
                sql, row -> conditions.check(row, ID + 1) == Result.MET ? row.getString(ID) : "", ids.toArray()));
        open.forEach((id, i) -> rows.set(i, rows.get(i).as(met.contains(id) ? Result.MET : Result.NOT_MET)));
    }

    private void examine(Row row, List<TokenCursor> found) {
        if (row.place().equals(place)) {
            throw notText();
        }
        place = row.place();
        examined++;
        if (row.id() == null) {
            leftOut++;
            return;
        }
        examinedTo = new TokenCursor(row.place().key(), row.id());
        if (row.result() == Result.MET) {
            found.add(examinedTo);
        }
    }

    static TokenStoreException notText() {
        return new TokenStoreException("the list cannot continue behind a row whose id is not text");
    }
}
