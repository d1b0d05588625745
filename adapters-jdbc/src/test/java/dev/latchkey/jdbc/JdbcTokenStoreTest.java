package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.port.NumberedPosition;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcTokenStoreTest {

    private final String prefix = Database.newPrefix();

    private void execute(Database database, String sql) throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(new TableNames(prefix).in(sql));
        }
    }

    @ParameterizedTest
    @EnumSource
    void ten_nodes_create_the_schema_at_once(Database database) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(10);
        try {
            List<Callable<Boolean>> nodes = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                nodes.add(() -> {
                    JdbcSchema.createIfMissing(database.dataSource(), prefix);
                    return true;
                });
            }
            for (Future<Boolean> node : executor.invokeAll(nodes)) {
                assertThat(node.get()).isTrue();
            }
        } finally {
            executor.shutdown();
        }
        JdbcTokenStore store = database.store(prefix);
        assertThat(StoreWrites.insert(store, TokenRecords.ordinary().build())).isTrue();
        assertThat(NumberedPosition.of(store.position()).orElseThrow().sequence())
                .isZero();
    }

    @ParameterizedTest
    @EnumSource
    void creating_the_schema_again_keeps_what_is_there(Database database) {
        JdbcTokenStore store = database.store(prefix);
        TokenRecord record = TokenRecords.ordinary().build();
        StoreWrites.insert(store, record);
        StoreWrites.update(store, record.withDescription("other"));
        var position = store.position();

        JdbcTokenStore again = database.store(prefix);

        assertThat(again.find(record.id())).isPresent();
        assertThat(again.position()).isEqualTo(position);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "A", "a-b", "a b", "a;", "a\"", "latchkey\u00e9", "x; DROP TABLE users; --"})
    void a_prefix_that_is_not_a_plain_name_is_refused(String hostile) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> JdbcTokenStore.builder(Database.H2.dataSource()).tablePrefix(hostile));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcSchema.createIfMissing(Database.H2.dataSource(), hostile));
    }

    @ParameterizedTest
    @EnumSource
    void a_hole_in_the_feed_is_a_gap(Database database) throws Exception {
        JdbcTokenStore store = database.store(prefix);
        var start = store.position();
        for (int i = 0; i < 3; i++) {
            TokenRecord record = TokenRecords.ordinary().build();
            StoreWrites.insert(store, record);
            StoreWrites.update(store, record.withDescription("x"));
        }
        assertThat(store.changesSince(start, 10).gap()).isFalse();

        execute(database, "DELETE FROM latchkey_feed WHERE seq = 2");
        assertThat(store.changesSince(start, 10).gap()).isTrue();
        execute(database, "DELETE FROM latchkey_feed WHERE seq = 3");
        assertThat(store.changesSince(start, 10).gap()).as("the end is missing").isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void a_store_without_its_schema_says_so(Database database) {
        JdbcTokenStore store = database.builder(prefix).build();

        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(() -> store.findCommitted(Set.of()))
                .withMessageContaining("find tokens");
    }

    /** Each failing operation must give its connection back, or the second would find the pool empty. */
    @Test
    void no_operation_keeps_its_connection_even_if_it_fails() {
        JdbcTokenStore prepared = Database.POSTGRESQL.store(prefix);
        TokenRecord record = TokenRecords.ordinary().build();
        try (HikariDataSource one = Database.Postgres.pool(1)) {
            JdbcTokenStore store =
                    JdbcTokenStore.builder(one).tablePrefix(prefix).build();
            JdbcTokenStore broken =
                    JdbcTokenStore.builder(one).tablePrefix("missing_").build();
            for (int i = 0; i < 3; i++) {
                for (Runnable operation :
                        operations(broken, TokenRecords.ordinary().build())) {
                    assertThatExceptionOfType(TokenStoreException.class).isThrownBy(operation::run);
                }
                operations(store, record).forEach(Runnable::run);
                assertThat(one.getHikariPoolMXBean().getActiveConnections()).isZero();
            }
        }
        assertThat(prepared.find(record.id())).isPresent();
    }

    /** The first round is not counted: drivers keep a thread for their timeouts, the pool has its own. */
    @ParameterizedTest
    @EnumSource
    void no_operation_leaves_a_thread_behind(Database database) {
        JdbcTokenStore store = database.store(prefix);
        TokenRecord record = TokenRecords.ordinary().build();
        operations(store, record).forEach(Runnable::run);
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        for (int i = 0; i < 20; i++) {
            operations(store, record).forEach(Runnable::run);
        }

        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !before.contains(thread))
                        .map(Thread::getName)
                        .filter(name -> !name.contains("HikariPool")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whoever_gets_the_connection_next_has_no_time_limit_of_the_store_s(Database database) throws Exception {
        database.store(prefix);
        try (HikariDataSource one = Database.pool("unused:", config -> {
            config.setJdbcUrl(null);
            config.setDataSource(database.dataSource());
            config.setMaximumPoolSize(1);
        })) {
            JdbcTokenStore store = JdbcTokenStore.builder(one)
                    .dialect(database.dialect())
                    .tablePrefix(prefix)
                    .build();
            for (Runnable operation : operations(store, TokenRecords.ordinary().build())) {
                operation.run();

                try (Connection next = one.getConnection();
                        Statement statement = next.createStatement()) {
                    assertThat(statement.getQueryTimeout()).isZero();
                }
            }
        }
    }

    private static List<Runnable> operations(JdbcTokenStore store, TokenRecord record) {
        return List.of(
                () -> store.findCommitted(Set.of(record.id())),
                () -> store.find(record.id()),
                () -> StoreWrites.insert(store, record),
                () -> StoreWrites.update(store, record.withDescription("x")),
                () -> StoreWrites.replace(
                        store,
                        record.withDescription("y"),
                        TokenRecords.ordinary().build()),
                () -> store.list(TokenQuery.all()),
                () -> store.recordUse(List.of(new TokenUse(record.id(), Instant.EPOCH, ScopeSet.empty()))),
                () -> StoreWrites.delete(store, record),
                () -> store.changesSince(store.position(), 1),
                () -> store.trim(Instant.EPOCH, 1));
    }

    @Test
    void a_pool_without_a_free_connection_is_unavailable_and_recovers() throws Exception {
        Database.POSTGRESQL.store(prefix);
        try (HikariDataSource one = Database.Postgres.pool(1)) {
            one.setConnectionTimeout(250);
            JdbcTokenStore store =
                    JdbcTokenStore.builder(one).tablePrefix(prefix).build();
            try (Connection taken = one.getConnection()) {
                assertThat(taken.isValid(1)).isTrue();
                assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> store.findCommitted(Set.of()));
            }
            assertThat(store.findCommitted(Set.of()).records()).isEmpty();
        }
    }

    @Test
    void a_pool_that_hands_out_connections_without_autocommit_loses_no_write() {
        Database.POSTGRESQL.store(prefix);
        TokenRecord record = TokenRecords.ordinary().build();
        try (HikariDataSource manual = Database.Postgres.pool(2, config -> config.setAutoCommit(false))) {
            JdbcTokenStore store =
                    JdbcTokenStore.builder(manual).tablePrefix(prefix).build();
            StoreWrites.insert(store, record);
            assertThat(store.find(record.id())).isPresent();
        }

        assertThat(Database.POSTGRESQL.store(prefix).find(record.id())).isPresent();
    }

    @Test
    void a_file_of_h2_is_written_at_each_commit(@TempDir Path folder) throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("tokens");
        DataSource file = Database.h2(url);
        JdbcSchema.createIfMissing(file);

        JdbcTokenStore store = JdbcTokenStore.builder(file).build();

        TokenRecord record = TokenRecords.ordinary().build();
        StoreWrites.insert(store, record);
        try (Connection connection = file.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS"
                        + " WHERE SETTING_NAME = 'WRITE_DELAY'")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("0");
        }
        assertThat(JdbcTokenStore.builder(Database.h2(url)).build().find(record.id()))
                .as("after every connection was closed")
                .isPresent();
    }
}
