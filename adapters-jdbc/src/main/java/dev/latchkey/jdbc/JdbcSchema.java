package dev.latchkey.jdbc;

import dev.latchkey.port.TokenStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * The tables of {@link JdbcTokenStore}.
 *
 * <p>Each database has one script, which Flyway, Liquibase or a person can run unchanged: {@code
 * dev/latchkey/jdbc/schema/postgresql/V1__latchkey.sql}, and likewise for {@code mysql}, {@code mariadb},
 * {@code sqlite} and {@code h2}. The adapter runs it only when it is asked to, here.
 */
public final class JdbcSchema {

    private static final int MAXIMUM_TRIES = 10;
    private static final List<String> TABLES =
            List.of("latchkey_tokens", "latchkey_uses", "latchkey_state", "latchkey_feed", "latchkey_trail");

    private JdbcSchema() {}

    /**
     * Creates what is missing of the tables whose names begin with {@code latchkey_}. Several nodes may do so at once.
     *
     * <p>If nothing is missing it only reads, so the user needs no right to create tables.
     *
     * @param dataSource gives connections that may create tables
     * @throws TokenStoreException if the database cannot be reached or refuses
     */
    public static void createIfMissing(DataSource dataSource) {
        createIfMissing(dataSource, TableNames.WRITTEN_PREFIX);
    }

    /**
     * Creates what is missing of the tables. Several nodes may do so at once.
     *
     * <p>If nothing is missing it only reads, so the user needs no right to create tables.
     *
     * @param dataSource gives connections that may create tables
     * @param tablePrefix what their names begin with: {@code [a-z][a-z0-9_]*}, at most 31 characters
     * @throws TokenStoreException if the database cannot be reached or refuses
     */
    public static void createIfMissing(DataSource dataSource, String tablePrefix) {
        TableNames names = new TableNames(tablePrefix);
        for (int tries = 1; ; tries++) {
            try (Connection connection = connect(dataSource)) {
                createIn(connection, names);
                return;
            } catch (SQLException e) {
                // Two nodes that create a table concurrently can both find it missing; one of them then fails.
                if (tries == MAXIMUM_TRIES) {
                    throw new TokenStoreException(
                            "the schema could not be created (SQLState " + e.getSQLState() + ")", e);
                }
            }
        }
    }

    private static Connection connect(DataSource dataSource) {
        try {
            return DatabaseChecks.connect(dataSource);
        } catch (SQLException e) {
            throw DatabaseChecks.unusable(e);
        }
    }

    private static void createIn(Connection connection, TableNames names) throws SQLException {
        JdbcDialect dialect = JdbcDialect.of(connection);
        boolean autocommit = connection.getAutoCommit();
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            if (!isComplete(statement, names)) {
                for (String sql : statements(dialect)) {
                    statement.execute(names.in(sql));
                }
            }
        } finally {
            connection.setAutoCommit(autocommit);
        }
    }

    /**
     * {@return whether the tables are there and a script has run to its end, which needs no right but to read}
     *
     * <p>The last that a script does is to write the row of the state table.
     */
    private static boolean isComplete(Statement statement, TableNames names) {
        try {
            for (String table : TABLES) {
                statement
                        .executeQuery(names.in("SELECT * FROM " + table + " WHERE 1 = 0"))
                        .close();
            }
            try (ResultSet row = statement.executeQuery(names.in("SELECT id FROM latchkey_state WHERE id = 1"
                    + " AND (feed_sequence > 0 OR feed_nonce = feed_origin)"))) {
                return row.next();
            }
        } catch (SQLException e) {
            // A table is missing, or it may not be read: the script's own statements report what is wrong.
            return false;
        }
    }

    /** {@return the script's statements; no comment or text in it has a semicolon but the one that ends a statement} */
    private static List<String> statements(JdbcDialect dialect) {
        try (InputStream script = JdbcSchema.class.getResourceAsStream(dialect.schemaResource())) {
            if (script == null) {
                throw new IllegalStateException("the schema of " + dialect + " is not in the jar");
            }
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.strip().startsWith("--"))
                    .collect(Collectors.joining("\n"));
            return Arrays.stream(text.split(";"))
                    .map(String::strip)
                    .filter(sql -> !sql.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
