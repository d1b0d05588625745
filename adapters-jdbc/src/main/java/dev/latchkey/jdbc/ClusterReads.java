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
 * makes it wait, and neither {@code wsrep_dirty_reads} nor {@code wsrep_on} makes it not do so. Look-ups and reads of the
 * feed return that with each answer, because a driver that fails over to another node opens a new connection behind the
 * same object, without what the pool had set on the old one.
 */
enum ClusterReads {
    /** One server, or a replica that says how far it is by its feed. */
    OF_ONE_SERVER(""),
    /** A node of a Galera cluster, unless this connection leads to a server outside of it. */
    OF_GALERA(", " + ClusterReads.HASTE + " AS haste");

    /**
     * The setting by which the connection does not wait, or an empty text. The bits 1, 2 and 4 of {@code wsrep_sync_wait} are
     * for reads, for updates and deletions, and for insertions.
     */
    private static final String HASTE = "CASE WHEN NOT @@GLOBAL.wsrep_on THEN ''"
            + " WHEN NOT @@wsrep_on THEN 'wsrep_on = OFF'"
            + " WHEN @@wsrep_dirty_reads THEN 'wsrep_dirty_reads = ON'"
            + " WHEN @@wsrep_sync_wait & 7 <> 7 THEN CONCAT('wsrep_sync_wait = ', @@wsrep_sync_wait)"
            + " ELSE '' END";

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
        if (!mayBeGalera || !isOfGalera(connection)) {
            return OF_ONE_SERVER;
        }
        String haste = first(connection, "SELECT " + HASTE, 1);
        if (!haste.isEmpty()) {
            throw new IllegalArgumentException(advice(haste));
        }
        return OF_GALERA;
    }

    /** Of the server, not of the connection, which may have been excepted. */
    private static boolean isOfGalera(Connection connection) throws SQLException {
        return "ON"
                .equals(first(connection, "SHOW GLOBAL VARIABLES LIKE 'wsrep_on'", 2)
                        .toUpperCase(Locale.ROOT));
    }

    /** {@return a text of the first row, or an empty one if there is none} */
    private static String first(Connection connection, String query, int column) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? String.valueOf(row.getString(column)) : "";
        }
    }

    private static String advice(String haste) {
        return "a node of a Galera cluster with " + haste
                + " answers before it has applied what other"
                + " nodes acknowledged, so a revoked token would be accepted; set wsrep_sync_wait to 7 or 15 in the server,"
                + " or by sessionVariables=wsrep_sync_wait=7 in the address of the data source, which a failover keeps, and"
                + " leave wsrep_dirty_reads off and wsrep_on on";
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
        if (this == OF_GALERA) {
            String haste = String.valueOf(row.getString("haste"));
            if (!haste.isEmpty()) {
                throw new TokenStoreException(advice(haste));
            }
        }
    }
}
