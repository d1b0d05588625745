package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.testkit.store.DelegatingTokenStore;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.TokenEvent.Changed;
import dev.latchkey.token.TokenRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the host's report of its transactions decides, and what is refused where it does not fit the data source. */
class HostTransactionTest {

    private static final IssueRequest REQUEST = IssueRequest.forOwner("workspaces/acme")
            .grantedByTheService()
            .describedAs("nightly export")
            .withScopes("workspace:read");

    private final String prefix = Database.newPrefix();

    // region spring
    private static final HostTransactions SPRING = new HostTransactions() {
        @Override
        public boolean active() {
            return TransactionSynchronizationManager.isActualTransactionActive();
        }

        @Override
        public void afterCommit(Runnable action) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    action.run();
                }
            });
        }
    };
    // endregion

    private static HikariDataSource pool(Database database, boolean autocommit) {
        return Database.pool("unused:", config -> {
            config.setJdbcUrl(null);
            config.setDataSource(database.dataSource());
            config.setAutoCommit(autocommit);
            config.setMaximumPoolSize(3);
        });
    }

    private JdbcTokenStore store(Database database, DataSource raw, DataSource transactional, HostTransactions host) {
        return JdbcTokenStore.builder(raw)
                .dialect(database.dialect())
                .tablePrefix(prefix)
                .transactional(transactional, host)
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void springs_transactions_are_joined_on_a_pool_with_autocommit_off(Database database) {
        JdbcTokenStore outside = database.store(prefix);
        TokenRecord alone = TokenRecords.ordinary().build();
        TokenRecord committed = TokenRecords.ordinary().build();
        TokenRecord rolledBack = TokenRecords.ordinary().build();
        try (HikariDataSource pool = pool(database, false)) {
            JdbcTokenStore store = store(database, pool, new TransactionAwareDataSourceProxy(pool), SPRING);
            TransactionTemplate template = new TransactionTemplate(new DataSourceTransactionManager(pool));

            StoreWrites.insert(store, alone);
            assertThat(outside.find(alone.id())).contains(alone);
            template.executeWithoutResult(status -> {
                StoreWrites.insert(store, committed);
                assertThat(outside.find(committed.id())).isEmpty();
            });
            template.executeWithoutResult(status -> {
                StoreWrites.insert(store, rolledBack);
                status.setRollbackOnly();
            });
        }
        assertThat(outside.find(committed.id())).contains(committed);
        assertThat(outside.find(rolledBack.id())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_source_that_does_not_know_the_hosts_transaction_is_refused(Database database) {
        JdbcTokenStore outside = database.store(prefix);
        TokenRecord record = TokenRecords.ordinary().build();
        for (boolean autocommit : new boolean[] {true, false}) {
            try (HikariDataSource pool = pool(database, autocommit)) {
                JdbcTokenStore store = store(database, pool, pool, SPRING);

                new TransactionTemplate(new DataSourceTransactionManager(pool))
                        .executeWithoutResult(status -> assertThatExceptionOfType(TokenStoreException.class)
                                .isThrownBy(() -> StoreWrites.insert(store, record))
                                .withMessageContaining("TransactionAwareDataSourceProxy"));
            }
        }
        assertThat(outside.find(record.id())).isEmpty();
    }

    /** A change without its entry in the feed would never reach the nodes that hold the record. */
    @ParameterizedTest
    @EnumSource
    void a_host_that_commits_after_a_failed_write_commits_nothing_of_it(Database database) throws Exception {
        JdbcTokenStore outside = database.store(prefix);
        AtomicInteger callsLeft = new AtomicInteger(Integer.MAX_VALUE);
        DataSource breaking = Intercepted.dataSource(database.dataSource(), call -> {
            boolean executes = call.method().startsWith("execute");
            if (executes && callsLeft.getAndDecrement() == 0) {
                throw new SQLException("statement cancelled", "57014");
            }
            return call.proceed();
        });
        int failures = 0;
        for (int calls = 0; ; calls++) {
            TokenRecord record = TokenRecords.ordinary().build();
            StoreWrites.insert(outside, record);
            FeedPosition before = outside.position();
            TokenRecord next = record.withRevoked(TokenRecords.ISSUED, "leaked");
            boolean failed = false;
            try (Connection connection = breaking.getConnection()) {
                CallersTransaction transaction = new CallersTransaction(connection);
                JdbcTokenStore store =
                        transaction.joins(database.builder(prefix), breaking).build();
                callsLeft.set(calls);
                try {
                    StoreWrites.update(store, next);
                } catch (TokenStoreException e) {
                    failed = true;
                } finally {
                    callsLeft.set(Integer.MAX_VALUE);
                }
                transaction.commit();
                connection.setAutoCommit(true);
            }
            boolean told = !outside.position().equals(before);
            assertThat(outside.find(record.id()))
                    .as("with its entry in the feed, or not at all; call %s fails", calls)
                    .contains(told ? next : record);
            if (!failed) {
                assertThat(told).isTrue();
                break;
            }
            failures++;
        }
        assertThat(failures).isGreaterThan(4);
    }

    @ParameterizedTest
    @EnumSource
    void what_the_hosts_transaction_revoked_is_rejected_here_once_it_commits(Database database) throws Exception {
        AccessTokens outside = AccessTokens.builder(database.store(prefix))
                .withoutPrefix()
                .hasher(TokenWriter.CHEAP)
                .build();
        IssuedToken issued = outside.issuer().issue(REQUEST);
        outside.administration().recordRevocationBound(Duration.ofHours(1));
        try (Connection connection = database.dataSource().getConnection()) {
            CallersTransaction transaction = new CallersTransaction(connection);
            JdbcTokenStore store = transaction
                    .joins(database.builder(prefix), database.dataSource())
                    .build();
            // Polls are a quarter of an hour apart: what this node knows, it knows by itself.
            try (AccessTokens node = AccessTokens.builder(new DelegatingTokenStore<>(store))
                    .withoutPrefix()
                    .hasher(TokenWriter.CHEAP)
                    .revocationWithin(Duration.ofHours(1))
                    .build()) {
                awaitLease(node);

                node.all().revoke(issued.id(), "leaked");
                assertThat(node.verifier().verify(issued.reveal())).isInstanceOf(Verified.class);
                assertThat(node.verifier().verify(issued.reveal())).isInstanceOf(Verified.class);
                assertThat(node.statistics().records().hits()).isPositive();
                transaction.commit();

                assertThat(node.verifier().verify(issued.reveal())).isEqualTo(new Rejected(RejectionReason.REVOKED));
            }
            connection.setAutoCommit(true);
        }
    }

    @ParameterizedTest
    @EnumSource
    void events_of_a_hosts_transaction_are_sent_when_it_commits_and_not_when_it_rolls_back(Database database) {
        database.store(prefix);
        List<Changed> changes = new CopyOnWriteArrayList<>();
        IssuedToken kept;
        IssuedToken alone;
        try (HikariDataSource pool = pool(database, false);
                AccessTokens node = AccessTokens.builder(new DelegatingTokenStore<>(
                                store(database, pool, new TransactionAwareDataSourceProxy(pool), SPRING)))
                        .withoutPrefix()
                        .hasher(TokenWriter.CHEAP)
                        .listener(event -> changes.add((Changed) event))
                        .build()) {
            TransactionTemplate template = new TransactionTemplate(new DataSourceTransactionManager(pool));

            template.executeWithoutResult(status -> {
                IssuedToken issued = node.issuer().issue(REQUEST);
                node.all().revoke(issued.id(), "left");
                status.setRollbackOnly();
            });
            kept = template.execute(status -> {
                IssuedToken issued = node.issuer().issue(REQUEST);
                node.all().disable(issued.id(), "not yet");
                assertThat(node.statistics().events().waiting()).isZero();
                assertThat(changes).isEmpty();
                return issued;
            });
            alone = node.issuer().issue(REQUEST);
        }

        assertThat(changes)
                .extracting(
                        change -> change.subject().token() + " " + change.act().action())
                .containsExactly(kept.id() + " ISSUED", kept.id() + " DISABLED", alone.id() + " ISSUED");
    }

    private static void awaitLease(AccessTokens node) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (node.statistics().records().feed().leaseAge().isEmpty()) {
            assertThat(System.nanoTime()).as("a minute is over").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
