package dev.latchkey.jdbc;

import dev.latchkey.jdbc.SortKey.Place;
import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.TokenCursor;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Examines the tokens of a query in order, for its conditions, by rows that have only what the conditions need; for one
 * page.
 */
final class TokenScan {

    private static final int FIRST_ROWS = 256;
    private static final int GROWTH = 4;
    private static final int MOST_ROWS_WITH_LONG_TEXTS = 1_024;

    // The columns of a row.
    private static final int ID = 1;
    private static final int KEY = 2;
    private static final int MATCHES = 3;
    private static final int FIRST_OF_CONDITIONS = 4;

    private final ScanConditions conditions;
    private final List<ScanPart> parts;
    private @Nullable Place place;
    private @Nullable TokenCursor examinedTo;
    private int rowsAtOnce = FIRST_ROWS;
    private int examined;
    private int leftOut;

    TokenScan(JdbcDialect dialect, TableNames names, TokenQuery query) {
        this.conditions = new ScanConditions(query.conditions());
        this.parts = new ArrayList<>(ScanPart.of(dialect, names, query, conditions));
        this.place = Place.of(query.after());
    }

    /** A row that was examined. */
    private record Row(Place place, @Nullable TokenId id, boolean matches) {}

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
        int limit = part.isSorted() && conditions.areNone() ? wanted : rowsAtOnce(part);
        List<Row> rows = session.query(
                part.sql(place), this::read, part.parameters(place, limit).toArray());
        List<TokenCursor> found = new ArrayList<>();
        for (Row row : rows) {
            examine(row, found);
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
        int most = conditions.readsLongTexts() ? MOST_ROWS_WITH_LONG_TEXTS : StoreLimits.MAX_EXAMINED;
        // What has to be sorted is sorted once.
        int rows = Math.min(most, part.isSorted() ? most : rowsAtOnce);
        rowsAtOnce *= GROWTH;
        return Math.max(1, Math.min(rows, StoreLimits.MAX_EXAMINED - examined));
    }

    private Row read(ResultSet row) throws SQLException {
        String id = row.getString(ID);
        return new Row(
                new Place(row.getLong(KEY), id),
                TokenId.parse(String.valueOf(id)).orElse(null),
                row.getInt(MATCHES) == 1 && conditions.matches(row, FIRST_OF_CONDITIONS));
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
        if (row.matches()) {
            found.add(examinedTo);
        }
    }

    static TokenStoreException notText() {
        return new TokenStoreException("the list cannot continue behind a row whose id is not text");
    }
}
