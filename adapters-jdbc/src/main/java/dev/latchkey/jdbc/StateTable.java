package dev.latchkey.jdbc;

import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.StoreState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The store's state, in the one row of its table. {@link FeedTable} uses the columns of the feed's end. */
final class StateTable {

    /** The columns of a state, of the table {@code s}; in the order in which {@link #read} reads them. */
    static final String COLUMNS = "s.version, s.reject_issued_before, s.revocation_bound, s.uses_recorded_since";

    /** The number of {@link #COLUMNS}. */
    static final int WIDTH = 4;

    private final String find;
    private final String update;

    StateTable(TableNames names) {
        this.find = names.in("SELECT " + COLUMNS + " FROM latchkey_state s WHERE s.id = 1");
        this.update = names.in("""
                UPDATE latchkey_state
                SET version = ?, reject_issued_before = ?, revocation_bound = ?, uses_recorded_since = ?
                WHERE id = 1 AND version = ?""");
    }

    StoreState find(Session session) throws SQLException {
        List<StoreState> states = session.query(find, row -> read(row, 1));
        if (states.isEmpty()) {
            throw TokenRows.missingState();
        }
        return states.get(0);
    }

    /** @param first the first column of the {@link #COLUMNS} */
    static StoreState read(ResultSet row, int first) throws SQLException {
        long version = row.getLong(first);
        Instant cut = time(row, first + 1);
        long boundMillis = row.getLong(first + 2);
        Duration bound = row.wasNull() ? null : Duration.ofMillis(boundMillis);
        Instant usesRecordedSince = time(row, first + 3);
        try {
            return new StoreState(version, cut, bound, usesRecordedSince);
        } catch (IllegalArgumentException e) {
            throw new TokenStoreException("the row of the state table is not what was written", e);
        }
    }

    private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    boolean update(Session session, StoreState next) throws SQLException {
        Duration bound = next.revocationBound();
        return session.update(
                        update,
                        next.version(),
                        TokenRows.millis(next.rejectIssuedBefore()),
                        bound == null ? null : bound.toMillis(),
                        TokenRows.millis(next.usesRecordedSince()),
                        next.version() - 1)
                == 1;
    }
}
