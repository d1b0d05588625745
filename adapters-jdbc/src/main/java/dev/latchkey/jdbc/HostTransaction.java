package dev.latchkey.jdbc;

import dev.latchkey.port.CallerTransactionException;
import dev.latchkey.port.TokenStoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Operations in a transaction of the host, which only the host ends.
 *
 * <p>A write is atomic even if the host continues after an exception. Without a savepoint, a host that then commits
 * would commit a change without its entry in the feed, which no other node would notice.
 */
final class HostTransaction {

    private static final String SAVEPOINT = "latchkey_write";

    private final DataSource source;
    private final HostTransactions host;

    /**
     * @param source provides the connection of the host's transaction
     * @param host reports whether there is one
     */
    HostTransaction(DataSource source, HostTransactions host) {
        this.source = source;
        this.host = host;
    }

    /** {@return the source of the connections of the host's transactions} */
    DataSource source() {
        return source;
    }

    boolean isActive() {
        return host.active();
    }

    void afterCommit(Runnable action) {
        host.afterCommit(action);
    }

    <T> T read(String operation, JdbcDialect dialect, Deadline deadline, Transactions.Work<T> work) {
        return joined(operation, dialect, deadline, work);
    }

    <T> T write(String operation, JdbcDialect dialect, Deadline deadline, Transactions.Work<T> work) {
        return joined(operation, dialect, deadline, session -> wholly(session, dialect, work));
    }

    private <T> T joined(String operation, JdbcDialect dialect, Deadline deadline, Transactions.Work<T> work) {
        try (Connection connection = source.getConnection()) {
            if (connection.getAutoCommit()) {
                throw notJoined("its connection has autocommit on", null);
            }
            return Session.with(connection, dialect, deadline, Session.Kind.CALLERS, work);
        } catch (SQLException e) {
            if (dialect.isRetryable(e)) {
                throw new CallerTransactionException(
                        "the database could not " + operation + " because of another transaction (SQLState "
                                + e.getSQLState() + "); roll yours back, and run it again",
                        e);
            }
            throw Transactions.failed(dialect, operation, e);
        }
    }

    private <T> T wholly(Session session, JdbcDialect dialect, Transactions.Work<T> work) throws SQLException {
        ReadOnlyDatabases.requireStillWritable(session, dialect);
        session.execute("SAVEPOINT " + SAVEPOINT);
        requireShared();
        boolean done = false;
        try {
            T given = work.with(session);
            session.execute("RELEASE SAVEPOINT " + SAVEPOINT);
            done = true;
            return given;
        } finally {
            if (!done) {
                undo(session.connection());
            }
        }
    }

    /**
     * Verifies that the source provides the connection of the host's transaction, by a savepoint that only that one
     * has. Any other connection would be returned to its pool, and its writes would be lost.
     */
    private void requireShared() throws SQLException {
        try (Connection again = source.getConnection();
                Statement statement = again.createStatement()) {
            statement.execute("ROLLBACK TO SAVEPOINT " + SAVEPOINT);
        } catch (SQLException e) {
            throw notJoined("it gives another connection each time", e);
        }
    }

    /**
     * If the database has already rolled back the transaction, as MySQL does after a deadlock, the savepoint does not
     * exist.
     */
    private static void undo(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ROLLBACK TO SAVEPOINT " + SAVEPOINT);
        } catch (SQLException e) {
            // The exception that led here matters more.
        }
    }

    private static TokenStoreException notJoined(String why, @Nullable Exception cause) {
        String message =
                "HostTransactions reports an active transaction, and the data source of transactional(…) is not in"
                        + " it: " + why + ". Give one that is aware of the host's transactions (Spring:"
                        + " TransactionAwareDataSourceProxy around the data source of the transaction manager)";
        return new TokenStoreException(message, cause);
    }
}
