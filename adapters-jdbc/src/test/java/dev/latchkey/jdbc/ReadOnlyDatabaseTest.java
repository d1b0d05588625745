package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.AccessTokens;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.testkit.store.DelegatingTokenStore;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Databases that may only be read: refused as sources of the feed and of writes, allowed by name for look-ups. */
class ReadOnlyDatabaseTest {

    private final String prefix = Database.newPrefix();

    private static void execute(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static HikariDataSource postgres(String parameters) {
        return Database.pool(Database.Postgres.SERVER.url() + "&" + parameters, config -> config.setMaximumPoolSize(2));
    }

    private static HikariDataSource readOnlyPostgres() {
        return postgres("options=-c%20default_transaction_read_only=on");
    }

    private static void refused(ThrowingCallable build, String role) {
        assertThatIllegalArgumentException()
                .isThrownBy(build)
                .withMessageContaining(role)
                .withMessageContaining("cannot be written to");
    }

    @Test
    void a_read_only_source_of_writes_or_of_the_feed_is_refused_by_name() {
        Database.POSTGRESQL.store(prefix);
        DataSource primary = Database.POSTGRESQL.dataSource();
        try (HikariDataSource readOnly = readOnlyPostgres()) {
            refused(() -> JdbcTokenStore.builder(readOnly).tablePrefix(prefix).build(), "the raw data source");
            refused(
                    () -> JdbcTokenStore.builder(primary)
                            .tablePrefix(prefix)
                            .feedSource(readOnly)
                            .build(),
                    "the feed's data source");
            refused(
                    () -> JdbcTokenStore.builder(primary)
                            .tablePrefix(prefix)
                            .transactional(readOnly, new Idle())
                            .build(),
                    "transactional(…)");
            refused(
                    () -> JdbcTokenStore.builder(primary)
                            .tablePrefix(prefix)
                            .allowReplica()
                            .feedSource(readOnly)
                            .build(),
                    "the feed's data source");
        }
    }

    /** A host that is never in a transaction. */
    private static final class Idle implements HostTransactions {
        @Override
        public boolean active() {
            return false;
        }

        @Override
        public void afterCommit(Runnable action) {
            throw new IllegalStateException("no transaction is active");
        }
    }

    @Test
    void a_pool_of_read_only_connections_is_refused() {
        Database.POSTGRESQL.store(prefix);
        try (HikariDataSource readOnly = Database.Postgres.pool(1, config -> config.setReadOnly(true))) {
            refused(() -> JdbcTokenStore.builder(readOnly).tablePrefix(prefix).build(), "the raw data source");
        }
    }

    @Test
    void a_read_only_file_is_refused(@TempDir Path folder) {
        Path sqlite = folder.resolve("tokens.db");
        JdbcSchema.createIfMissing(Database.Sqlite.source(sqlite));
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        SQLiteDataSource readOnly = new SQLiteDataSource(config);
        readOnly.setUrl("jdbc:sqlite:" + sqlite);
        String h2 = "jdbc:h2:file:" + folder.resolve("tokens");
        JdbcSchema.createIfMissing(Database.h2(h2));

        refused(() -> JdbcTokenStore.builder(readOnly).build(), "the raw data source");
        refused(
                () -> JdbcTokenStore.builder(Database.h2(h2 + ";ACCESS_MODE_DATA=r"))
                        .build(),
                "the raw data source");
    }

    /** What asks whether it is a standby is answered by a function of the test's. */
    private HikariDataSource standby(boolean yes) throws SQLException {
        recovering(yes);
        return postgres("currentSchema=" + prefix + "fake,pg_catalog,public");
    }

    private void recovering(boolean yes) throws SQLException {
        DataSource primary = Database.POSTGRESQL.dataSource();
        execute(primary, "CREATE SCHEMA IF NOT EXISTS " + prefix + "fake");
        execute(
                primary,
                "CREATE OR REPLACE FUNCTION " + prefix
                        + "fake.pg_is_in_recovery() RETURNS boolean LANGUAGE sql AS 'SELECT " + yes + "'");
    }

    @Test
    void a_standby_is_refused_by_name() throws Exception {
        Database.POSTGRESQL.store(prefix);
        try (HikariDataSource standby = standby(true)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            JdbcTokenStore.builder(standby).tablePrefix(prefix).build())
                    .withMessageContaining("pg_is_in_recovery");
        }
    }

    @Test
    void the_feed_is_not_read_from_a_server_that_has_become_a_standby() throws Exception {
        Database.POSTGRESQL.store(prefix);
        try (HikariDataSource feed = standby(false)) {
            JdbcTokenStore store =
                    Database.POSTGRESQL.builder(prefix).feedSource(feed).build();
            FeedPosition position = store.position();
            recovering(true);

            for (ThrowingCallable read :
                    List.<ThrowingCallable>of(store::position, () -> store.changesSince(position, 10))) {
                assertThatExceptionOfType(TokenStoreException.class)
                        .isThrownBy(read)
                        .withMessageContaining("read-only");
            }
        }
    }

    /** Root may write to a server that is read-only for others. */
    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void a_server_that_is_read_only_is_refused_at_once_and_later(Database database) throws Exception {
        JdbcTokenStore store = database.store(prefix);
        TokenRecord record = TokenRecords.ordinary().build();
        FeedPosition start = store.position();
        StoreWrites.insert(store, record);
        try (Connection connection = database.dataSource().getConnection()) {
            JdbcTokenStore joined = new CallersTransaction(connection)
                    .joins(database.builder(prefix), database.dataSource())
                    .build();
            execute(database.dataSource(), "SET GLOBAL read_only = 1");
            try {
                refused(() -> database.builder(prefix).build(), "the raw data source");
                Stream.<ThrowingCallable>of(
                                () -> StoreWrites.update(store, record.withDescription("x")),
                                () -> StoreWrites.update(joined, record.withDescription("x")),
                                () -> store.trim(TokenRecords.EXPIRES, 1),
                                store::position,
                                () -> store.changesSince(start, 1))
                        .forEach(operation -> assertThatExceptionOfType(TokenStoreException.class)
                                .isThrownBy(operation)
                                .withMessageContaining("read-only"));
                assertThat(store.findCommitted(Set.of(record.id())).records()).hasSize(1);
            } finally {
                execute(database.dataSource(), "SET GLOBAL read_only = 0");
            }
            connection.rollback();
            connection.setAutoCommit(true);
        }
        assertThat(store.find(record.id())).contains(record);
    }

    @Test
    void a_replica_serves_look_ups_alone() {
        JdbcTokenStore primary = Database.POSTGRESQL.store(prefix);
        TokenRecord record = TokenRecords.ordinary().build();
        try (HikariDataSource replica = readOnlyPostgres()) {
            JdbcTokenStore store = JdbcTokenStore.builder(replica)
                    .tablePrefix(prefix)
                    .allowReplica()
                    .feedSource(Database.POSTGRESQL.dataSource())
                    .build();

            assertThat(StoreWrites.insert(store, record)).isTrue();
            assertThat(StoreWrites.update(store, record.withDescription("x"))).isTrue();
            assertThat(store.list(TokenQuery.all()).entries()).hasSize(1);
            assertThat(store.findCommitted(Set.of(record.id())).records()).hasSize(1);
            replica.close();

            assertThat(store.position()).isEqualTo(primary.position());
            assertThat(store.findCommitted(Set.of()).state()).isNotNull();
            assertThatExceptionOfType(TokenStoreException.class)
                    .as("a look-up that names a position goes to the replica")
                    .isThrownBy(() -> store.findCommitted(Set.of(record.id()), store.position()));
            assertThat(store.findCommitted(Set.of(record.id())).records())
                    .as("without a position, from the primary")
                    .hasSize(1);
        }
    }

    @Test
    void a_replica_without_a_source_of_the_primary_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Database.POSTGRESQL.builder(prefix).allowReplica().build())
                .withMessageContaining("feedSource");
    }

    @Test
    void a_bound_of_zero_is_refused_on_a_replica() {
        Database.POSTGRESQL.store(prefix);
        JdbcTokenStore store = Database.POSTGRESQL
                .builder(prefix)
                .allowReplica()
                .feedSource(Database.POSTGRESQL.dataSource())
                .build();

        assertThatIllegalStateException()
                .isThrownBy(() -> AccessTokens.builder(store).withoutPrefix().build())
                .withMessageContaining("revocationWithin");
        assertThatIllegalStateException()
                .isThrownBy(() -> AccessTokens.builder(new DelegatingTokenStore<>(store))
                        .withoutPrefix()
                        .build());
        try (AccessTokens bounded = AccessTokens.builder(store)
                .withoutPrefix()
                .revocationWithin(Duration.ofSeconds(10))
                .build()) {
            assertThat(bounded.statistics()).isNotNull();
        }
    }

    @Test
    void a_bound_of_zero_needs_commits_that_wait_for_the_replica() throws Exception {
        Database.POSTGRESQL.store(prefix);
        DataSource primary = Database.POSTGRESQL.dataSource();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Database.POSTGRESQL
                        .builder(prefix)
                        .allowReplica()
                        .feedSource(primary)
                        .commitsWaitForReplica()
                        .build())
                .withMessageContaining("remote_apply");

        try (HikariDataSource waiting = standby(false)) {
            execute(
                    primary,
                    "CREATE FUNCTION " + prefix + "fake.current_setting(name text) RETURNS text LANGUAGE sql AS $$"
                            + "SELECT CASE name WHEN 'synchronous_commit' THEN 'remote_apply'"
                            + " WHEN 'synchronous_standby_names' THEN 'replica'"
                            + " ELSE pg_catalog.current_setting(name) END $$");
            JdbcTokenStore store = Database.POSTGRESQL
                    .builder(prefix)
                    .allowReplica()
                    .feedSource(waiting)
                    .commitsWaitForReplica()
                    .build();

            assertThat(AccessTokens.builder(store).withoutPrefix().build().statistics())
                    .isNotNull();
        }
    }
}
