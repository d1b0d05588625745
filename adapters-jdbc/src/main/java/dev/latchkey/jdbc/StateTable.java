package dev.latchkey.jdbc;

import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.StoreState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The store's state, in the one row of its table. {@link FeedTable} uses the columns of the feed's end. */
final class StateTable {

    private final String find;
    private final String update;

    StateTable(TableNames names) {
        this.find = names.in(
                "SELECT s.version, s.reject_issued_before, s.revocation_bound FROM latchkey_state s WHERE s.id = 1");
        this.update = names.in("""
                UPDATE latchkey_state SET version = ?, reject_issued_before = ?, revocation_bound = ?
                WHERE id = 1 AND version = ?""");
    }

    StoreState find(Session session) throws SQLException {
        List<StoreState> states = session.query(find, row -> read(row, 1));
        if (states.isEmpty()) {
            throw TokenRows.missingState();
        }
        return states.get(0);
    }

    /** @param first the column of the state's version; cut-off and bound follow */
    static StoreState read(ResultSet row, int first) throws SQLException {
        long version = row.getLong(first);
        long cutMillis = row.getLong(first + 1);
        Instant cut = row.wasNull() ? null : Instant.ofEpochMilli(cutMillis);
        long boundMillis = row.getLong(first + 2);
        Duration bound = row.wasNull() ? null : Duration.ofMillis(boundMillis);
        try {
            return new StoreState(version, cut, bound);
        } catch (IllegalArgumentException e) {
            throw new TokenStoreException("the row of the state table is not what was written", e);
        }
    }

    boolean update(Session session, StoreState next) throws SQLException {
        Duration bound = next.revocationBound();
        return session.update(
                        update,
                        next.version(),
                        TokenRows.millis(next.rejectIssuedBefore()),
                        bound == null ? null : bound.toMillis(),
                        next.version() - 1)
                == 1;
    }
}
