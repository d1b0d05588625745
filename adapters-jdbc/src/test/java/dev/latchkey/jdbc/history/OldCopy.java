package dev.latchkey.jdbc.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/** A copy of the tables, to which the database can be put back, feed and all. */
final class OldCopy {

    private static final List<String> TABLES = List.of("tokens", "feed", "state");

    private final DataSource source;
    private final String prefix;

    OldCopy(DataSource source, String prefix) {
        this.source = source;
        this.prefix = prefix;
    }

    /** Copies what there is; nobody may write meanwhile. */
    void take() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute("DROP TABLE IF EXISTS " + copyOf(table));
                statement.execute("CREATE TABLE " + copyOf(table) + " AS SELECT * FROM " + prefix + table);
            }
        }
    }

    private String copyOf(String table) {
        return "old_" + prefix + table;
    }

    /** Puts the copy in the place of what there is now, at one moment. */
    void putBack() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try {
                for (String table : TABLES) {
                    statement.execute("DELETE FROM " + prefix + table);
                    statement.execute("INSERT INTO " + prefix + table + " SELECT * FROM " + copyOf(table));
                }
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }
}
