package dev.latchkey.jdbc;

import dev.latchkey.port.TokenStoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * Whether a read sees what other servers have acknowledged before it began.
 *
 * <p>A node of a Galera cluster answers from what it has applied so far, unless the connection's {@code wsrep_sync_wait}
 * makes it wait. Look-ups and reads of the feed return the setting with each answer, because a driver that fails over
 * to another node opens a new connection behind the same object, without what the pool had set on the old one.
 */
enum ClusterReads {
    /** One server, or a replica that says how far it is by its feed. */
    OF_ONE_SERVER(""),
    /** A node of a Galera cluster, unless this connection leads to a server outside of it. */
    OF_GALERA(", CASE WHEN @@wsrep_on THEN @@wsrep_sync_wait ELSE 7 END AS sync_wait");

    /** The bits for reads, for updates and deletions, and for insertions. */
    private static final int WAITS = 7;

    private final String column;

    ClusterReads(String column) {
        this.column = column;
    }

    /**
     * {@return what is read from a database}
     *
     * @throws IllegalArgumentException if it is a node of a Galera cluster, and the connection does not wait
     */
    static ClusterReads of(Connection connection, JdbcDialect dialect) throws SQLException {
        boolean mayBeGalera = dialect == JdbcDialect.MARIADB || dialect == JdbcDialect.MYSQL;
        if (!mayBeGalera || !"ON".equals(variable(connection, "wsrep_on").toUpperCase(Locale.ROOT))) {
            return OF_ONE_SERVER;
        }
        int setting = Integer.parseInt(variable(connection, "wsrep_sync_wait"));
        if (!waits(setting)) {
            throw new IllegalArgumentException(advice(setting));
        }
        return OF_GALERA;
    }

    /** {@return the value, or an empty text if the server has no such variable} */
    private static String variable(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW VARIABLES LIKE '" + name + "'")) {
            return row.next() ? row.getString(2) : "";
        }
    }

    private static boolean waits(int setting) {
        return (setting & WAITS) == WAITS;
    }

    private static String advice(int setting) {
        return "a node of a Galera cluster with wsrep_sync_wait = " + setting
                + " answers before it has applied what other"
                + " nodes acknowledged, so a revoked token would be accepted; set wsrep_sync_wait to 7 or 15 in the server,"
                + " or by sessionVariables=wsrep_sync_wait=7 in the address of the data source, which a failover keeps";
    }

    /** {@return a column for the end of a select list, or nothing} */
    String column() {
        return column;
    }

    /**
     * Verifies that the answer was waited for.
     *
     * @param row of a query with {@link #column()}
     * @throws TokenStoreException if it was not
     */
    void requireWaited(ResultSet row) throws SQLException {
        if (this == OF_GALERA && !waits(row.getInt("sync_wait"))) {
            throw new TokenStoreException(advice(row.getInt("sync_wait")));
        }
    }
}
