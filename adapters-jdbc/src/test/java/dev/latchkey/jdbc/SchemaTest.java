package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is created, by whom it may be, and what is said where it is missing. */
class SchemaTest {

    private final String prefix = Database.newPrefix();

    private void execute(Database database, String... statements) throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(new TableNames(prefix).in(sql));
            }
        }
    }

    /** A source that notes the statements that are not queries. */
    private static DataSource noting(DataSource source, List<String> changes) {
        return Intercepted.dataSource(source, call -> {
            if (call.target() instanceof Statement && call.method().startsWith("execute")) {
                String sql = String.valueOf(call.arguments()[0]).strip();
                if (!sql.toUpperCase(Locale.ROOT).startsWith("SELECT")) {
                    changes.add(sql);
                }
            }
            return call.proceed();
        });
    }

    @ParameterizedTest
    @EnumSource
    void nothing_is_created_or_written_where_nothing_is_missing(Database database) {
        List<String> changes = new CopyOnWriteArrayList<>();
        DataSource source = noting(database.dataSource(), changes);

        JdbcSchema.createIfMissing(source, prefix);
        assertThat(changes).isNotEmpty();
        changes.clear();
        JdbcSchema.createIfMissing(source, prefix);

        assertThat(changes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"uses", "feed", "state"})
    void a_single_table_that_is_missing_is_created(String table) throws Exception {
        for (Database database : List.of(Database.H2, Database.SQLITE, Database.POSTGRESQL)) {
            database.store(prefix);
            execute(database, "DROP TABLE latchkey_" + table);

            assertThat(StoreWrites.insert(
                            database.store(prefix), TokenRecords.ordinary().build()))
                    .isTrue();
        }
    }

    @Test
    void a_user_who_may_not_create_tables_uses_those_that_are_there() throws Exception {
        JdbcSchema.createIfMissing(Database.POSTGRESQL.dataSource(), prefix);
        execute(
                Database.POSTGRESQL,
                "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
                "CREATE ROLE " + prefix + "user LOGIN PASSWORD 'x'",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON latchkey_tokens, latchkey_uses, latchkey_state, latchkey_feed,"
                        + " latchkey_trail TO "
                        + prefix + "user");
        String url = Database.POSTGRESQL
                .url(Database.POSTGRESQL.port())
                .replaceFirst("user=\\w+", "user=" + prefix + "user");
        try (HikariDataSource source = Database.pool(url, config -> {
            config.setUsername(prefix + "user");
            config.setPassword("x");
        })) {
            JdbcSchema.createIfMissing(source, prefix);

            JdbcTokenStore store =
                    JdbcTokenStore.builder(source).tablePrefix(prefix).build();
            assertThat(StoreWrites.insert(store, TokenRecords.ordinary().build()))
                    .isTrue();
            assertThatExceptionOfType(TokenStoreException.class)
                    .isThrownBy(() -> JdbcSchema.createIfMissing(source, "missing_"))
                    .withMessageContaining("42501");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_missing_schema_is_named_at_first_use(Database database) {
        JdbcTokenStore store = database.builder(prefix).build();

        for (Runnable use : List.<Runnable>of(
                () -> store.findCommitted(Set.of(TokenRecords.newId())),
                () -> StoreWrites.insert(store, TokenRecords.ordinary().build()),
                store::position)) {
            assertThatExceptionOfType(TokenStoreException.class)
                    .isThrownBy(use::run)
                    .withMessageContaining("JdbcSchema.createIfMissing")
                    .withMessageContaining("/V1__latchkey.sql");
        }
    }
}
