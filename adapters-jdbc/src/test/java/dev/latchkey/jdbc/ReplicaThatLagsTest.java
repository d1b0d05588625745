package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.NumberedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The records come from a copy of the database that is behind, the feed from the primary. */
class ReplicaThatLagsTest {

    private static final Duration BOUND = Duration.ofMillis(200);
    private static final IssueRequest REQUEST = IssueRequest.forOwner("workspaces/acme")
            .grantedByTheService()
            .describedAs("nightly export")
            .withScopes("workspace:read");

    private final DataSource primary = h2();
    private final DataSource replica = h2();
    private final JdbcTokenStore writing = JdbcTokenStore.builder(primary).build();
    private final JdbcTokenStore reading =
            JdbcTokenStore.builder(replica).feedSource(primary).build();

    private static DataSource h2() {
        DataSource source = Database.h2("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        JdbcSchema.createIfMissing(source, TableNames.WRITTEN_PREFIX);
        return source;
    }

    @BeforeEach
    void begin_as_one() throws SQLException {
        StoreWrites.updateState(writing, StoreState.INITIAL.withRevocationBound(BOUND));
        replicate();
    }

    /** Has the replica catch up. */
    private void replicate() throws SQLException {
        try (Connection from = primary.getConnection();
                Connection to = replica.getConnection()) {
            to.setAutoCommit(false);
            for (String table : List.of("tokens", "uses", "state", "feed")) {
                copy(TableNames.WRITTEN_PREFIX + table, from, to);
            }
            to.commit();
        }
    }

    private static void copy(String table, Connection from, Connection to) throws SQLException {
        try (Statement reading = from.createStatement();
                ResultSet rows = reading.executeQuery("SELECT * FROM " + table);
                Statement deleting = to.createStatement()) {
            int columns = rows.getMetaData().getColumnCount();
            deleting.executeUpdate("DELETE FROM " + table);
            try (PreparedStatement insert =
                    to.prepareStatement("INSERT INTO " + table + " VALUES (?" + ", ?".repeat(columns - 1) + ")")) {
                while (rows.next()) {
                    for (int i = 1; i <= columns; i++) {
                        insert.setObject(i, rows.getObject(i));
                    }
                    insert.executeUpdate();
                }
            }
        }
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("60 seconds are over").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static AccessTokens node(JdbcTokenStore store, Duration bound) {
        return AccessTokens.builder(store)
                .withoutPrefix()
                .hasher(TokenWriter.CHEAP)
                .revocationWithin(bound)
                .build();
    }

    private static void pollsPass(AccessTokens node) {
        long polls = node.statistics().records().feed().polls();
        until(() -> node.statistics().records().feed().polls() > polls + 2);
    }

    @Test
    void a_revoked_token_is_rejected_while_the_replica_is_behind_and_afterwards() throws Exception {
        AccessTokens other = node(writing, Duration.ZERO);
        IssuedToken issued = other.issuer().issue(REQUEST);
        replicate();
        try (AccessTokens node = node(reading, BOUND)) {
            pollsPass(node);
            assertThat(node.verifier().verify(issued.reveal())).isInstanceOf(Verified.class);

            other.all().revokeAndAwait(issued.id(), "leaked");

            pollsPass(node);
            assertThat(node.verifier().verify(issued.reveal())).isEqualTo(new Rejected(RejectionReason.REVOKED));
            assertThat(node.statistics().records().behind()).isPositive();
            replicate();
            pollsPass(node);
            assertThat(node.verifier().verify(issued.reveal())).isEqualTo(new Rejected(RejectionReason.REVOKED));
        }
    }

    @Test
    void a_replica_that_keeps_up_is_read_without_a_second_attempt() throws Exception {
        IssuedToken issued = node(writing, Duration.ZERO).issuer().issue(REQUEST);
        replicate();
        try (AccessTokens node = node(reading, BOUND)) {
            pollsPass(node);

            assertThat(node.verifier().verify(issued.reveal())).isInstanceOf(Verified.class);

            assertThat(node.statistics().records().behind()).isZero();
        }
    }

    @Test
    void a_database_that_is_behind_is_warned_of_once() throws Exception {
        List<String> warnings = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                warnings.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        AccessTokens other = node(writing, Duration.ZERO);
        IssuedToken issued = other.issuer().issue(REQUEST);
        replicate();
        other.all().revoke(other.issuer().issue(REQUEST).id(), "leaked");
        Logger logger = Logger.getLogger("dev.latchkey");
        Level before = logger.getLevel();
        logger.setLevel(Level.WARNING);
        logger.addHandler(handler);
        try (AccessTokens node = node(reading, BOUND)) {
            pollsPass(node);
            until(() -> {
                node.verifier().verify(issued.reveal());
                other.all().describe(issued.id(), "changed");
                other.all().describe(issued.id(), "again");
                return node.statistics().records().behind() > 2;
            });
        } finally {
            logger.removeHandler(handler);
            logger.setLevel(before);
        }

        assertThat(warnings)
                .filteredOn(line -> line.contains("behind the feed"))
                .hasSize(1);
    }

    @Test
    void a_look_up_that_finds_the_replica_behind_is_repeated_at_the_feed_s_source() throws Exception {
        TokenRecord record = TokenRecords.ordinary().build();
        StoreWrites.insert(writing, record);
        replicate();
        TokenRecord revoked = record.withRevoked(Instant.now(), "leaked");
        StoreWrites.update(writing, revoked);

        Snapshot found = reading.findCommitted(Set.of(record.id()), writing.position());

        assertThat(found.behind()).isTrue();
        assertThat(found.record(record.id()).lifecycle().revokedAt()).isNotNull();
        replicate();
        assertThat(reading.findCommitted(Set.of(record.id()), writing.position())
                        .behind())
                .isFalse();
    }

    @Test
    void a_copy_that_went_its_own_way_counts_as_behind_however_far_it_is() throws Exception {
        TokenRecord record = TokenRecords.ordinary().build();
        StoreWrites.insert(writing, record);
        replicate();
        TokenRecord revoked = record.withRevoked(Instant.now(), "leaked");
        StoreWrites.update(writing, revoked);
        JdbcTokenStore elsewhere = JdbcTokenStore.builder(replica).build();
        TokenRecord changed = record.withDescription("changed elsewhere");
        StoreWrites.update(elsewhere, changed);

        assertThat(reading.findCommitted(Set.of(record.id()), writing.position())
                        .behind())
                .as("as far as the primary")
                .isTrue();
        StoreWrites.update(elsewhere, changed.withDescription("and again"));
        assertThat(reading.findCommitted(Set.of(record.id()), writing.position())
                        .behind())
                .as("farther than the primary")
                .isTrue();
    }

    @Test
    void a_look_up_without_a_position_reads_from_the_primary_where_a_replica_is_allowed() throws Exception {
        TokenRecord record = TokenRecords.ordinary().build();
        StoreWrites.insert(writing, record);
        replicate();
        TokenRecord revoked = record.withRevoked(Instant.now(), "leaked");
        StoreWrites.update(writing, revoked);
        JdbcTokenStore allowed = JdbcTokenStore.builder(replica)
                .feedSource(primary)
                .allowReplica()
                .build();

        assertThat(allowed.findCommitted(Set.of(record.id()))
                        .record(record.id())
                        .lifecycle()
                        .revokedAt())
                .isNotNull();
    }

    @Test
    void without_the_primary_nobody_is_accepted_on_the_word_of_a_replica_after_the_bound() throws Exception {
        AccessTokens other = node(writing, Duration.ZERO);
        IssuedToken issued = other.issuer().issue(REQUEST);
        replicate();
        AtomicBoolean cut = new AtomicBoolean();
        DataSource reachable = Intercepted.dataSource(primary, call -> {
            if (cut.get() && call.method().equals("getConnection")) {
                throw new SQLException("the primary is out of reach", "08001");
            }
            return call.proceed();
        });
        JdbcTokenStore allowed = JdbcTokenStore.builder(replica)
                .feedSource(reachable)
                .allowReplica()
                .build();
        try (AccessTokens node = node(allowed, BOUND)) {
            pollsPass(node);
            assertThat(node.verifier().verify(issued.reveal())).isInstanceOf(Verified.class);
            cut.set(true);

            other.all().revokeAndAwait(issued.id(), "leaked");

            assertThatExceptionOfType(TokenStoreException.class)
                    .isThrownBy(() -> node.verifier().verify(issued.reveal()));
        }
    }

    @Test
    void a_look_up_fails_where_the_feed_s_source_is_behind_too() {
        long end = NumberedPosition.of(writing.position()).orElseThrow().sequence();
        FeedPosition beyond = new NumberedPosition(end + 1, 1).position();

        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(() -> reading.findCommitted(Set.of(), beyond))
                .withMessageContaining("behind its change feed");
    }

    @Test
    void a_bound_that_was_lowered_is_seen_although_the_replica_does_not_know() throws Exception {
        Duration lower = Duration.ofMillis(20);
        StoreWrites.updateState(writing, writing.findCommitted(Set.of()).state().withRevocationBound(lower));

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> node(reading, BOUND))
                .withMessageContaining("PT0.02S");
    }
}
