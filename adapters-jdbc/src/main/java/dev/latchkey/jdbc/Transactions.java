package dev.latchkey.jdbc;

import dev.latchkey.port.TokenStoreException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where connections come from, and whose the transaction is.
 *
 * <p>Two sources: a raw one, whose transactions are always the adapter's own, and optionally one that knows the caller's
 * transaction. A connection of the second that is not in autocommit mode belongs to the caller: nothing is committed, rolled
 * back or tried again on it.
 */
final class Transactions {

    private static final int MAXIMUM_TRIES = 10;

    private final DataSource raw;
    private final @Nullable DataSource transactional;
    private final JdbcDialect dialect;
    private final int timeoutSeconds;

    Transactions(DataSource raw, @Nullable DataSource transactional, JdbcDialect dialect, int timeoutSeconds) {
        this.raw = raw;
        this.transactional = transactional;
        this.dialect = dialect;
        this.timeoutSeconds = timeoutSeconds;
    }

    /** What is done with a connection. */
    interface Work<T> {
        T with(Session session) throws SQLException;
    }

    /** {@return what one statement reads from committed data, never in the caller's transaction} */
    <T> T readCommitted(String operation, Work<T> work) {
        try (Connection connection = raw.getConnection()) {
            boolean pooledWithoutAutocommit = !connection.getAutoCommit();
            T read = work.with(session(connection));
            if (pooledWithoutAutocommit) {
                connection.rollback();
            }
            return read;
        } catch (SQLException e) {
            throw failed(operation, e);
        }
    }

    /** {@return what the work gives, in the caller's transaction if there is one} */
    <T> T joining(String operation, Work<T> work) {
        DataSource callers = transactional;
        if (callers == null) {
            return own(operation, work);
        }
        try (Connection connection = callers.getConnection()) {
            if (!connection.getAutoCommit()) {
                return work.with(session(connection));
            }
        } catch (SQLException e) {
            throw failed(operation, e);
        }
        return own(callers, operation, work);
    }

    /** {@return what the work gives, in a transaction of its own} */
    <T> T own(String operation, Work<T> work) {
        return own(raw, operation, work);
    }

    private <T> T own(DataSource source, String operation, Work<T> work) {
        for (int tries = 1; ; tries++) {
            try (Connection connection = source.getConnection()) {
                return committed(connection, work);
            } catch (SQLException e) {
                if (tries == MAXIMUM_TRIES || !dialect.isRetryable(e)) {
                    throw failed(operation, e);
                }
            }
        }
    }

    private <T> T committed(Connection connection, Work<T> work) throws SQLException {
        boolean autocommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        boolean done = false;
        try {
            T result = work.with(session(connection));
            connection.commit();
            done = true;
            return result;
        } finally {
            if (!done) {
                rollBackQuietly(connection);
            }
            restore(connection, autocommit, done);
        }
    }

    /** What went wrong before is what matters; the pool drops a connection that cannot even roll back. */
    private static void rollBackQuietly(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // Told by the exception that led here.
        }
    }

    private static void restore(Connection connection, boolean autocommit, boolean done) throws SQLException {
        try {
            connection.setAutoCommit(autocommit);
        } catch (SQLException e) {
            if (done) {
                throw e;
            }
        }
    }

    private Session session(Connection connection) {
        return new Session(connection, dialect, timeoutSeconds);
    }

    private static TokenStoreException failed(String operation, SQLException e) {
        return new TokenStoreException(
                "the database failed to " + operation + " (SQLState " + e.getSQLState() + ")", e);
    }
}
