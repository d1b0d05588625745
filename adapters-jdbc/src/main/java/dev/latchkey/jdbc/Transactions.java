package dev.latchkey.jdbc;

import dev.latchkey.port.TokenStoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs operations on connections of the right data source, in the right transaction.
 *
 * <p>While the host reports a transaction, operations that may join it do so, on a connection of the host: nothing is
 * committed, rolled back or retried there. Everything else is a transaction of the adapter's own, on a raw connection,
 * which the adapter ends on every path, with autocommit on or off.
 */
final class Transactions {

    private final Sources sources;
    private final @Nullable HostTransaction host;
    private final JdbcDialect dialect;
    private final TableNames names;
    private final Duration timeout;

    Transactions(
            Sources sources, @Nullable HostTransaction host, JdbcDialect dialect, TableNames names, Duration timeout) {
        this.sources = sources;
        this.host = host;
        this.dialect = dialect;
        this.names = names;
        this.timeout = timeout;
    }

    /**
     * Connections outside of any transaction of the caller.
     *
     * @param lookUps for verification; may lead to a replica, if that is allowed
     * @param feed for reading the change feed
     * @param primary for everything else
     */
    record Sources(DataSource lookUps, DataSource feed, DataSource primary) {}

    /** Work on a connection. */
    interface Work<T> {
        T with(Session session) throws SQLException;
    }

    /** {@return the result of one look-up of committed data, never in the caller's transaction} */
    <T> T lookUp(String operation, Work<T> work) {
        return readAlone(sources.lookUps(), Session.Kind.LOOK_UP, operation, work);
    }

    /** {@return the result of one look-up of committed data of the primary, never in the caller's transaction} */
    <T> T lookUpPrimary(String operation, Work<T> work) {
        return readAlone(sources.primary(), Session.Kind.LOOK_UP, operation, work);
    }

    /** {@return the result of one look-up from the source of the change feed, never in the caller's transaction} */
    <T> T lookUpAtTheFeed(String operation, Work<T> work) {
        return readAlone(sources.feed(), Session.Kind.LOOK_UP, operation, work);
    }

    /** {@return the result of one statement that reads the feed} */
    <T> T readFeed(String operation, Work<T> work) {
        return readAlone(sources.feed(), Session.Kind.OWN, operation, work);
    }

    /** {@return the result of one query, in the caller's transaction if there is one} */
    <T> T read(String operation, Work<T> work) {
        return host != null && host.isActive()
                ? host.read(operation, dialect, Deadline.in(timeout), work)
                : readCommitted(operation, work);
    }

    /** {@return the result of one query of committed data of the primary, never in the caller's transaction} */
    <T> T readCommitted(String operation, Work<T> work) {
        return readAlone(sources.primary(), Session.Kind.OWN, operation, work);
    }

    /** {@return whether operations join a transaction of the caller now} */
    boolean isWithinCallers() {
        return host != null && host.isActive();
    }

    /** {@return the result of the work, in the caller's transaction if there is one, else in one of its own} */
    <T> T write(String operation, Work<T> work) {
        return host != null && host.isActive()
                ? host.write(operation, dialect, Deadline.in(timeout), work)
                : writeAlone(operation, work);
    }

    /** {@return the result of the work, in a transaction of its own} */
    <T> T writeAlone(String operation, Work<T> work) {
        return retried(sources.primary(), operation, (connection, deadline) -> {
            OwnTransaction own = OwnTransaction.on(connection, dialect);
            return own.committed(() -> Session.with(connection, dialect, deadline, Session.Kind.OWN, session -> {
                dialect.beginWriting(session, names);
                ReadOnlyDatabases.requireStillWritable(session, dialect);
                T given = work.with(session);
                connection.commit();
                return given;
            }));
        });
    }

    private <T> T readAlone(DataSource source, Session.Kind kind, String operation, Work<T> work) {
        return retried(
                source,
                operation,
                (connection, deadline) -> OwnTransaction.on(connection, dialect)
                        .ended(() -> Session.with(connection, dialect, deadline, kind, work)));
    }

    /** Runs an action after the caller's transaction is committed; immediately without one. */
    void afterCommit(Runnable action) {
        if (host != null && host.isActive()) {
            host.afterCommit(action);
        } else {
            action.run();
        }
    }

    /** One try, on a connection of its own. */
    private interface Try<T> {
        T on(Connection connection, Deadline deadline) throws SQLException;
    }

    /** The deadline counts from the first connection on; the data source limits the time to get that one. */
    private <T> T retried(DataSource source, String operation, Try<T> once) {
        Deadline deadline = null;
        for (int tries = 1; ; tries++) {
            try {
                Connection connection = source.getConnection();
                if (deadline == null) {
                    deadline = Deadline.in(timeout);
                }
                return once.on(connection, deadline);
            } catch (SQLException e) {
                boolean mayRetry = e instanceof StaleSnapshotException || dialect.isRetryable(e);
                if (!mayRetry || deadline == null || !deadline.pause(tries)) {
                    throw failed(dialect, operation, e);
                }
            }
        }
    }

    static TokenStoreException failed(JdbcDialect dialect, String operation, SQLException e) {
        return new TokenStoreException(
                "the database failed to " + operation + " (SQLState " + e.getSQLState() + ")" + dialect.explain(e), e);
    }
}
