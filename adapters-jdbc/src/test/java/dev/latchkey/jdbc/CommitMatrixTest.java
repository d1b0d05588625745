package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation on every kind of connection: what it acknowledged is stored, as an independent connection sees it. */
class CommitMatrixTest {

    private static final Instant LONG_AGO = Instant.EPOCH.plusSeconds(1);

    private final String prefix = Database.newPrefix();

    /** How the store gets its connections, and whether the host is in a transaction. */
    private record Setting(
            Database database, boolean pooled, boolean autocommit, boolean transactional, boolean inTransaction) {}

    private static Stream<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        for (Database database : Database.values()) {
            for (int bits = 0; bits < 16; bits++) {
                settings.add(new Setting(database, (bits & 1) == 0, (bits & 2) == 0, (bits & 4) == 0, (bits & 8) == 0));
            }
        }
        return settings.stream();
    }

    /**
     * One operation.
     *
     * @param joins whether it is part of the host's transaction, where there is one
     * @param isStored whether another connection sees what it did
     */
    private record Operation(
            String name, boolean joins, Consumer<JdbcTokenStore> run, Predicate<JdbcTokenStore> isStored) {}

    private static List<Operation> operations(JdbcTokenStore outside) {
        TokenRecord existing = TokenRecords.ordinary().build();
        TokenRecord ended = TokenRecords.ordinary()
                .issuedAt(Instant.EPOCH)
                .expiresAt(LONG_AGO)
                .build();
        TokenRecord fresh = TokenRecords.ordinary().build();
        TokenRecord successor = TokenRecords.ordinary().build();
        StoreWrites.insert(outside, existing);
        StoreWrites.insert(outside, ended);
        FeedPosition start = outside.position();
        TokenUse use = new TokenUse(existing.id(), TokenRecords.ISSUED, ScopeSet.empty());
        return List.of(
                new Operation(
                        "insert",
                        true,
                        store -> assertThat(StoreWrites.insert(store, fresh)).isTrue(),
                        store -> has(store, fresh)),
                new Operation(
                        "update",
                        true,
                        store -> assertThat(StoreWrites.update(store, existing.withDescription("x")))
                                .isTrue(),
                        store -> has(store, existing.withDescription("x"))
                                && store.changesSince(start, 10).tokens().contains(existing.id())),
                new Operation(
                        "replace",
                        true,
                        store -> assertThat(StoreWrites.replace(
                                        store, existing.withDescription("x").withDescription("y"), successor))
                                .isTrue(),
                        store -> has(store, successor)),
                new Operation(
                        "updateState",
                        true,
                        store -> assertThat(StoreWrites.updateState(
                                        store,
                                        outside.findCommitted(Set.of()).state().withRejectIssuedBefore(LONG_AGO)))
                                .isTrue(),
                        store -> LONG_AGO.equals(
                                store.findCommitted(Set.of()).state().rejectIssuedBefore())),
                new Operation(
                        "list",
                        true,
                        store -> assertThat(store.list(TokenQuery.all()).entries())
                                .hasSize(4),
                        store -> true),
                new Operation(
                        "recordUse",
                        false,
                        store -> store.recordUse(List.of(use)),
                        store -> store.list(TokenQuery.all()).entries().stream()
                                .anyMatch(entry -> use.equals(entry.use()))),
                new Operation(
                        "delete",
                        true,
                        store -> assertThat(StoreWrites.delete(store, ended)).isTrue(),
                        store -> !has(store, ended)),
                new Operation(
                        "findCommitted",
                        false,
                        store -> assertThat(
                                        store.findCommitted(Set.of(fresh.id())).records())
                                .hasSize(1),
                        store -> true),
                new Operation(
                        "find",
                        true,
                        store -> assertThat(store.find(fresh.id())).contains(fresh),
                        store -> true),
                new Operation(
                        "position",
                        false,
                        store -> assertThat(store.position()).isEqualTo(outside.position()),
                        store -> true),
                new Operation(
                        "changesSince",
                        false,
                        store -> assertThat(store.changesSince(start, 10).drained())
                                .isTrue(),
                        store -> true),
                new Operation(
                        "trim",
                        false,
                        store -> assertThat(store.trim(Instant.now().plusSeconds(60), 10))
                                .isPositive(),
                        store -> store.changesSince(start, 10).gap()));
    }

    private static boolean has(JdbcTokenStore store, TokenRecord record) {
        return record.equals(store.findCommitted(Set.of(record.id())).records().get(record.id()));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void what_an_operation_acknowledged_is_stored(Setting setting) throws Exception {
        JdbcTokenStore outside = setting.database().store(prefix);
        for (Operation operation : operations(outside)) {
            if (setting.pooled()) {
                try (HikariDataSource pool = pool(setting)) {
                    perform(setting, pool, operation, outside);
                }
            } else {
                try (Connection connection = setting.database().dataSource().getConnection();
                        Connection host = setting.database().dataSource().getConnection()) {
                    connection.setAutoCommit(setting.autocommit());
                    perform(setting, handMade(setting, connection, host), operation, outside);
                    assertThat(connection.getAutoCommit())
                            .as("autocommit after %s", operation.name())
                            .isEqualTo(setting.autocommit());
                    if (!setting.autocommit()) {
                        OpenTransactions.requireNone(
                                connection, setting.database().dialect());
                        connection.setAutoCommit(true);
                    }
                }
            }
        }
    }

    private static HikariDataSource pool(Setting setting) {
        return Database.pool("unused:", config -> {
            config.setJdbcUrl(null);
            config.setDataSource(setting.database().dataSource());
            config.setAutoCommit(setting.autocommit());
            config.setMaximumPoolSize(2);
            config.setMinimumIdle(0);
        });
    }

    /** Gives the host the other connection when it asks first within its transaction, and never cleans up. */
    private static DataSource handMade(Setting setting, Connection connection, Connection host) {
        return Intercepted.dataSource(setting.database().dataSource(), call -> switch (call.method()) {
            case "getConnection" -> call.arguments().length == 0 ? connection : host;
            case "close" -> call.target() instanceof Connection ? null : call.proceed();
            default -> call.proceed();
        });
    }

    private void perform(Setting setting, DataSource source, Operation operation, JdbcTokenStore outside)
            throws Exception {
        try (Connection host = setting.pooled() ? source.getConnection() : source.getConnection("the", "host's")) {
            boolean autocommit = host.getAutoCommit();
            CallersTransaction transaction = new CallersTransaction(host);
            JdbcTokenStoreBuilder builder = JdbcTokenStore.builder(source)
                    .dialect(setting.database().dialect())
                    .tablePrefix(prefix);
            if (setting.transactional()) {
                transaction.joins(builder, source);
            }
            if (!setting.inTransaction()) {
                transaction.commit();
            }

            operation.run().accept(builder.build());

            if (setting.transactional() && setting.inTransaction() && operation.joins()) {
                if (!List.of("list", "find").contains(operation.name())) {
                    assertThat(operation.isStored().test(outside))
                            .as("%s is the host's to commit", operation.name())
                            .isFalse();
                }
                transaction.commit();
            } else if (setting.inTransaction()) {
                assertThat(operation.isStored().test(outside))
                        .as("%s is stored before the host commits", operation.name())
                        .isTrue();
                transaction.rollback();
            }
            assertThat(operation.isStored().test(outside))
                    .as("%s is stored", operation.name())
                    .isTrue();
            host.setAutoCommit(autocommit);
        }
    }
}
