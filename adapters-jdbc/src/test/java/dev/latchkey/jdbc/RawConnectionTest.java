package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.TokenRecord;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.apache.tomcat.jdbc.pool.PoolProperties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Raw connections that come with autocommit off: from pools that roll nothing back, or shared with the host. */
class RawConnectionTest {

    private final String prefix = Database.newPrefix();

    private JdbcTokenStore store(Database database, DataSource raw) {
        return JdbcTokenStore.builder(raw)
                .dialect(database.dialect())
                .tablePrefix(prefix)
                .build();
    }

    private void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(new TableNames(prefix).in(sql));
        }
    }

    private void execute(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection()) {
            execute(connection, sql);
        }
    }

    private int rows(DataSource source, String table) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + prefix + table)) {
            row.next();
            return row.getInt(1);
        }
    }

    /** One connection with autocommit off, which comes back to its pool as it is. */
    private static org.apache.tomcat.jdbc.pool.DataSource tomcat(Database database, int isolation) {
        PoolProperties properties = new PoolProperties();
        properties.setDataSource(database.dataSource());
        properties.setMaxActive(1);
        properties.setInitialSize(0);
        properties.setMinIdle(0);
        properties.setMaxWait(5_000);
        properties.setJmxEnabled(false);
        properties.setDefaultAutoCommit(false);
        properties.setDefaultTransactionIsolation(isolation);
        return new org.apache.tomcat.jdbc.pool.DataSource(properties);
    }

    private static int repeatable(Database database) {
        return database == Database.SQLITE
                ? Connection.TRANSACTION_SERIALIZABLE
                : Connection.TRANSACTION_REPEATABLE_READ;
    }

    /** Gives the database's own pool back what the test has taken and changed. */
    private static void putBack(DataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.rollback();
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(true);
        }
    }

    /** {@return the literal of a text in a column of ids, which are bytes on H2} */
    private static String text(Database database, String text) {
        return database == Database.H2 ? "CAST('" + text + "' AS VARBINARY)" : "'" + text + "'";
    }

    @ParameterizedTest
    @EnumSource
    void a_failed_look_up_leaves_no_old_snapshot_behind(Database database) throws Exception {
        JdbcTokenStore outside = database.store(prefix);
        TokenRecord damaged = TokenRecords.ordinary().build();
        TokenRecord good = TokenRecords.ordinary().build();
        StoreWrites.insert(outside, damaged);
        StoreWrites.insert(outside, good);
        execute(
                database.dataSource(),
                "UPDATE latchkey_tokens SET family = " + text(database, "garbage") + " WHERE id = "
                        + text(database, damaged.id().toString()));
        org.apache.tomcat.jdbc.pool.DataSource pool = tomcat(database, repeatable(database));
        try {
            JdbcTokenStore store = store(database, pool);
            assertThatExceptionOfType(TokenStoreException.class)
                    .isThrownBy(() -> store.findCommitted(Set.of(damaged.id())));
            StoreWrites.update(outside, good.withRevoked(TokenRecords.ISSUED, "leaked"));

            assertThat(store.findCommitted(Set.of(good.id()))
                            .records()
                            .get(good.id())
                            .lifecycle()
                            .revokedAt())
                    .isNotNull();
        } finally {
            putBack(pool);
            pool.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_failed_statement_leaves_no_failed_transaction_behind(Database database) throws Exception {
        database.store(prefix);
        org.apache.tomcat.jdbc.pool.DataSource pool = tomcat(database, repeatable(database));
        try {
            JdbcTokenStore broken = JdbcTokenStore.builder(pool)
                    .dialect(database.dialect())
                    .tablePrefix("missing_")
                    .build();
            assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> broken.findCommitted(Set.of()));

            assertThat(store(database, pool).findCommitted(Set.of()).records()).isEmpty();
        } finally {
            putBack(pool);
            pool.close();
        }
    }

    /** What the host does, without committing, before the store uses the same connection. */
    private void shared(Database database, String before, Consumer<JdbcTokenStore> use, Set<Integer> rowsAfter)
            throws Exception {
        database.store(prefix);
        execute(database.dataSource(), "CREATE TABLE latchkey_host (id INTEGER PRIMARY KEY)");
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            SingleConnectionDataSource shared = new SingleConnectionDataSource(connection, true);
            JdbcTokenStore store = store(database, shared);
            try (Connection host = shared.getConnection()) {
                execute(host, before);
                use.accept(store);
                assertThat(host.getAutoCommit()).isFalse();
                host.commit();
            }
            assertThat(rows(database.dataSource(), "host")).isIn(rowsAfter);
            assertThat(store.findCommitted(Set.of()).records())
                    .as("a transaction that was ended harms nobody")
                    .isEmpty();
            connection.setAutoCommit(true);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_look_up_neither_undoes_nor_commits_what_the_host_has_written(Database database) throws Exception {
        shared(
                database,
                "INSERT INTO latchkey_host VALUES (1)",
                store -> {
                    assertThatExceptionOfType(TokenStoreException.class)
                            .isThrownBy(() -> store.findCommitted(Set.of()))
                            .withMessageContaining("raw data source");
                    assertThat(hostRows(database)).isZero();
                },
                Set.of(1));
    }

    private int hostRows(Database database) {
        try {
            return rows(database.dataSource(), "host");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_write_neither_undoes_nor_commits_what_the_host_has_written(Database database) throws Exception {
        shared(
                database,
                "INSERT INTO latchkey_host VALUES (1)",
                store -> {
                    assertThatExceptionOfType(TokenStoreException.class)
                            .isThrownBy(() -> StoreWrites.insert(
                                    store, TokenRecords.ordinary().build()))
                            .withMessageContaining("raw data source");
                    assertThat(hostRows(database)).isZero();
                },
                Set.of(1));
    }

    @ParameterizedTest
    @EnumSource
    void building_a_store_neither_undoes_nor_commits_what_the_host_has_written(Database database) throws Exception {
        database.store(prefix);
        execute(database.dataSource(), "CREATE TABLE latchkey_host (id INTEGER PRIMARY KEY)");
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            execute(connection, "INSERT INTO latchkey_host VALUES (1)");

            assertThatExceptionOfType(TokenStoreException.class)
                    .isThrownBy(() -> store(database, new SingleConnectionDataSource(connection, true)))
                    .withMessageContaining("raw data source");

            assertThat(rows(database.dataSource(), "host")).isZero();
            connection.commit();
            connection.setAutoCommit(true);
        }
        assertThat(rows(database.dataSource(), "host")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void a_read_that_the_host_left_open_shows_no_look_up_the_past(Database database) throws Exception {
        JdbcTokenStore outside = database.store(prefix);
        TokenRecord record = TokenRecords.ordinary().build();
        StoreWrites.insert(outside, record);
        org.apache.tomcat.jdbc.pool.DataSource pool = tomcat(database, repeatable(database));
        try {
            JdbcTokenStore store = store(database, pool);
            rows(pool, "tokens");
            StoreWrites.update(outside, record.withRevoked(TokenRecords.ISSUED, "leaked"));

            try {
                assertThat(store.findCommitted(Set.of(record.id()))
                                .records()
                                .get(record.id())
                                .lifecycle()
                                .revokedAt())
                        .isNotNull();
            } catch (TokenStoreException e) {
                assertThat(e).hasMessageContaining("raw data source");
            }
        } finally {
            putBack(pool);
            pool.close();
        }
    }

    /** Some drivers begin a transaction when a pool tests its connection. */
    @ParameterizedTest
    @EnumSource
    void a_pool_with_autocommit_off_may_test_its_connections(Database database) throws Exception {
        database.store(prefix);
        TokenRecord record = TokenRecords.ordinary().build();
        try (HikariDataSource pool = Database.pool("unused:", config -> {
            config.setJdbcUrl(null);
            config.setDataSource(database.dataSource());
            config.setAutoCommit(false);
            config.setMaximumPoolSize(1);
        })) {
            DataSource tested = Intercepted.dataSource(pool, call -> {
                Object result = call.proceed();
                if (call.method().equals("getConnection") && result instanceof Connection connection) {
                    assertThat(connection.isValid(5)).isTrue();
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("SELECT 1");
                    }
                }
                return result;
            });
            JdbcTokenStore store = store(database, tested);

            assertThat(StoreWrites.insert(store, record)).isTrue();
            assertThat(store.findCommitted(Set.of(record.id())).records()).hasSize(1);
        }
        assertThat(database.builder(prefix).build().find(record.id())).isPresent();
    }
}
