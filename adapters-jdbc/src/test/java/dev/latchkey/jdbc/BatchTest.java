package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.port.CallerTransactionException;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.port.Write;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.Intervention;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenRecord;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Many changes in one write, which are sent to the database together. */
class BatchTest {

    /** More than drivers send before they wait for the first answers. */
    private static final int MANY = 300;

    private static final Intervention REVOCATION = new Intervention(TokenRecords.ISSUED, "admin", "left the company");

    private final String prefix = Database.newPrefix();

    private static List<TokenRecord> insertMany(TokenStore store) {
        List<TokenRecord> records = new ArrayList<>();
        List<Write> steps = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            TokenRecord record = TokenRecords.ordinary().build();
            records.add(record);
            steps.add(new Write.Insert(record));
        }
        assertThat(store.write(steps)).isTrue();
        return records;
    }

    private static List<TokenRecord> revoked(List<TokenRecord> records) {
        return records.stream().map(record -> record.withRevocation(REVOCATION)).toList();
    }

    private static boolean write(TokenStore store, List<TokenRecord> next) {
        return store.write(next.stream().map(StoreWrites::updateTo).toList());
    }

    private static void assertStored(TokenStore store, List<TokenRecord> records) {
        for (TokenRecord record : records) {
            assertThat(store.find(record.id())).contains(record);
        }
    }

    /** One of them was changed since it was read, so none is written; then all of them are. */
    private static void assertAllOrNone(JdbcTokenStore store) {
        List<TokenRecord> records = insertMany(store);
        TokenRecord changed = records.get(MANY / 2);
        assertThat(StoreWrites.update(store, changed.withDescription("changed")))
                .isTrue();
        FeedPosition before = store.position();

        assertThat(write(store, revoked(records))).isFalse();

        records.set(MANY / 2, changed.withDescription("changed"));
        assertStored(store, records);
        assertThat(store.position()).isEqualTo(before);

        assertThat(write(store, revoked(records))).isTrue();
        assertStored(store, revoked(records));
        assertThat(store.changesSince(before, 10).tokens())
                .hasSize(MANY)
                .containsAll(records.stream().map(TokenRecord::id).toList());
    }

    @ParameterizedTest
    @EnumSource
    void all_are_written_or_none(Database database) {
        assertAllOrNone(database.store(prefix));
    }

    @ParameterizedTest
    @EnumSource
    void all_are_written_or_none_if_the_driver_does_not_count_the_changes_of_a_batch(Database database) {
        database.store(prefix);
        DataSource uncounting = Intercepted.dataSource(database.dataSource(), call -> {
            Object result = call.proceed();
            if (call.method().equals("executeBatch")) {
                Arrays.fill((int[]) result, Statement.SUCCESS_NO_INFO);
            }
            return result;
        });

        assertAllOrNone(JdbcTokenStore.builder(uncounting)
                .dialect(database.dialect())
                .tablePrefix(prefix)
                .build());
    }

    /** By these settings drivers rewrite batches, or send them in another way. */
    @ParameterizedTest
    @CsvSource({
        "MARIADB, useBulkStmts=true",
        "MARIADB, useBulkStmts=true&allowMultiQueries=true",
        "MYSQL, rewriteBatchedStatements=true",
        "POSTGRESQL, reWriteBatchedInserts=true",
        "POSTGRESQL, preferQueryMode=simple",
        "POSTGRESQL, prepareThreshold=0"
    })
    void all_are_written_or_none_with_settings_of_drivers(Database database, String setting) {
        database.store(prefix);
        String url = database.url(database.port());
        try (HikariDataSource source = database.open(
                url + (url.contains("?") ? "&" : "?") + setting, config -> config.setMaximumPoolSize(2))) {
            assertAllOrNone(JdbcTokenStore.builder(source)
                    .dialect(database.dialect())
                    .tablePrefix(prefix)
                    .build());
        }
    }

    /** PostgreSQL's driver prints the statements of a failed batch with their parameters. */
    @Test
    void the_exception_of_a_failed_batch_has_no_hash_in_it() throws SQLException {
        Database database = Database.POSTGRESQL;
        JdbcTokenStore store = database.store(prefix);
        List<TokenRecord> records = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            TokenRecord record = TokenRecords.ordinary()
                    .hash(SecretHash.of("scheme", "canary-of-a-hash"))
                    .build();
            assertThat(StoreWrites.insert(store, record)).isTrue();
            records.add(record);
        }
        String url = database.url(database.port());
        try (HikariDataSource impatient = database.open(
                        url + (url.contains("?") ? "&" : "?") + "options=-c%20lock_timeout=50", config -> {});
                Connection other = database.dataSource().getConnection()) {
            lock(other, records.get(1));
            JdbcTokenStore blocked = JdbcTokenStore.builder(impatient)
                    .dialect(database.dialect())
                    .tablePrefix(prefix)
                    .build();

            assertThatExceptionOfType(TokenStoreException.class)
                    .isThrownBy(() -> write(blocked, revoked(records)))
                    .withMessageContaining("55P03")
                    .satisfies(e -> assertThat(printed(e)).doesNotContain("canary-of-a-hash"));
            other.rollback();
        }
    }

    private void lock(Connection connection, TokenRecord record) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE " + prefix + "tokens SET version = version WHERE id = ?")) {
            statement.setString(1, record.id().toString());
            assertThat(statement.executeUpdate()).isOne();
        }
    }

    private static String printed(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void a_conflict_in_a_batch_is_recognized_in_a_caller_s_transaction() throws SQLException {
        Database database = Database.SQLITE;
        JdbcTokenStore store = database.store(prefix);
        List<TokenRecord> records = insertMany(store);
        try (Connection connection = database.dataSource().getConnection()) {
            CallersTransaction transaction = new CallersTransaction(connection);
            JdbcTokenStore joined = transaction
                    .joins(database.builder(prefix), database.dataSource())
                    .build();
            assertThat(joined.find(records.get(0).id())).isPresent();
            assertThat(StoreWrites.update(store, records.get(0).withDescription("changed")))
                    .isTrue();

            assertThatExceptionOfType(CallerTransactionException.class)
                    .isThrownBy(() -> write(joined, revoked(records.subList(1, 3))));
            transaction.rollback();
        }
    }
}
