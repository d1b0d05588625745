package dev.latchkey.jdbc;

import dev.latchkey.port.TokenStoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Whether a connection that arrives with autocommit off is in a transaction already.
 *
 * <p>It may be in a transaction of the host, which shares the connection, or of a previous user of a pool that does not
 * roll back returned connections. Reading in it could use an old snapshot, and rolling it back would undo the host's
 * work, so the operation is refused. JDBC has no method for this, so each database needs a check of its own.
 */
final class OpenTransactions {

    private static final String ACTIVE_TRANSACTION = "25001";
    private static final String FAILED_TRANSACTION = "25P02";
    private static final int MYSQL_IN_TRANSACTION = 1568;
    private static final int SQLITE_LOCKED = 6;
    private static final int SQLITE_PRIMARY_CODE = 0xff;

    private OpenTransactions() {}

    /**
     * Verifies that the connection's next statement begins a transaction, which the adapter then ends itself.
     *
     * @param connection has autocommit off
     * @throws TokenStoreException if it is in a transaction that has done something
     */
    static void requireNone(Connection connection, JdbcDialect dialect) throws SQLException {
        boolean open = switch (dialect) {
            case POSTGRESQL -> isOpenOnPostgreSql(connection);
            case MYSQL, MARIADB -> isOpenOnMySql(connection);
            case SQLITE -> isOpenOnSqlite(connection);
            case H2 -> isOpenOnH2(connection);
        };
        if (open) {
            throw new TokenStoreException(
                    "a connection of the raw data source (or of the feed's) has autocommit off and is in a"
                            + " transaction that the store did not begin; the store neither reads in it nor ends it. Give"
                            + " JdbcTokenStore.builder(…) a data source that the host's transactions do not use, with autocommit on,"
                            + " or have its pool roll back what is returned to it (tomcat-jdbc: rollbackOnReturn)");
        }
    }

    /**
     * The driver refuses to change the mode of a transaction that has begun; no round trip. A transaction that has
     * touched no table is a pool's test of the connection, and is ended: the driver's own {@code isValid} begins one.
     */
    private static boolean isOpenOnPostgreSql(Connection connection) throws SQLException {
        try {
            connection.setReadOnly(connection.isReadOnly());
            return false;
        } catch (SQLException e) {
            if (!ACTIVE_TRANSACTION.equals(e.getSQLState())) {
                throw e;
            }
        }
        try {
            // A transaction keeps the lock of each table that it has read or written until it ends.
            if (isTrue(
                    connection,
                    "SELECT EXISTS (SELECT 1 FROM pg_lock_status() WHERE pid = pg_backend_pid()"
                            + " AND locktype <> 'virtualxid')")) {
                return true;
            }
        } catch (SQLException e) {
            if (FAILED_TRANSACTION.equals(e.getSQLState())) {
                return true;
            }
            throw e;
        }
        connection.rollback();
        return false;
    }

    /** Sets the default value; the statement is refused in a transaction that has touched a table. */
    private static boolean isOpenOnMySql(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION READ WRITE");
            return false;
        } catch (SQLException e) {
            if (e.getErrorCode() == MYSQL_IN_TRANSACTION) {
                return true;
            }
            throw e;
        }
    }

    /**
     * A checkpoint is refused in a transaction that has read or written. With SQLite 3.51 this one does nothing else;
     * earlier versions copy the log to the database.
     */
    private static boolean isOpenOnSqlite(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(NOOP)");
            return false;
        } catch (SQLException e) {
            if ((e.getErrorCode() & SQLITE_PRIMARY_CODE) == SQLITE_LOCKED) {
                return true;
            }
            throw e;
        }
    }

    /** Only writes are visible. A transaction that has only read loses nothing but its old snapshot when it ends. */
    private static boolean isOpenOnH2(Connection connection) throws SQLException {
        if (isTrue(
                connection,
                "SELECT CONTAINS_UNCOMMITTED FROM INFORMATION_SCHEMA.SESSIONS WHERE SESSION_ID = SESSION_ID()")) {
            return true;
        }
        connection.rollback();
        return false;
    }

    private static boolean isTrue(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() && row.getBoolean(1);
        }
    }
}
