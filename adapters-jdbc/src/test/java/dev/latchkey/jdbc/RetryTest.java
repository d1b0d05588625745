package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.latchkey.port.TokenStoreException;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What fails because of another transaction is run again, until the operation's time is over. */
class RetryTest {

    /** How long an operation may take whose time is a second; the rest is for a busy machine. */
    private static final Duration LONGEST = Duration.ofSeconds(12);

    private final String prefix = Database.newPrefix();

    private static Map<String, Runnable> reads(JdbcTokenStore store, TokenRecord record) {
        Map<String, Runnable> reads = new LinkedHashMap<>();
        reads.put("findCommitted", () -> store.findCommitted(Set.of(record.id())));
        reads.put("find", () -> store.find(record.id()));
        reads.put("list", () -> store.list(TokenQuery.all()));
        reads.put("position", store::position);
        reads.put("changesSince", () -> store.changesSince(store.position(), 1));
        return reads;
    }

    private static SQLException conflict(Database database) {
        return database == Database.SQLITE
                ? new SQLException("[SQLITE_BUSY]", null, 5)
                : new SQLException("could not serialize access", "40001");
    }

    @ParameterizedTest
    @EnumSource
    void a_read_that_fails_by_a_conflict_is_run_again(Database database) {
        database.store(prefix);
        AtomicBoolean fails = new AtomicBoolean();
        JdbcTokenStore store = JdbcTokenStore.builder(Intercepted.dataSource(database.dataSource(), call -> {
                    if (call.method().equals("executeQuery") && fails.getAndSet(false)) {
                        throw conflict(database);
                    }
                    return call.proceed();
                }))
                .dialect(database.dialect())
                .tablePrefix(prefix)
                .build();
        TokenRecord record = TokenRecords.ordinary().build();
        StoreWrites.insert(store, record);
        reads(store, record).forEach((name, read) -> {
            fails.set(true);

            read.run();

            assertThat(fails).as(name).isFalse();
        });
    }

    @ParameterizedTest
    @EnumSource
    void tries_end_with_the_operations_time_and_pause_in_between(Database database) {
        database.store(prefix);
        AtomicBoolean fails = new AtomicBoolean();
        AtomicInteger tries = new AtomicInteger();
        JdbcTokenStore store = JdbcTokenStore.builder(Intercepted.dataSource(database.dataSource(), call -> {
                    if (call.method().startsWith("execute") && fails.get()) {
                        tries.incrementAndGet();
                        throw conflict(database);
                    }
                    return call.proceed();
                }))
                .dialect(database.dialect())
                .tablePrefix(prefix)
                .statementTimeout(Duration.ofSeconds(1))
                .build();
        TokenRecord record = TokenRecords.ordinary().build();
        fails.set(true);
        for (Runnable operation : List.<Runnable>of(
                () -> store.list(TokenQuery.all()),
                () -> StoreWrites.insert(store, record),
                () -> store.findCommitted(Set.of()))) {
            tries.set(0);

            assertThatExceptionOfType(TokenStoreException.class)
                    .isThrownBy(() -> assertTimeoutPreemptively(LONGEST, operation::run));

            assertThat(tries.get()).isBetween(2, 100);
        }
    }

    @Test
    void a_locked_file_fails_a_write_within_the_operations_time(@TempDir Path folder) throws Exception {
        DataSource file = Database.Sqlite.source(folder.resolve("tokens.db"));
        JdbcSchema.createIfMissing(file);
        JdbcTokenStore store = JdbcTokenStore.builder(file)
                .statementTimeout(Duration.ofSeconds(2))
                .build();
        TokenRecord record = TokenRecords.ordinary().build();
        try (Connection other = file.getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            long begin = System.nanoTime();

            assertThatExceptionOfType(TokenStoreException.class)
                    .isThrownBy(() ->
                            assertTimeoutPreemptively(Duration.ofSeconds(60), () -> StoreWrites.insert(store, record)));

            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(8));
            statement.execute("ROLLBACK");
        }
        assertThat(StoreWrites.insert(store, record)).isTrue();
    }

    /** The first transaction has its snapshot when the second inserts the row; it cannot see it, nor insert it. */
    @ParameterizedTest
    @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
    void uses_recorded_at_once_end_at_every_isolation(int isolation) {
        // On the others, one of the two waits for the other.
        for (Database database : List.of(Database.H2, Database.POSTGRESQL)) {
            String own = Database.newPrefix();
            JdbcTokenStore other = database.store(own);
            TokenRecord record = TokenRecords.ordinary().build();
            StoreWrites.insert(other, record);
            TokenUse first = new TokenUse(record.id(), TokenRecords.ISSUED, ScopeSet.parse("a"));
            TokenUse second = new TokenUse(record.id(), TokenRecords.ISSUED.plusSeconds(1), ScopeSet.parse("b"));
            AtomicBoolean meanwhile = new AtomicBoolean(true);
            JdbcTokenStore store = JdbcTokenStore.builder(Intercepted.dataSource(database.dataSource(), call -> {
                        if (call.method().equals("prepareStatement")
                                && String.valueOf(call.arguments()[0]).startsWith("SELECT t.id, t.owner FROM")
                                && meanwhile.getAndSet(false)) {
                            other.recordUse(List.of(second));
                        }
                        Object result = call.proceed();
                        if (call.method().equals("getConnection") && result instanceof Connection connection) {
                            connection.setTransactionIsolation(isolation);
                        }
                        return result;
                    }))
                    .dialect(database.dialect())
                    .tablePrefix(own)
                    .build();

            assertTimeoutPreemptively(Duration.ofSeconds(60), () -> store.recordUse(List.of(first)), database.name());

            assertThat(meanwhile).isFalse();
            assertThat(other.list(TokenQuery.all()).entries())
                    .as(database.name())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.use()).isEqualTo(first.and(second)));
        }
    }
}
