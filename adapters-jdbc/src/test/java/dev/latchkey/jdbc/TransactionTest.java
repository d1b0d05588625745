package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.AccessTokens;
import dev.latchkey.port.CallerTransactionException;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.NumberedPosition;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.port.Write;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import dev.latchkey.token.TrailEntry;
import dev.latchkey.token.TrailEntry.Act;
import dev.latchkey.token.TrailEntry.Action;
import dev.latchkey.token.TrailEntry.Effect;
import dev.latchkey.token.TrailQuery;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whose transaction it is: the caller's, if there is one; never for what verifies. */
class TransactionTest {

    private final String prefix = Database.newPrefix();

    private JdbcTokenStore joined(Database database, Connection transaction) throws SQLException {
        return new CallersTransaction(transaction)
                .joins(database.builder(prefix), database.dataSource())
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void what_is_written_in_a_caller_s_transaction_that_is_rolled_back_never_was(Database database) throws Exception {
        JdbcTokenStore outside = database.store(prefix);
        TokenRecord existing = TokenRecords.ordinary().build();
        StoreWrites.insert(outside, existing);
        FeedPosition start = outside.position();
        TokenRecord record = TokenRecords.ordinary().build();

        try (Connection transaction = database.dataSource().getConnection()) {
            transaction.setAutoCommit(false);
            JdbcTokenStore inside = joined(database, transaction);
            assertThat(StoreWrites.insert(inside, record)).isTrue();
            assertThat(StoreWrites.update(inside, existing.withDescription("changed")))
                    .isTrue();
            assertThat(inside.find(record.id())).as("within the transaction").contains(record);
            assertThat(inside.findCommitted(Set.of(record.id(), existing.id())).records())
                    .as("what verifies sees only what is committed")
                    .containsOnlyKeys(existing.id())
                    .containsValue(existing);
            transaction.rollback();
        }

        assertThat(outside.find(record.id())).isEmpty();
        assertThat(outside.find(existing.id())).contains(existing);
        assertThat(outside.position()).isEqualTo(start);
    }

    @ParameterizedTest
    @EnumSource
    void the_trail_of_a_transaction_that_is_rolled_back_never_was(Database database) throws Exception {
        JdbcTokenStore outside = database.store(prefix);
        TokenRecord record = TokenRecords.ordinary().build();
        TrailEntry issued = TrailEntry.of(
                record.subject(),
                new Act(TokenRecords.ISSUED, "users/42", Action.ISSUED, null),
                Effect.NONE,
                new SecureRandom());

        try (Connection transaction = database.dataSource().getConnection()) {
            transaction.setAutoCommit(false);
            JdbcTokenStore inside = joined(database, transaction);
            assertThat(inside.write(List.of(new Write.Insert(record)), List.of(issued)))
                    .isTrue();
            assertThat(inside.trail(TrailQuery.all()).entries()).containsExactly(issued);
            transaction.rollback();
        }

        assertThat(outside.trail(TrailQuery.all()).entries()).isEmpty();
        assertThat(outside.find(record.id())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MYSQL", "MARIADB"})
    void a_request_key_is_found_that_the_old_snapshot_does_not_show(Database database) throws Exception {
        JdbcTokenStore outside = database.store(prefix);
        TokenRecord requested = TokenRecords.ordinary().requestKey("key").build();

        try (Connection transaction = database.dataSource().getConnection()) {
            transaction.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            transaction.setAutoCommit(false);
            JdbcTokenStore inside = joined(database, transaction);
            read(transaction);
            StoreWrites.insert(outside, requested);

            TokenQuery query =
                    TokenQuery.all().ownedBy(requested.grant().owner()).requestedAs("key");
            assertThat(inside.list(query).entries())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.record()).isEqualTo(requested));
            transaction.commit();
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_is_written_in_a_caller_s_transaction_is_there_when_it_commits(Database database) throws Exception {
        JdbcTokenStore outside = database.store(prefix);
        FeedPosition start = outside.position();
        TokenRecord record = TokenRecords.ordinary().build();

        try (Connection transaction = database.dataSource().getConnection()) {
            transaction.setAutoCommit(false);
            JdbcTokenStore inside = joined(database, transaction);
            StoreWrites.insert(inside, record);
            StoreWrites.update(inside, record.withRevoked(TokenRecords.ISSUED, "leaked"));
            assertThat(transaction.getAutoCommit()).isFalse();
            transaction.commit();
        }

        assertThat(outside.findCommitted(Set.of(record.id())).records()).hasSize(1);
        assertThat(outside.changesSince(start, 10).tokens()).containsExactly(record.id());
    }

    @ParameterizedTest
    @EnumSource
    void a_refused_write_leaves_the_caller_s_transaction_usable(Database database) throws Exception {
        JdbcTokenStore outside = database.store(prefix);
        TokenRecord existing = TokenRecords.ordinary().requestKey("key").build();
        StoreWrites.insert(outside, existing);
        TokenRecord later = TokenRecords.ordinary().build();

        try (Connection transaction = database.dataSource().getConnection()) {
            transaction.setAutoCommit(false);
            JdbcTokenStore inside = joined(database, transaction);
            assertThat(StoreWrites.insert(inside, existing)).isFalse();
            assertThat(StoreWrites.insert(
                            inside, TokenRecords.ordinary().requestKey("key").build()))
                    .isFalse();
            assertThat(StoreWrites.replace(inside, existing.withDescription("x"), existing))
                    .isFalse();
            assertThat(StoreWrites.insert(inside, later)).isTrue();
            transaction.commit();
        }

        assertThat(outside.find(later.id())).isPresent();
        assertThat(outside.find(existing.id())).contains(existing);
    }

    @ParameterizedTest
    @EnumSource
    void uses_are_recorded_whatever_becomes_of_the_caller_s_transaction(Database database) throws Exception {
        JdbcTokenStore outside = database.store(prefix);
        TokenRecord record = TokenRecords.ordinary().build();
        StoreWrites.insert(outside, record);

        try (Connection transaction = database.dataSource().getConnection()) {
            transaction.setAutoCommit(false);
            joined(database, transaction)
                    .recordUse(List.of(new TokenUse(record.id(), TokenRecords.ISSUED, ScopeSet.empty())));
            transaction.rollback();
        }

        assertThat(outside.list(TokenQuery.all()).entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.use()).isNotNull());
    }

    /** With a plain sequence the later number would be committed first, and a reader would pass the earlier one. */
    @ParameterizedTest
    @EnumSource
    void a_change_that_commits_late_is_not_passed_by_the_feed(Database database) throws Exception {
        JdbcTokenStore outside = database.store(prefix);
        TokenRecord late = TokenRecords.ordinary().build();
        TokenRecord early = TokenRecords.ordinary().build();
        StoreWrites.insert(outside, late);
        StoreWrites.insert(outside, early);
        FeedPosition start = outside.position();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (Connection transaction = database.dataSource().getConnection()) {
            transaction.setAutoCommit(false);
            StoreWrites.update(joined(database, transaction), late.withDescription("late"));
            Future<Boolean> other = executor.submit(() -> StoreWrites.update(outside, early.withDescription("early")));

            Set<TokenId> before = outside.changesSince(start, 10).tokens();
            assertThat(before).as("nothing is committed").isEmpty();
            assertThat(outside.changesSince(start, 10).position()).isEqualTo(start);
            transaction.commit();

            assertThat(other.get()).isTrue();
        } finally {
            executor.shutdownNow();
        }
        assertThat(outside.changesSince(start, 10).tokens()).containsExactlyInAnyOrder(late.id(), early.id());
    }

    @ParameterizedTest
    @EnumSource
    void what_verifies_sees_a_revocation_that_an_old_snapshot_of_the_caller_does_not(Database database)
            throws Exception {
        JdbcTokenStore outside = database.store(prefix);
        TokenRecord record = TokenRecords.ordinary().build();
        StoreWrites.insert(outside, record);

        try (Connection transaction = database.dataSource().getConnection()) {
            transaction.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            transaction.setAutoCommit(false);
            JdbcTokenStore inside = joined(database, transaction);
            read(transaction);
            StoreWrites.update(outside, record.withRevoked(TokenRecords.ISSUED, "leaked"));

            assertThat(inside.findCommitted(Set.of(record.id())).records().values())
                    .singleElement()
                    .satisfies(read -> assertThat(read.lifecycle().revokedAt()).isNotNull());
            assertThat(inside.find(record.id()).orElseThrow().lifecycle().revokedAt() != null)
                    .as("what is read in the caller's transaction is new where what it writes to is")
                    .isEqualTo(database.dialect().readsAnOldSnapshotButWritesTheNewest());
            transaction.rollback();
            transaction.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
    }

    /** From here on the transaction sees what is there now, for ever. */
    private void read(Connection transaction) throws SQLException {
        try (Statement statement = transaction.createStatement();
                ResultSet rows =
                        statement.executeQuery(new TableNames(prefix).in("SELECT count(*) FROM latchkey_tokens"))) {
            assertThat(rows.next()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL", "MARIADB"})
    void what_is_revoked_in_a_caller_s_old_snapshot_is_the_newest_record(Database database) throws Exception {
        JdbcTokenStore outside = database.store(prefix);
        TokenRecord record = TokenRecords.ordinary().build();
        StoreWrites.insert(outside, record);

        try (Connection transaction = database.dataSource().getConnection()) {
            transaction.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            transaction.setAutoCommit(false);
            JdbcTokenStore inside = joined(database, transaction);
            read(transaction);
            StoreWrites.update(outside, record.withDescription("changed meanwhile"));

            TokenRecord newest = inside.find(record.id()).orElseThrow();
            assertThat(StoreWrites.update(inside, newest.withRevoked(TokenRecords.ISSUED, "leaked")))
                    .isTrue();
            transaction.commit();
        }
        assertThat(outside.find(record.id()).orElseThrow())
                .returns("changed meanwhile", read -> read.grant().description())
                .returns("leaked", read -> read.lifecycle().revocation().reason());
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL", "SQLITE"})
    void a_conflict_in_the_caller_s_transaction_is_the_caller_s_to_try_again(Database database) throws Exception {
        JdbcTokenStore outside = database.store(prefix);
        TokenRecord record = TokenRecords.ordinary().build();
        StoreWrites.insert(outside, record);

        try (Connection transaction = database.dataSource().getConnection()) {
            transaction.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            transaction.setAutoCommit(false);
            JdbcTokenStore inside = joined(database, transaction);
            inside.find(record.id());
            StoreWrites.update(outside, record.withDescription("first"));

            assertThatExceptionOfType(TokenStoreException.class)
                    .isThrownBy(() -> StoreWrites.update(inside, record.withDescription("second")))
                    .withMessageContaining("roll yours back, and run it again");
            transaction.rollback();
            transaction.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
        assertThat(outside.find(record.id()).orElseThrow().grant().description())
                .isEqualTo("first");
    }

    /** Each has locked what the other is about to change. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB", "MYSQL"})
    void of_two_callers_that_block_each_other_one_is_told_to_run_again(Database database) throws Exception {
        JdbcTokenStore outside = database.store(prefix);
        List<TokenRecord> records =
                List.of(TokenRecords.ordinary().build(), TokenRecords.ordinary().build());
        records.forEach(record -> StoreWrites.insert(outside, record));
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try (Connection one = database.dataSource().getConnection();
                Connection other = database.dataSource().getConnection()) {
            lock(one, records.get(0));
            lock(other, records.get(1));

            List<Future<String>> outcomes = List.of(
                    executor.submit(() -> describe(database, one, records.get(1))),
                    executor.submit(() -> describe(database, other, records.get(0))));

            assertThat(List.of(outcomes.get(0).get(), outcomes.get(1).get()))
                    .containsOnlyOnce("done")
                    .anySatisfy(outcome -> assertThat(outcome).contains("roll yours back, and run it again"));
        } finally {
            executor.shutdownNow();
        }
        assertThat(outside.changesSince(outside.position(), 1).gap()).isFalse();
        assertThat(NumberedPosition.of(outside.position()).orElseThrow().sequence())
                .as("what was rolled back is not told")
                .isEqualTo(1);
    }

    /** After a deadlock MySQL starts a new transaction at the next write; what the host wrote before is lost. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB", "MYSQL"})
    void a_bulk_revocation_does_not_continue_in_a_transaction_that_failed(Database database) throws Exception {
        JdbcTokenStore outside = database.store(prefix);
        List<TokenRecord> records = List.of(
                TokenRecords.ordinary().expiresAt(null).build(),
                TokenRecords.ordinary().expiresAt(null).build());
        records.forEach(record -> StoreWrites.insert(outside, record));
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try (Connection one = database.dataSource().getConnection();
                Connection other = database.dataSource().getConnection()) {
            lock(one, records.get(0));
            lock(other, records.get(1));

            List<Future<String>> outcomes = List.of(
                    executor.submit(() ->
                            revokeAll(database, one, records.get(0).grant().owner())),
                    executor.submit(() ->
                            revokeAll(database, other, records.get(0).grant().owner())));

            assertThat(List.of(outcomes.get(0).get(), outcomes.get(1).get()))
                    .containsOnlyOnce("2 revoked")
                    .anySatisfy(outcome -> assertThat(outcome).contains("roll yours back, and run it again"));
        } finally {
            executor.shutdownNow();
        }
        assertThat(records)
                .allSatisfy(record -> assertThat(outside.find(record.id())
                                .orElseThrow()
                                .lifecycle()
                                .revokedAt())
                        .isNotNull());
    }

    private String revokeAll(Database database, Connection transaction, String owner) throws SQLException {
        try {
            int revoked = AccessTokens.builder(joined(database, transaction))
                    .withoutPrefix()
                    .hasher(TokenWriter.CHEAP)
                    .build()
                    .ownedBy(owner)
                    .revokeAll("the owner left")
                    .revoked();
            transaction.commit();
            return revoked + " revoked";
        } catch (CallerTransactionException e) {
            transaction.rollback();
            return e.getMessage();
        }
    }

    private void lock(Connection transaction, TokenRecord record) throws SQLException {
        transaction.setAutoCommit(false);
        try (PreparedStatement statement = transaction.prepareStatement(
                new TableNames(prefix).in("SELECT id FROM latchkey_tokens WHERE id = ? FOR UPDATE"))) {
            statement.setString(1, record.id().toString());
            statement.executeQuery();
        }
    }

    private String describe(Database database, Connection transaction, TokenRecord record) throws SQLException {
        try {
            StoreWrites.update(joined(database, transaction), record.withDescription("other"));
            transaction.commit();
            return "done";
        } catch (TokenStoreException e) {
            transaction.rollback();
            return e.getMessage();
        }
    }

    /** A bound that is rolled back is one that no other node can rely on, and this one would cache records for it. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "H2", "MARIADB"})
    void a_node_is_not_built_in_a_transaction_that_would_record_its_bound(Database database) throws Exception {
        JdbcTokenStore outside = database.store(prefix);
        try (Connection transaction = database.dataSource().getConnection()) {
            JdbcTokenStore inside = joined(database, transaction);

            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> node(inside))
                    .withMessageContaining("outside of a transaction");
            transaction.rollback();
        }
        assertThat(outside.findCommitted(Set.of()).state().revocationBound()).isNull();

        node(outside).close();
        try (Connection transaction = database.dataSource().getConnection()) {
            node(joined(database, transaction)).close();
            transaction.rollback();
        }
    }

    private static AccessTokens node(JdbcTokenStore store) {
        return AccessTokens.builder(store)
                .withoutPrefix()
                .hasher(TokenWriter.CHEAP)
                .revocationWithin(Duration.ofSeconds(1))
                .build();
    }
}
