package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What breaks between the store and its database ends in time, in {@link TokenStoreException}, and is over when it is over. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultsTest {

    /** One second for the statement and one more for the network; the rest is for a busy machine. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final String prefix = Database.newPrefix();

    private static Map<String, Runnable> operations(JdbcTokenStore store, TokenRecord existing) {
        TokenRecord fresh = TokenRecords.ordinary().build();
        Map<String, Runnable> operations = new LinkedHashMap<>();
        operations.put("findCommitted", () -> store.findCommitted(Set.of(existing.id())));
        operations.put("find", () -> store.find(existing.id()));
        operations.put("list", () -> store.list(TokenQuery.all()));
        operations.put("insert", () -> StoreWrites.insert(store, fresh));
        operations.put(
                "update",
                () -> StoreWrites.update(store, newest(store, existing).withDescription("x")));
        operations.put(
                "replace",
                () -> StoreWrites.replace(
                        store,
                        newest(store, existing).withDescription("y"),
                        TokenRecords.ordinary().build()));
        operations.put(
                "updateState",
                () -> StoreWrites.updateState(store, state(store).withRejectIssuedBefore(Instant.EPOCH)));
        operations.put(
                "recordUse",
                () -> store.recordUse(List.of(new TokenUse(existing.id(), Instant.EPOCH, ScopeSet.empty()))));
        operations.put(
                "delete",
                () -> StoreWrites.delete(
                        store, newest(store, existing).toBuilder().version(100).build()));
        operations.put("position", store::position);
        operations.put("changesSince", () -> store.changesSince(store.position(), 10));
        operations.put("trim", () -> store.trim(Instant.EPOCH, 1));
        return operations;
    }

    private static TokenRecord newest(JdbcTokenStore store, TokenRecord record) {
        return store.find(record.id()).orElseThrow();
    }

    private static StoreState state(JdbcTokenStore store) {
        return store.findCommitted(Set.of()).state();
    }

    /** Fails the n-th call of JDBC and each after it, until the connections are given back. */
    private static final class Breakdown {

        private final DataSource working;
        private final AtomicInteger open = new AtomicInteger();
        private int callsLeft = Integer.MAX_VALUE;

        Breakdown(DataSource working) {
            this.working = working;
        }

        DataSource dataSource() {
            return Intercepted.dataSource(working, call -> {
                if (call.method().equals("close")) {
                    if (call.target() instanceof Connection) {
                        open.decrementAndGet();
                    }
                    return call.proceed();
                }
                if (callsLeft-- <= 0) {
                    throw new SQLException("connection reset", "08006");
                }
                Object result = call.proceed();
                if (call.method().equals("getConnection")) {
                    open.incrementAndGet();
                }
                return result;
            });
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL"})
    void a_reset_at_any_call_site_is_an_error_of_the_store_and_keeps_no_connection(Database database) {
        TokenRecord existing = TokenRecords.ordinary().build();
        JdbcTokenStore working = database.store(prefix);
        StoreWrites.insert(working, existing);
        Breakdown breakdown = new Breakdown(database.dataSource());
        JdbcTokenStore store = JdbcTokenStore.builder(breakdown.dataSource())
                .dialect(database.dialect())
                .tablePrefix(prefix)
                .build();
        int failures = 0;
        for (String operation : operations(store, existing).keySet()) {
            for (int calls = 0; ; calls++) {
                Runnable run = operations(store, existing).get(operation);
                long tokens = count(working);
                breakdown.callsLeft = calls;
                try {
                    run.run();
                    break;
                } catch (TokenStoreException e) {
                    failures++;
                } finally {
                    breakdown.callsLeft = Integer.MAX_VALUE;
                }
                assertThat(breakdown.open)
                        .as("connections kept by %s after %s calls", operation, calls)
                        .hasValue(0);
                assertThat(count(working)).as("half of %s", operation).isEqualTo(tokens);
            }
        }
        assertThat(failures).isGreaterThan(100);
        operations(store, existing).values().forEach(Runnable::run);
    }

    private static long count(JdbcTokenStore store) {
        return store.list(TokenQuery.all().limit(200)).entries().size();
    }

    @Test
    void a_server_that_is_away_at_the_start_is_an_error_of_the_store() {
        DataSource nobody = Database.h2("jdbc:h2:tcp://127.0.0.1:1/none");

        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(() -> JdbcTokenStore.builder(nobody).build())
                .withMessageContaining("cannot be reached");
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB", "MYSQL"})
    void a_server_that_hangs_or_resets_fails_each_operation_in_time_and_recovers(Database database) throws Exception {
        database.store(prefix);
        try (Tunnel tunnel = new Tunnel(database.port());
                HikariDataSource pool = Database.pool(database.url(tunnel.port()), config -> {
                    config.setMaximumPoolSize(2);
                    config.setConnectionTimeout(1_000);
                    config.setValidationTimeout(500);
                })) {
            JdbcTokenStore store = JdbcTokenStore.builder(pool)
                    .dialect(database.dialect())
                    .tablePrefix(prefix)
                    .statementTimeout(Duration.ofSeconds(1))
                    .build();
            TokenRecord existing = TokenRecords.ordinary().build();
            StoreWrites.insert(store, existing);

            for (String operation : List.of("findCommitted", "update")) {
                Runnable run = operations(store, existing).get(operation);
                run.run();
                tunnel.hold();
                failsInTime(operation, run);
                tunnel.release();
                recovers(store);

                tunnel.reset();
                recovers(store);
            }
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        }
    }

    private static void failsInTime(String what, Runnable operation) {
        long start = System.nanoTime();
        assertThatExceptionOfType(TokenStoreException.class).as(what).isThrownBy(operation::run);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as(what).isLessThan(LONGEST);
    }

    /** Connections that broke are told so to whoever uses them next; after that, all is well. */
    static void recovers(JdbcTokenStore store) {
        for (int tries = 0; ; tries++) {
            try {
                assertThat(store.findCommitted(Set.of()).records()).isEmpty();
                return;
            } catch (TokenStoreException e) {
                if (tries == 10) {
                    throw e;
                }
            }
        }
    }
}
