package dev.latchkey.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A supported database. All differences between databases are here and in their schema resources; the statements are
 * the same.
 *
 * <p>More databases may be added.
 */
public enum JdbcDialect {
    /** H2 2.x, in memory or in a file. */
    H2("H2"),
    /** PostgreSQL 12 or later. */
    POSTGRESQL("PostgreSQL"),
    /** MySQL 8.0 or later, with InnoDB. */
    MYSQL("MySQL"),
    /** MariaDB 10.6 or later, with InnoDB. */
    MARIADB("MariaDB"),
    /** SQLite 3.37 or later, in a file. */
    SQLITE("SQLite");

    private static final int MYSQL_DUPLICATE_KEY = 1062;
    private static final int MYSQL_LOCK_WAIT_TIMEOUT = 1205;
    private static final int MYSQL_DEADLOCK = 1213;
    private static final int MARIADB_CHANGED_SINCE_READ = 1020;
    private static final int SQLITE_BUSY = 5;
    private static final int SQLITE_LOCKED = 6;
    private static final int SQLITE_PRIMARY_CODE = 0xff;
    private static final int H2_FILE_IS_OPEN = 90020;

    private final String productName;

    JdbcDialect(String productName) {
        this.productName = productName;
    }

    /** {@return the dialect of a connection's database} */
    static JdbcDialect of(Connection connection) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        String product = database.getDatabaseProductName();
        // MySQL's driver reports the same name for every server.
        if (product.equals(MYSQL.productName)
                && database.getDatabaseProductVersion().contains(MARIADB.productName)) {
            return MARIADB;
        }
        return Arrays.stream(values())
                .filter(dialect -> dialect.productName.equals(product))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "database " + product + " is not one of " + Arrays.toString(values())));
    }

    private boolean isOfMySqlFamily() {
        return this == MYSQL || this == MARIADB;
    }

    /** {@return the location of the schema's script, relative to this package} */
    String schemaResource() {
        return "schema/" + name().toLowerCase(Locale.ROOT) + "/V1__latchkey.sql";
    }

    /**
     * {@return an insert that, if the database supports it, writes nothing if the row exists}
     *
     * <p>A failed statement would make the caller's transaction unusable on PostgreSQL. MySQL's {@code INSERT IGNORE} would
     * ignore more than duplicates.
     */
    String insertOrIgnore(String insert) {
        return this == POSTGRESQL || this == SQLITE ? insert + " ON CONFLICT DO NOTHING" : insert;
    }

    /** {@return whether one statement can update a row and insert what it was updated to, by {@code WITH}} */
    boolean writesInQueries() {
        return this == POSTGRESQL;
    }

    /** {@return whether a failed insert means that the row exists, and leaves the transaction usable} */
    boolean isDuplicate(SQLException e) {
        return switch (this) {
            case H2 -> "23505".equals(e.getSQLState());
            case MYSQL, MARIADB -> e.getErrorCode() == MYSQL_DUPLICATE_KEY;
            case POSTGRESQL, SQLITE -> false;
        };
    }

    /**
     * {@return a query that locks the rows it finds; SQLite has one lock, which a writing transaction already holds}
     */
    String locking(String query) {
        return this == SQLITE ? query : query + " FOR UPDATE";
    }

    /**
     * {@return a query whose rows cannot be deleted until the transaction ends, but updated where the database can
     * distinguish these}
     */
    String keeping(String query) {
        return switch (this) {
            case POSTGRESQL -> query + " FOR KEY SHARE";
            // MariaDB does not support FOR SHARE.
            case MYSQL, MARIADB -> query + " LOCK IN SHARE MODE";
            case H2, SQLITE -> locking(query);
        };
    }

    /**
     * {@return whether a transaction reads the snapshot of its beginning, but writes to the present rows}
     *
     * <p>Rows that are read for a write must then be locked, or every retry would find the same conflict.
     */
    boolean readsAnOldSnapshotButWritesTheNewest() {
        return isOfMySqlFamily();
    }

    /** {@return whether the same transaction may succeed when it is run again} */
    boolean isRetryable(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        int code = e.getErrorCode();
        return switch (this) {
            // Deadlock, a row changed by another transaction, a lock timeout.
            case H2 -> state.equals("40001") || state.equals("90131") || state.equals("HYT00");
            // Serialization failure, deadlock.
            case POSTGRESQL -> state.equals("40001") || state.equals("40P01");
            case MYSQL, MARIADB ->
                state.equals("40001")
                        || code == MYSQL_DEADLOCK
                        || code == MYSQL_LOCK_WAIT_TIMEOUT
                        || code == MARIADB_CHANGED_SINCE_READ;
            case SQLITE -> (code & SQLITE_PRIMARY_CODE) == SQLITE_BUSY || (code & SQLITE_PRIMARY_CODE) == SQLITE_LOCKED;
        };
    }

    /** {@return whether the database is reached over a network, so that an answer may never arrive} */
    boolean isRemote() {
        return this == POSTGRESQL || isOfMySqlFamily();
    }

    /**
     * {@return whether a timeout applies to a single statement}
     *
     * <p>H2 would keep it for the connection, so the connection's next user would inherit it, and each change costs a
     * statement. H2 reads without waiting, and waits for locks no longer than its own {@code LOCK_TIMEOUT}.
     */
    boolean timesEachStatement() {
        return this != H2;
    }

    /**
     * Begins a transaction that will write.
     *
     * <p>In SQLite one transaction writes at a time. A transaction that has read before it writes cannot wait for the
     * lock, because its reads would be out of date, so it fails. Therefore the lock is acquired first, by a statement
     * that changes nothing; JDBC cannot express {@code BEGIN IMMEDIATE}.
     */
    void beginWriting(Session session, TableNames names) throws SQLException {
        DatabaseChecks.prepareWrite(this, session.connection());
        session.connection().setAutoCommit(false);
        if (this == SQLITE) {
            session.update(names.in("DELETE FROM latchkey_state WHERE id = 0"));
        }
    }

    /**
     * {@return a statement's parameter as the driver should send it}
     *
     * <p>On MySQL and MariaDB a text is sent as its bytes of UTF-8: a driver whose {@code characterEncoding} lacks a
     * character would send a question mark, so that two owners could become one. H2 compares its binary columns with
     * bytes only.
     */
    @Nullable Object parameter(@Nullable Object value) {
        boolean asBytes = this == H2 || isOfMySqlFamily();
        return asBytes && value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : value;
    }

    /** {@return a query that returns its one parameter, a text, as a column of text is read} */
    String textBack() {
        String type = isOfMySqlFamily() ? "CHAR CHARACTER SET utf8mb4" : this == H2 ? "VARCHAR" : "TEXT";
        return "SELECT CAST(? AS " + type + ")";
    }

    /** {@return a query whose last parameter is the maximum number of rows} */
    String limited(String query) {
        // H2 supports LIMIT only in some of its modes; MySQL and SQLite do not support the standard's FETCH FIRST.
        return query + (this == H2 ? " FETCH FIRST ? ROWS ONLY" : " LIMIT ?");
    }

    /** {@return advice on an error whose message does not say what to do, or an empty text} */
    String explain(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                if (isMissingTable(sql)) {
                    return "; a table is missing: call JdbcSchema.createIfMissing, or run the script dev/latchkey/jdbc/"
                            + schemaResource() + " with the table prefix of the store";
                }
                if (sql.getErrorCode() == H2_FILE_IS_OPEN) {
                    return "; another process has opened the file of this H2 database, which serves one process at a"
                            + " time: end that process, or connect both to H2's server";
                }
            }
        }
        return "";
    }

    private boolean isMissingTable(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return switch (this) {
            case H2 -> state.equals("42S02") || state.equals("42S03") || state.equals("42S04");
            case POSTGRESQL -> state.equals("42P01");
            case MYSQL, MARIADB -> state.equals("42S02");
            case SQLITE -> String.valueOf(e.getMessage()).contains("no such table");
        };
    }
}
