package dev.latchkey.jdbc;

import dev.latchkey.port.TokenStoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks for read-only databases, such as replicas: writes to them are refused or lost, and reads may be stale. A
 * server can become read-only while the store runs, by a failover.
 */
final class ReadOnlyDatabases {

    private static final String TRUE_ON_STANDBY = "pg_is_in_recovery()";
    private static final String TRUE_ON_REPLICA = "@@global.read_only";
    private static final Set<String> FALSE = Set.of("0", "f", "false", "off");

    private ReadOnlyDatabases() {}

    /**
     * Verifies that a source leads to a database that can be written to.
     *
     * @param role what the source is for, for the message
     * @throws IllegalArgumentException if the database or the connection is read-only
     */
    static void requireWritable(Connection connection, JdbcDialect dialect, String role) throws SQLException {
        String why = whyReadOnly(connection, dialect);
        if (why != null) {
            throw new IllegalArgumentException("the " + role + " leads to a database that cannot be written to: " + why
                    + ". Connect it to the primary; for look-ups alone, a replica is allowed by allowReplica()");
        }
    }

    private static @Nullable String whyReadOnly(Connection connection, JdbcDialect dialect) throws SQLException {
        if (connection.isReadOnly()) {
            return "its connections are read-only";
        }
        if (isTrue(connection, "SELECT " + trueWhereReadOnly(dialect))) {
            return "it is a replica (" + trueWhereReadOnly(dialect) + ")";
        }
        return dialect == JdbcDialect.POSTGRESQL
                        && isTrue(connection, "SELECT current_setting('transaction_read_only') = 'on'")
                ? "its transactions are read-only (default_transaction_read_only)"
                : null;
    }

    /**
     * {@return an expression for the statements of the feed, which shows at each read whether the database is not the
     * primary}
     */
    static String trueWhereReadOnly(JdbcDialect dialect) {
        return switch (dialect) {
            case POSTGRESQL -> TRUE_ON_STANDBY;
            case MYSQL, MARIADB -> TRUE_ON_REPLICA;
            case H2, SQLITE -> "0";
        };
    }

    /** {@return the value of such an expression} */
    static boolean isTrue(ResultSet row, int column) throws SQLException {
        String value = row.getString(column);
        return value != null && FALSE.stream().noneMatch(value::equalsIgnoreCase);
    }

    /**
     * Verifies before a write that the database has not become a replica since the store was built. PostgreSQL itself
     * refuses the write; MySQL and MariaDB let privileged users write to a replica, where it is lost.
     *
     * @throws TokenStoreException if it has
     */
    static void requireStillWritable(Session session, JdbcDialect dialect) throws SQLException {
        boolean refusesByItself = dialect != JdbcDialect.MYSQL && dialect != JdbcDialect.MARIADB;
        if (!refusesByItself
                && session.query("SELECT " + TRUE_ON_REPLICA, row -> isTrue(row, 1))
                        .get(0)) {
            throw becameReadOnly("written to");
        }
    }

    static TokenStoreException becameReadOnly(String use) {
        return new TokenStoreException("the database that tokens are " + use
                + " has become read-only, as a replica is; connect the data source to the primary");
    }

    /**
     * Verifies that a commit is acknowledged only when it is visible on the replicas.
     *
     * @throws IllegalArgumentException if the primary does not wait for the replicas
     */
    static void requireCommitsWaitForReplicas(Connection connection, JdbcDialect dialect, String role)
            throws SQLException {
        if (dialect != JdbcDialect.POSTGRESQL
                || !isTrue(
                        connection,
                        "SELECT current_setting('synchronous_commit') = 'remote_apply'"
                                + " AND current_setting('synchronous_standby_names') <> ''")) {
            throw new IllegalArgumentException("commitsWaitForReplica() needs PostgreSQL with synchronous_commit ="
                    + " remote_apply and the replica in synchronous_standby_names; the " + role + " has not");
        }
    }

    private static boolean isTrue(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() && isTrue(row, 1);
        }
    }
}
