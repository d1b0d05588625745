package dev.latchkey.jdbc;

import dev.latchkey.port.TokenStoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Refuses, when a store is built, a database whose settings break the guarantees of the store. */
final class DatabaseChecks {

    /** Loses acknowledged rows when its process is killed, from an age of its file of about 45 seconds. */
    private static final String H2_THAT_LOSES_ROWS = "2.5.252";

    private static final int SQLITE_SYNCHRONOUS_FULL = 2;
    private static final String H2_ADMIN_RIGHTS_REQUIRED = "90040";

    /** Characters of one to four bytes of UTF-8; no charset of one byte has all of them. */
    private static final String PROBE = "aZ \u00e9\u00df\u20ac\u0416\u4e2d\u05d0\ud83d\udd11";

    private final JdbcDialect dialect;
    private final Connection connection;

    private DatabaseChecks(JdbcDialect dialect, Connection connection) {
        this.dialect = dialect;
        this.connection = connection;
    }

    /**
     * {@return a connection}
     *
     * @throws TokenStoreException if the data source throws an exception that is not JDBC's, as a pool does if it finds
     *     no driver or cannot open its first connection
     */
    static Connection connect(DataSource source) throws SQLException {
        try {
            return source.getConnection();
        } catch (RuntimeException e) {
            // The message of the cause may contain the address, and with it a password.
            throw new TokenStoreException(
                    "the data source returned no connection; is the database's driver on the class path, and is the address"
                            + " right?" + JdbcDialect.H2.explain(e),
                    e);
        }
    }

    /** {@return the exception for an error before the store exists} */
    static TokenStoreException unusable(SQLException e) {
        return new TokenStoreException(
                "the database cannot be reached or used (SQLState " + e.getSQLState() + ")" + JdbcDialect.H2.explain(e),
                e);
    }

    /**
     * Requires that the database keeps acknowledged writes and returns every text unchanged.
     *
     * @throws IllegalArgumentException if it does not; the message names the setting to change
     */
    static void require(JdbcDialect dialect, Connection connection) throws SQLException {
        DatabaseChecks checks = new DatabaseChecks(dialect, connection);
        checks.requireThatTextsComeBack();
        if (dialect == JdbcDialect.H2) {
            checks.requireDurableH2();
        } else if (dialect == JdbcDialect.SQLITE) {
            checks.requireDurableSqlite();
        }
    }

    private void requireThatTextsComeBack() throws SQLException {
        String empty = query("SELECT ''");
        if (empty == null) {
            throw new IllegalArgumentException(dialect + " turns an empty text into NULL, so some tokens could not be"
                    + " stored: remove EMPTY_STRING_IS_NULL from the sql_mode (MariaDB), or choose another MODE than"
                    + " Oracle (H2)");
        }
        String back;
        try {
            back = textBack();
        } catch (SQLException e) {
            if (!isDataException(e)) {
                throw e;
            }
            throw new IllegalArgumentException(loses() + e.getMessage(), e);
        }
        if (!PROBE.equals(back)) {
            throw new IllegalArgumentException(loses() + "\"" + PROBE + "\" was returned as \"" + back + "\"");
        }
    }

    private @Nullable String textBack() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(dialect.textBack())) {
            statement.setObject(1, dialect.parameter(PROBE));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    /** SQLState class 22, which includes characters that a charset does not have. */
    private static boolean isDataException(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith("22");
    }

    private String loses() {
        return "this connection to " + dialect + " loses characters of UTF-8; "
                + (dialect == JdbcDialect.POSTGRESQL
                        ? "create the database with ENCODING 'UTF8': "
                        : "remove characterEncoding and characterSetResults from its address, or set them to UTF-8: ");
    }

    private void requireDurableSqlite() throws SQLException {
        String synchronous = query("PRAGMA synchronous");
        if (synchronous == null || Integer.parseInt(synchronous) < SQLITE_SYNCHRONOUS_FULL) {
            throw new IllegalArgumentException("with this PRAGMA synchronous, SQLite may lose a revocation"
                    + " that was acknowledged; set it to FULL for every connection of the data source");
        }
    }

    private void requireDurableH2() throws SQLException {
        if (query("SELECT DATABASE_PATH()") == null) {
            // In memory: nothing survives the process.
            return;
        }
        String version = connection.getMetaData().getDatabaseProductVersion();
        if (version.startsWith(H2_THAT_LOSES_ROWS) && !"FALSE".equals(h2Setting("REUSE_SPACE"))) {
            throw new IllegalArgumentException("H2 " + H2_THAT_LOSES_ROWS + " loses acknowledged rows when its process"
                    + " is killed, because it reuses blocks of its file too early; use H2 2.4.240, or add"
                    + " ;REUSE_SPACE=FALSE to the database's address");
        }
        requireNoWriteDelay();
    }

    private void requireNoWriteDelay() throws SQLException {
        try {
            endWriteDelay(connection);
        } catch (SQLException e) {
            if (!isMissingAdminRights(e)) {
                throw e;
            }
            throw new IllegalArgumentException(
                    "H2 writes a commit to its file 500 ms after it was acknowledged unless SET WRITE_DELAY 0 was executed"
                            + " since the file was opened, and this user has no admin rights to execute it; let the store"
                            + " use an administrator",
                    e);
        }
    }

    /**
     * Makes H2 write commits immediately, until its file is closed.
     *
     * <p>H2 applies the delay of the address, by default 500 ms, each time it opens the file; the setting that it
     * stores and shows in INFORMATION_SCHEMA.SETTINGS has no effect then. A pool without idle connections closes the
     * file and reopens it, so each write sets the delay, which takes some 7 microseconds.
     */
    private static void endWriteDelay(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET WRITE_DELAY 0");
        }
    }

    /** Applies settings that the store's own writes need before their transaction begins. */
    static void prepareWrite(JdbcDialect dialect, Connection connection) throws SQLException {
        if (dialect != JdbcDialect.H2) {
            return;
        }
        try {
            endWriteDelay(connection);
        } catch (SQLException e) {
            // In memory there is no file, and a user without admin rights is allowed.
            if (!isMissingAdminRights(e)
                    || new DatabaseChecks(dialect, connection).query("SELECT DATABASE_PATH()") != null) {
                throw e;
            }
        }
    }

    private static boolean isMissingAdminRights(SQLException e) {
        return H2_ADMIN_RIGHTS_REQUIRED.equals(e.getSQLState());
    }

    private @Nullable String h2Setting(String name) throws SQLException {
        String value =
                query("SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = '" + name + "'");
        return value == null ? null : value.toUpperCase(Locale.ROOT);
    }

    private @Nullable String query(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        }
    }
}
