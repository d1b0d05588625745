package dev.latchkey.resilience;

import dev.latchkey.jdbc.Database;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** A copy of the tables, to which the database can be put back, feed and all. */
final class OldCopy {

    private static final List<String> TABLES = List.of("tokens", "feed", "state");

    private static final SecureRandom RANDOM = new SecureRandom();

    private final DataSource source;
    private final String prefix;

    OldCopy(DataSource source, String prefix) {
        this.source = source;
        this.prefix = prefix;
    }

    /** {@return another database with what there is now} */
    static DataSource apart(DataSource source, String prefix) throws SQLException {
        DataSource copy = Database.h2("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        try (Connection from = source.getConnection();
                Connection to = copy.getConnection();
                Statement reading = from.createStatement();
                Statement writing = to.createStatement();
                ResultSet script = reading.executeQuery("SCRIPT NOPASSWORDS NOSETTINGS")) {
            while (script.next()) {
                String line = script.getString(1);
                if (!line.startsWith("CREATE USER")) {
                    writing.execute(line);
                }
            }
        }
        return copy;
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
        atOnce(statement -> {
            for (String table : TABLES) {
                statement.execute("DELETE FROM " + prefix + table);
                statement.execute("INSERT INTO " + prefix + table + " SELECT * FROM " + copyOf(table));
            }
        });
    }

    /**
     * Has all nodes forget what they hold, as an operator does who puts a copy back while they run. A node that has read no
     * further than the copy was finds no gap, and would hold what was issued since, because that makes no entry.
     */
    void changeState() throws SQLException {
        atOnce(statement -> {
            statement.execute("UPDATE " + prefix + "state SET feed_sequence = feed_sequence + 1, feed_nonce = "
                    + RANDOM.nextInt() + " WHERE id = 1");
            statement.execute("INSERT INTO " + prefix + "feed (seq, nonce, changed, made_at)"
                    + " SELECT feed_sequence, feed_nonce, 'state', " + System.currentTimeMillis() + " FROM " + prefix
                    + "state");
        });
    }

    private interface Writing {
        void on(Statement statement) throws SQLException;
    }

    private void atOnce(Writing writing) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try {
                writing.on(statement);
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
