package dev.latchkey.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection for the time of one operation; every statement has a timeout. */
final class Session {

    /** The driver gives up a second after the server should have: the network is asked last. */
    private static final int NETWORK_GRACE_SECONDS = 1;

    private final Connection connection;
    private final JdbcDialect dialect;
    private final int timeoutSeconds;
    private final boolean inCallersTransaction;

    private Session(Connection connection, JdbcDialect dialect, int timeoutSeconds, boolean inCallersTransaction) {
        this.connection = connection;
        this.dialect = dialect;
        this.timeoutSeconds = timeoutSeconds;
        this.inCallersTransaction = inCallersTransaction;
    }

    /** {@return what the work gives, on a connection that does not wait for ever for a server that never answers} */
    static <T> T with(
            Connection connection,
            JdbcDialect dialect,
            int timeoutSeconds,
            boolean inCallersTransaction,
            Transactions.Work<T> work)
            throws SQLException {
        Session session = new Session(connection, dialect, timeoutSeconds, inCallersTransaction);
        if (!dialect.isRemote()) {
            return work.with(session);
        }
        int callers = connection.getNetworkTimeout();
        int millis = Math.toIntExact(TimeUnit.SECONDS.toMillis(timeoutSeconds + NETWORK_GRACE_SECONDS));
        if (callers > 0 && callers <= millis) {
            return work.with(session);
        }
        connection.setNetworkTimeout(Runnable::run, millis);
        try {
            return work.with(session);
        } finally {
            restoreQuietly(connection, callers);
        }
    }

    /** A connection that does not take it is broken, which whoever uses it next is told. */
    private static void restoreQuietly(Connection connection, int networkTimeout) {
        try {
            connection.setNetworkTimeout(Runnable::run, networkTimeout);
        } catch (SQLException e) {
            // What went wrong before is what matters.
        }
    }

    Connection connection() {
        return connection;
    }

    /** {@return a query that locks the rows it finds} */
    String locking(String query) {
        return dialect.locking(query);
    }

    /** {@return a query for what is to be written next, which finds what the write will find} */
    String beforeWriting(String query) throws SQLException {
        return inCallersTransaction && dialect.readsAnOldSnapshotButWritesTheNewest() && !connection.isReadOnly()
                ? dialect.locking(query)
                : query;
    }

    /** Reads one row. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<T> read = new ArrayList<>();
            while (rows.next()) {
                read.add(reader.read(rows));
            }
            return read;
        }
    }

    int update(String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    /** {@return whether a row was inserted; false if it was there already} */
    boolean insertOrIgnore(String sql, @Nullable Object... parameters) throws SQLException {
        try {
            return update(dialect.insertOrIgnore(sql), parameters) == 1;
        } catch (SQLException e) {
            if (dialect.isDuplicate(e)) {
                return false;
            }
            throw e;
        }
    }

    /** Runs one statement for each set of parameters, in as few round trips as the driver can. */
    int[] batch(String sql, List<@Nullable Object[]> parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            limitTime(statement);
            for (@Nullable Object[] row : parameters) {
                bind(statement, row);
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }

    private PreparedStatement prepare(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            limitTime(statement);
            bind(statement, parameters);
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private void limitTime(PreparedStatement statement) throws SQLException {
        if (dialect.timesEachStatement()) {
            statement.setQueryTimeout(timeoutSeconds);
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }
}
