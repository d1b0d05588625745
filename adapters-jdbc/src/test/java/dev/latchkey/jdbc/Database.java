package dev.latchkey.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** A real database to test on, one server for all test classes; every test gets tables of its own. */
enum Database {
    H2 {
        @Override
        DataSource dataSource() {
            return H2_DATABASE;
        }
    },
    POSTGRESQL {
        @Override
        DataSource dataSource() {
            return Postgres.POOL;
        }
    };

    private static final AtomicInteger PREFIXES = new AtomicInteger();
    private static final DataSource H2_DATABASE = h2("jdbc:h2:mem:latchkey;DB_CLOSE_DELAY=-1");

    abstract DataSource dataSource();

    static DataSource h2(String url) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url);
        return source;
    }

    /** {@return a prefix under which there is nothing yet} */
    static String newPrefix() {
        return "t" + PREFIXES.incrementAndGet() + "_";
    }

    /** {@return an empty store} */
    JdbcTokenStore store() {
        return store(newPrefix());
    }

    JdbcTokenStore store(String prefix) {
        JdbcSchema.createIfMissing(dataSource(), prefix);
        return JdbcTokenStore.builder(dataSource()).tablePrefix(prefix).build();
    }

    /** A server from embedded binaries; its sessions live in another time zone than the tests. */
    static final class Postgres {

        static final EmbeddedPostgres SERVER = start();
        static final HikariDataSource POOL = pool(8);

        private Postgres() {}

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("timezone", "Asia/Kathmandu")
                        .setPGStartupWait(Duration.ofSeconds(60))
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static HikariDataSource pool(int size) {
            return pool(size, config -> {});
        }

        static HikariDataSource pool(int size, Consumer<HikariConfig> setting) {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(SERVER.getJdbcUrl("postgres", "postgres"));
            config.setMaximumPoolSize(size);
            config.setConnectionTimeout(5_000);
            setting.accept(config);
            return new HikariDataSource(config);
        }
    }
}
