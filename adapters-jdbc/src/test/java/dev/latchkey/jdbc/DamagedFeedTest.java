package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.NumberedPosition;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.TokenRecord;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever somebody writes into the tables of the feed and the state, the store fails as a store or reports a gap. */
class DamagedFeedTest {

    private final String prefix = Database.newPrefix();

    private void execute(Database database, String sql) throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(new TableNames(prefix).in(sql));
        }
    }

    private static void change(JdbcTokenStore store) {
        TokenRecord record = TokenRecords.ordinary().build();
        StoreWrites.insert(store, record);
        assertThat(StoreWrites.update(store, record.withRevoked(TokenRecords.ISSUED, "leaked")))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void an_entry_with_an_unreadable_id_is_a_gap_and_no_later_poll_fails(Database database) throws Exception {
        for (String id : List.of("", "x", "zzzzzzzzzzzzzzzzzzzzzzzzzz")) {
            JdbcTokenStore store = database.store(prefix);
            FeedPosition start = store.position();
            change(store);
            change(store);
            execute(
                    database,
                    "UPDATE latchkey_feed SET changed = '" + id + "' WHERE seq = "
                            + (NumberedPosition.of(start).orElseThrow().sequence() + 1));

            Changes changes = store.changesSince(start, 10);

            assertThat(changes.gap()).isTrue();
            change(store);
            Changes next = store.changesSince(changes.position(), 10);
            assertThat(next.gap()).isFalse();
            assertThat(next.tokens()).hasSize(1);
            assertThat(store.trim(Instant.now().plusSeconds(60), 100)).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_missing_row_of_the_state_is_a_failure_of_the_store_that_names_the_schema(Database database)
            throws Exception {
        JdbcTokenStore store = database.store(prefix);
        FeedPosition start = store.position();
        TokenRecord record = TokenRecords.ordinary().build();
        StoreWrites.insert(store, record);
        execute(database, "DELETE FROM latchkey_state");

        for (Runnable use : List.<Runnable>of(
                store::position,
                () -> store.changesSince(start, 10),
                () -> store.findCommitted(Set.of(record.id())),
                () -> StoreWrites.update(store, record.withRevoked(TokenRecords.ISSUED, "leaked")))) {
            assertThatExceptionOfType(TokenStoreException.class)
                    .isThrownBy(use::run)
                    .withMessageContaining("createIfMissing");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_damaged_row_of_the_state_is_a_failure_of_the_store(Database database) throws Exception {
        JdbcTokenStore store = database.store(prefix);
        ChangeFeed feed = store;
        FeedPosition start = feed.position();
        execute(database, "UPDATE latchkey_state SET feed_sequence = -5");

        assertThatExceptionOfType(TokenStoreException.class).isThrownBy(feed::position);
        assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> feed.changesSince(start, 10));

        execute(database, "UPDATE latchkey_state SET feed_sequence = 0, version = -1, revocation_bound = -1");
        assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> store.findCommitted(Set.of()));
    }

    @ParameterizedTest
    @EnumSource
    void a_token_with_an_unreadable_id_does_not_stop_the_sweep(Database database) throws Exception {
        JdbcTokenStore store = database.store(prefix);
        TokenRecord first = TokenRecords.ordinary()
                .expiresAt(TokenRecords.ISSUED.plusSeconds(1))
                .build();
        TokenRecord second = TokenRecords.ordinary()
                .expiresAt(TokenRecords.ISSUED.plusSeconds(2))
                .build();
        StoreWrites.insert(store, first);
        StoreWrites.insert(store, second);
        execute(
                database,
                "UPDATE latchkey_tokens SET id = 'x' WHERE ends_at = "
                        + first.lifecycle().endsAt().toEpochMilli());
        FeedPosition start = store.position();

        Sweeps.sweep(store, TokenRecords.EXPIRES);

        assertThat(store.find(second.id())).isEmpty();
        assertThat(store.changesSince(start, 10).tokens()).containsExactly(second.id());
        assertThat(Sweeps.sweep(store, TokenRecords.EXPIRES)).isZero();
    }
}
