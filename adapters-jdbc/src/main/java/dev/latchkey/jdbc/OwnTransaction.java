package dev.latchkey.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** A transaction that the adapter begins and ends on a raw connection, which it then closes. For a single use. */
final class OwnTransaction {

    private final Connection connection;
    private final boolean autocommit;

    private OwnTransaction(Connection connection, boolean autocommit) {
        this.connection = connection;
        this.autocommit = autocommit;
    }

    /**
     * {@return a transaction on the connection; if it cannot be begun, the connection is closed unchanged}
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

    /** The work of the transaction. */
    interface Steps<T> {
        T run() throws SQLException;
    }

    /** {@return the result of the steps; with autocommit on, each statement is its own transaction} */
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
     * {@return the result of the steps, committed}
     *
     * <p>After the commit, a failure of the connection has no effect.
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
     * <p>If the rollback fails, the connection is aborted. Setting it to autocommit would commit the transaction
     * instead.
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

    /** The original exception, or the result, is more useful; the pool drops the broken connection. */
    private static boolean quietly(Step step) {
        try {
            step.run();
            return true;
        } catch (SQLException | RuntimeException e) {
            return false;
        }
    }
}
