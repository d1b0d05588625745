package dev.latchkey.jdbc;

import dev.latchkey.port.TokenStoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
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

    private final Sources sources;
    private final JdbcDialect dialect;
    private final TableNames names;
    private final int timeoutSeconds;

    Transactions(Sources sources, JdbcDialect dialect, TableNames names, int timeoutSeconds) {
        this.sources = sources;
        this.dialect = dialect;
        this.names = names;
        this.timeoutSeconds = timeoutSeconds;
    }

    /**
     * @param raw outside of any transaction of the caller's
     * @param feed for reading the change feed, likewise
     * @param transactional may be inside the caller's transaction; null if the caller has none
     */
    record Sources(
            DataSource raw, DataSource feed, @Nullable DataSource transactional) {}

    /** What is done with a connection. */
    interface Work<T> {
        T with(Session session) throws SQLException;
    }

    /** {@return what one look-up reads from committed data, never in the caller's transaction} */
    <T> T lookUp(String operation, Work<T> work) {
        return readCommitted(sources.raw(), Session.Kind.LOOK_UP, operation, work);
    }

    /** {@return what one look-up reads from where the change feed is read, never in the caller's transaction} */
    <T> T lookUpAtTheFeed(String operation, Work<T> work) {
        return readCommitted(sources.feed(), Session.Kind.LOOK_UP, operation, work);
    }

    /** {@return what one statement reads of the feed} */
    <T> T readFeed(String operation, Work<T> work) {
        return readCommitted(sources.feed(), Session.Kind.OWN, operation, work);
    }

    private <T> T readCommitted(DataSource source, Session.Kind kind, String operation, Work<T> work) {
        try (Connection connection = source.getConnection()) {
            return readCommitted(connection, kind, work);
        } catch (SQLException e) {
            throw failed(operation, e);
        }
    }

    private <T> T readCommitted(Connection connection, Session.Kind kind, Work<T> work) throws SQLException {
        boolean pooledWithoutAutocommit = !connection.getAutoCommit();
        T read = Session.with(connection, dialect, timeoutSeconds, kind, work);
        if (pooledWithoutAutocommit) {
            connection.rollback();
        }
        return read;
    }

    /** {@return what one statement reads, in the caller's transaction if there is one} */
    <T> T read(String operation, Work<T> work) {
        DataSource callers = sources.transactional();
        if (callers == null) {
            return readCommitted(sources.raw(), Session.Kind.OWN, operation, work);
        }
        return inCallers(callers, operation, work)
                .orElseGet(() -> readCommitted(callers, Session.Kind.OWN, operation, work));
    }

    /** {@return what the work gives, in the caller's transaction if there is one, else in one of its own} */
    <T> T write(String operation, Work<T> work) {
        DataSource callers = sources.transactional();
        if (callers == null) {
            return writeAlone(operation, work);
        }
        return inCallers(callers, operation, work).orElseGet(() -> writeAlone(callers, operation, work));
    }

    private <T> Optional<T> inCallers(DataSource callers, String operation, Work<T> work) {
        try (Connection connection = callers.getConnection()) {
            return connection.getAutoCommit()
                    ? Optional.empty()
                    : Optional.of(Session.with(connection, dialect, timeoutSeconds, Session.Kind.CALLERS, work));
        } catch (SQLException e) {
            if (dialect.isRetryable(e)) {
                throw new TokenStoreException(
                        "the database could not " + operation + " because of another transaction (SQLState "
                                + e.getSQLState() + "); roll yours back, and run it again",
                        e);
            }
            throw failed(operation, e);
        }
    }

    /** {@return what the work gives, in a transaction of its own} */
    <T> T writeAlone(String operation, Work<T> work) {
        return writeAlone(sources.raw(), operation, work);
    }

    private <T> T writeAlone(DataSource source, String operation, Work<T> work) {
        for (int tries = 1; ; tries++) {
            try {
                return committed(source.getConnection(), work);
            } catch (SQLException e) {
                if (tries == MAXIMUM_TRIES || !dialect.isRetryable(e)) {
                    throw failed(operation, e);
                }
            }
        }
    }

    /** Once it is committed it is done, whatever becomes of the connection. */
    private <T> T committed(Connection connection, Work<T> work) throws SQLException {
        boolean autocommit = true;
        boolean done = false;
        try {
            autocommit = connection.getAutoCommit();
            T result = Session.with(connection, dialect, timeoutSeconds, Session.Kind.OWN, session -> {
                dialect.beginWriting(connection, names);
                T given = work.with(session);
                connection.commit();
                return given;
            });
            done = true;
            return result;
        } finally {
            if (!done) {
                quietly(connection::rollback);
            }
            boolean before = autocommit;
            quietly(() -> connection.setAutoCommit(before));
            quietly(connection::close);
        }
    }

    private interface Step {
        void run() throws SQLException;
    }

    /** What happened before is what matters; the pool drops a connection that cannot even do this. */
    private static void quietly(Step step) {
        try {
            step.run();
        } catch (SQLException e) {
            // Told by the exception that led here, if there is one.
        }
    }

    private TokenStoreException failed(String operation, SQLException e) {
        return new TokenStoreException(
                "the database failed to " + operation + " (SQLState " + e.getSQLState() + ")" + dialect.explain(e), e);
    }
}
