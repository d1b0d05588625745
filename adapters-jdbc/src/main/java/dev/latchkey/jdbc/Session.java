package dev.latchkey.jdbc;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection for one try of an operation; it waits for no answer beyond the operation's deadline. */
final class Session {

    /** The kind of an operation, which determines how a wait for the database ends. */
    enum Kind {
        /**
         * One row or a few, by their key. Over a network, only the network timeout ends the wait, and with it the
         * connection: drivers start a timer for each statement with a timeout, which costs a tenth of such a read.
         */
        LOOK_UP,
        /** A query, or a transaction of the adapter's own: each statement has a timeout. */
        OWN,
        /** Part of the caller's transaction; otherwise as before. */
        CALLERS
    }

    /** The network timeout is a second longer than the statement's, so that the server ends a statement first. */
    private static final long NETWORK_GRACE_MILLIS = 1_000;

    private final Connection connection;
    private final JdbcDialect dialect;
    private final Deadline deadline;
    private final Kind kind;

    private Session(Connection connection, JdbcDialect dialect, Deadline deadline, Kind kind) {
        this.connection = connection;
        this.dialect = dialect;
        this.deadline = deadline;
        this.kind = kind;
    }

    /** {@return the result of the work, on a connection that does not wait forever for the server} */
    static <T> T with(
            Connection connection, JdbcDialect dialect, Deadline deadline, Kind kind, Transactions.Work<T> work)
            throws SQLException {
        Session session = new Session(connection, dialect, deadline, kind);
        if (!dialect.isRemote()) {
            return work.with(session);
        }
        int callers = connection.getNetworkTimeout();
        long grace = session.timesStatements() ? NETWORK_GRACE_MILLIS : 0;
        int millis = Math.toIntExact(deadline.millisLeft() + grace);
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

    /** If the reset fails the connection is broken; its next user gets the exception. */
    private static void restoreQuietly(Connection connection, int networkTimeout) {
        try {
            connection.setNetworkTimeout(Runnable::run, networkTimeout);
        } catch (SQLException e) {
            // The original exception is more useful.
        }
    }

    Connection connection() {
        return connection;
    }

    /** {@return a query that locks the rows it finds} */
    String locking(String query) {
        return dialect.locking(query);
    }

    /** {@return a query whose rows cannot be deleted until the transaction ends} */
    String keeping(String query) {
        return dialect.keeping(query);
    }

    /** {@return a query for rows that are written next, which reads the rows that the write will find} */
    String beforeWriting(String query) throws SQLException {
        return kind == Kind.CALLERS && dialect.readsAnOldSnapshotButWritesTheNewest() && !connection.isReadOnly()
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

    /** Executes a statement that does not concern rows. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            limitTime(statement);
            statement.execute(sql);
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

    /**
     * Executes one statement for each set of parameters, in as few round trips as the driver supports.
     *
     * @throws SQLException of the statement that failed; that of the batch may print the parameters
     */
    int[] batch(String sql, List<@Nullable Object[]> parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            limitTime(statement);
            for (@Nullable Object[] row : parameters) {
                bind(statement, row);
                statement.addBatch();
            }
            return statement.executeBatch();
        } catch (BatchUpdateException e) {
            throw e.getCause() instanceof SQLException cause ? cause : e;
        }
    }

    /**
     * {@return whether each of the statements changed one row, by one for each set of parameters}
     *
     * @throws UncountedBatchException if the driver does not report that; the rows are changed
     */
    boolean updateEach(String sql, List<@Nullable Object[]> parameters) throws SQLException {
        int[] counts = batch(sql, parameters);
        if (Arrays.stream(counts).anyMatch(count -> count == Statement.SUCCESS_NO_INFO)) {
            throw new UncountedBatchException();
        }
        return Arrays.stream(counts).allMatch(count -> count == 1);
    }

    /**
     * {@return how many rows were deleted, by one statement for each set of parameters}
     *
     * <p>Fewer than there are parameters if another node deleted some of them. A driver that does not report the number
     * is taken to have deleted a row.
     */
    int deleteEach(String sql, List<@Nullable Object[]> parameters) throws SQLException {
        return parameters.isEmpty()
                ? 0
                : Arrays.stream(batch(sql, parameters))
                        .map(count -> count == Statement.SUCCESS_NO_INFO ? 1 : count)
                        .sum();
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

    private void limitTime(Statement statement) throws SQLException {
        if (timesStatements()) {
            statement.setQueryTimeout(deadline.secondsLeft());
        }
    }

    private boolean timesStatements() {
        return dialect.timesEachStatement() && !(kind == Kind.LOOK_UP && dialect.isRemote());
    }

    private void bind(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, dialect.parameter(parameters[i]));
        }
    }
}
