package dev.latchkey.jdbc;

import dev.latchkey.port.TokenStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * The tables of {@link JdbcTokenStore}.
 *
 * <p>For each database there is one script, which Flyway, Liquibase or a person can run as it is:
 * {@code dev/latchkey/jdbc/schema/postgresql/V1__latchkey.sql}, and likewise for {@code mysql}, {@code mariadb},
 * {@code sqlite} and {@code h2}. The adapter runs it only when it is asked to, here.
 */
public final class JdbcSchema {

    private static final int MAXIMUM_TRIES = 10;

    private JdbcSchema() {}

    /**
     * Creates what is missing of the tables whose names begin with {@code latchkey_}. Several nodes may do so at once.
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
     * @param dataSource gives connections that may create tables
     * @param tablePrefix what their names begin with: {@code [a-z][a-z0-9_]*}, at most 31 characters
     * @throws TokenStoreException if the database cannot be reached or refuses
     */
    public static void createIfMissing(DataSource dataSource, String tablePrefix) {
        TableNames names = new TableNames(tablePrefix);
        for (int tries = 1; ; tries++) {
            try (Connection connection = dataSource.getConnection()) {
                create(connection, names);
                return;
            } catch (SQLException e) {
                // Two nodes that create one table at once can both be told that it is missing; one of them fails then.
                if (tries == MAXIMUM_TRIES) {
                    throw new TokenStoreException("the schema could not be created", e);
                }
            }
        }
    }

    private static void create(Connection connection, TableNames names) throws SQLException {
        boolean autocommit = connection.getAutoCommit();
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            for (String sql : statements(JdbcDialect.of(connection))) {
                statement.execute(names.in(sql));
            }
        } finally {
            connection.setAutoCommit(autocommit);
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
