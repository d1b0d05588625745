package dev.latchkey.acceptance.secrecy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.jdbc.Database;
import dev.latchkey.jdbc.JdbcSchema;
import dev.latchkey.jdbc.JdbcTokenStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * A database whose driver and server log every statement with its parameters, as far as they can: the drivers of PostgreSQL
 * and MariaDB at the level of a trace, MySQL's by its profiler, H2 in a file, the servers in their own logs. SQLite's driver
 * logs statements without their parameters.
 */
final class LoggedDatabase implements AutoCloseable {

    private static final List<String> TABLES = List.of("tokens", "uses", "state", "feed", "trail");

    private final Database database;
    private final Path directory;
    private final String prefix = Database.newPrefix();
    private final HikariDataSource pool;
    private final HikariDataSource absent;
    private volatile DataSource current;

    /** @param directory for the files of a database that is one, and its log */
    LoggedDatabase(Database database, Path directory) throws IOException, SQLException {
        this.database = database;
        this.directory = directory;
        this.pool = database.open(logging(database.url(directory.resolve("tokens"))), this::logStatements);
        this.absent = database.open(absentUrl(), LoggedDatabase::failEarly);
        this.current = pool;
        if (isMySql()) {
            execute("SET GLOBAL log_output = 'TABLE'", "SET GLOBAL general_log = 'ON'");
        }
        JdbcSchema.createIfMissing(pool, prefix);
    }

    private boolean isMySql() {
        return database == Database.MARIADB || database == Database.MYSQL;
    }

    private static String logging(String url) {
        if (url.startsWith("jdbc:h2:")) {
            return url + ";TRACE_LEVEL_FILE=3";
        } else if (url.startsWith("jdbc:mariadb:")) {
            return url + "&dumpQueriesOnException=true&maxQuerySizeToLog=65536";
        } else if (url.startsWith("jdbc:mysql:")) {
            return url + "&dumpQueriesOnException=true&maxQuerySizeToLog=65536&profileSQL=true&logger=Jdk14Logger";
        }
        return url;
    }

    private void logStatements(HikariConfig config) {
        config.setMaximumPoolSize(4);
        if (database == Database.POSTGRESQL) {
            config.setConnectionInitSql("SET log_statement = 'all'");
        }
    }

    private String absentUrl() throws IOException {
        return switch (database) {
            case H2 -> database.url(directory.resolve("absent")) + ";IFEXISTS=TRUE";
            case SQLITE -> directory.resolve("absent/tokens").toString();
            case POSTGRESQL, MARIADB, MYSQL -> {
                try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                    yield database.url(free.getLocalPort());
                }
            }
        };
    }

    private static void failEarly(HikariConfig config) {
        config.setConnectionTimeout(250);
        config.setInitializationFailTimeout(-1);
        config.setMinimumIdle(0);
    }

    /** {@return a store on it; each call of JDBC is noted as well} */
    JdbcTokenStore store(Overheard overheard) {
        return JdbcTokenStore.builder(LoggedStatements.of(() -> current, overheard))
                .dialect(database.dialect())
                .tablePrefix(prefix)
                .build();
    }

    String prefix() {
        return prefix;
    }

    /** Runs the calls while no connection can be made. */
    void whileUnreachable(Runnable calls) {
        current = absent;
        calls.run();
        current = pool;
    }

    /** Runs the calls while each statement on tokens fails. */
    void withoutTable(Runnable calls) throws SQLException {
        execute("ALTER TABLE " + prefix + "tokens RENAME TO " + prefix + "away");
        calls.run();
        execute("ALTER TABLE " + prefix + "away RENAME TO " + prefix + "tokens");
    }

    /** Sends a text as a parameter to the database, past what notes the calls of JDBC. */
    void send(String parameter) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT id FROM " + prefix + "tokens WHERE description = ?")) {
            statement.setString(1, parameter);
            statement.executeQuery();
        }
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** {@return what is stored, and what the database itself logged; ends the use of a database that is a file} */
    String contents() throws IOException, SQLException {
        return switch (database) {
            case H2, SQLITE -> files();
            case POSTGRESQL ->
                rows() + texts("SELECT pg_read_file(current_setting('data_directory') || '/../server.log')");
            case MARIADB, MYSQL -> rows() + texts("SELECT argument FROM mysql.general_log");
        };
    }

    private String files() throws IOException {
        pool.close();
        StringBuilder texts = new StringBuilder();
        try (Stream<Path> files = Files.walk(directory).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                texts.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return texts.toString();
    }

    private String rows() throws SQLException {
        StringBuilder rows = new StringBuilder();
        for (String table : TABLES) {
            rows.append(texts("SELECT * FROM " + prefix + table));
        }
        return rows.toString();
    }

    private String texts(String query) throws SQLException {
        StringBuilder texts = new StringBuilder();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                for (int column = 1; column <= columns; column++) {
                    texts.append(row.getString(column)).append('\n');
                }
            }
        }
        return texts.toString();
    }

    @Override
    public void close() throws SQLException {
        if (isMySql()) {
            execute("SET GLOBAL general_log = 'OFF'");
        }
        pool.close();
        absent.close();
    }
}
