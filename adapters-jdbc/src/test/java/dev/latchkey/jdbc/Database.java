package dev.latchkey.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A real database to test on, one server for all test classes; every test gets tables of its own. */
public enum Database {
    H2(JdbcDialect.H2) {
        @Override
        public DataSource dataSource() {
            return H2_DATABASE;
        }
    },
    POSTGRESQL(JdbcDialect.POSTGRESQL) {
        @Override
        public DataSource dataSource() {
            return Postgres.POOL;
        }
    },
    MARIADB(JdbcDialect.MARIADB) {
        @Override
        public DataSource dataSource() {
            return MariaDb.POOL;
        }
    },
    /** With MySQL's driver. The server is MySQL where there is one, else MariaDB, which then stands in for it. */
    MYSQL(JdbcDialect.MYSQL) {
        @Override
        public DataSource dataSource() {
            return MySql.POOL;
        }
    },
    SQLITE(JdbcDialect.SQLITE) {
        @Override
        public DataSource dataSource() {
            return Sqlite.POOL;
        }
    };

    private static final AtomicInteger PREFIXES = new AtomicInteger();
    private static final DataSource H2_DATABASE = h2("jdbc:h2:mem:latchkey;DB_CLOSE_DELAY=-1");

    private final JdbcDialect dialect;

    Database(JdbcDialect dialect) {
        this.dialect = dialect;
    }

    public abstract DataSource dataSource();

    public JdbcDialect dialect() {
        return dialect;
    }

    public static DataSource h2(String url) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url);
        return source;
    }

    /** {@return a prefix under which there is nothing yet} */
    public static String newPrefix() {
        return "t" + PREFIXES.incrementAndGet() + "_";
    }

    /** {@return an empty store} */
    JdbcTokenStore store() {
        return store(newPrefix());
    }

    JdbcTokenStore store(String prefix) {
        JdbcSchema.createIfMissing(dataSource(), prefix);
        return builder(prefix).build();
    }

    public JdbcTokenStoreBuilder builder(String prefix) {
        return JdbcTokenStore.builder(dataSource()).dialect(dialect).tablePrefix(prefix);
    }

    /** {@return where the server listens} */
    public int port() {
        return switch (this) {
            case POSTGRESQL -> Postgres.SERVER.port();
            case MARIADB -> MariaDb.SERVER.port();
            case MYSQL -> MySql.SERVER.port();
            case H2, SQLITE -> throw new IllegalStateException(this + " is no server");
        };
    }

    /** {@return the address of the server, if it is reached by another port} */
    public String url(int port) {
        String url = switch (this) {
            case POSTGRESQL -> Postgres.SERVER.url();
            case MARIADB -> MariaDb.SERVER.mariaDbUrl();
            case MYSQL -> MySql.URL;
            case H2, SQLITE -> throw new IllegalStateException(this + " is no server");
        };
        return url.replace(":" + port() + "/", ":" + port + "/");
    }

    /** {@return the address for another process; of a file, where the database is one} */
    public String url(Path file) {
        return switch (this) {
            case H2 -> "jdbc:h2:file:" + file;
            case SQLITE -> file.toString();
            case POSTGRESQL, MARIADB, MYSQL -> url(port());
        };
    }

    /** {@return connections to an address from {@link #url(Path)}, which the caller closes} */
    HikariDataSource open(String url) {
        return this == SQLITE ? Sqlite.pool(Path.of(url)) : pool(url, config -> config.setMaximumPoolSize(2));
    }

    /** {@return connections to such an address, set as the caller wants them, which the caller closes} */
    public HikariDataSource open(String url, Consumer<HikariConfig> setting) {
        return this != SQLITE
                ? pool(url, setting)
                : pool("unused:", config -> {
                    config.setJdbcUrl(null);
                    config.setDataSource(Sqlite.source(Path.of(url)));
                    setting.accept(config);
                });
    }

    /** SIGKILL to the server, and a start at once. */
    public void killAndRestart() {
        switch (this) {
            case POSTGRESQL -> Postgres.SERVER.killAndRestart();
            case MARIADB -> MariaDb.SERVER.killAndRestart();
            case MYSQL -> MySql.SERVER.killAndRestart();
            case H2, SQLITE -> throw new IllegalStateException(this + " is no server");
        }
    }

    static HikariDataSource pool(String url, Consumer<HikariConfig> setting) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(8);
        config.setConnectionTimeout(5_000);
        setting.accept(config);
        return new HikariDataSource(config);
    }

    static final class Postgres {

        static final PostgresServer SERVER = new PostgresServer();
        static final HikariDataSource POOL = pool(8);

        private Postgres() {}

        static HikariDataSource pool(int size) {
            return pool(size, config -> {});
        }

        static HikariDataSource pool(int size, Consumer<HikariConfig> setting) {
            return Database.pool(SERVER.url(), config -> {
                config.setMaximumPoolSize(size);
                setting.accept(config);
            });
        }
    }

    static final class MariaDb {

        static final MariaDbServer SERVER = MariaDbServer.mariaDb();
        static final HikariDataSource POOL = pool(SERVER.mariaDbUrl(), config -> {});

        private MariaDb() {}
    }

    static final class MySql {

        static final MariaDbServer SERVER = MariaDbServer.hasMySql() ? MariaDbServer.mySql() : MariaDb.SERVER;
        // MySQL's driver of today does not speak with the old server that can be had for tests; MariaDB's does.
        static final String URL = MariaDbServer.hasMySql() ? SERVER.mariaDbUrl() : SERVER.mySqlUrl();
        static final HikariDataSource POOL = pool(URL, config -> {});

        private MySql() {}
    }

    static final class Sqlite {

        static final HikariDataSource POOL = pool(newFile());

        private Sqlite() {}

        static Path newFile() {
            try {
                Path folder = Files.createTempDirectory("latchkey-sqlite");
                folder.toFile().deleteOnExit();
                return folder.resolve("tokens.db");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static HikariDataSource pool(Path file) {
            return Database.pool("unused:", config -> {
                config.setJdbcUrl(null);
                config.setDataSource(source(file));
            });
        }

        static SQLiteDataSource source(Path file) {
            SQLiteConfig config = new SQLiteConfig();
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
            config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
            config.setBusyTimeout(10_000);
            SQLiteDataSource source = new SQLiteDataSource(config);
            source.setUrl("jdbc:sqlite:" + file);
            return source;
        }
    }
}
