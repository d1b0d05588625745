package dev.latchkey.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** A transaction that the adapter begins and ends on a raw connection, which it then closes. Used once. */
final class OwnTransaction {

    private final Connection connection;
    private final boolean autocommit;

    private OwnTransaction(Connection connection, boolean autocommit) {
        this.connection = connection;
        this.autocommit = autocommit;
    }

    /**
     * {@return a transaction on the connection; if that cannot be, the connection is closed as it came}
     *
     * @throws dev.latchkey.port.TokenStoreException if the connection is in a transaction that others began
     */
    static OwnTransaction on(Connection connection, JdbcDialect dialect) throws SQLException {
        boolean usable = false;
        try {
            boolean autocommit = connection.getAutoCommit();
            if (!autocommit) {
                OpenTransactions.requireNone(connection, dialect);
            }
            usable = true;
            return new OwnTransaction(connection, autocommit);
        } finally {
            if (!usable) {
                quietly(connection::close);
            }
        }
    }

    /** What is done in the transaction. */
    interface Steps<T> {
        T run() throws SQLException;
    }

    /** {@return what the steps read; with autocommit on, each statement ends by itself} */
    <T> T ended(Steps<T> reading) throws SQLException {
        try {
            return reading.run();
        } finally {
            if (!autocommit) {
                rollBack();
            }
            quietly(connection::close);
        }
    }

    /**
     * {@return what the steps give, the last of which is the commit}
     *
     * <p>Once it is committed it is done, whatever becomes of the connection.
     */
    <T> T committed(Steps<T> writing) throws SQLException {
        boolean ended = false;
        try {
            T given = writing.run();
            ended = true;
            return given;
        } finally {
            if (ended || rollBack()) {
                quietly(() -> connection.setAutoCommit(autocommit));
            }
            quietly(connection::close);
        }
    }

    /**
     * {@return whether the transaction is over and the connection can still be used}
     *
     * <p>A connection on which that fails is aborted. Setting it to autocommit would commit what is to be rolled back.
     */
    private boolean rollBack() {
        boolean done = quietly(connection::rollback);
        if (!done) {
            quietly(() -> connection.abort(Runnable::run));
        }
        return done;
    }

    private interface Step {
        void run() throws SQLException;
    }

    /** The exception that led here, or the result, matters more; the pool drops a connection that cannot even do this. */
    private static boolean quietly(Step step) {
        try {
            step.run();
            return true;
        } catch (SQLException | RuntimeException e) {
            return false;
        }
    }
}
