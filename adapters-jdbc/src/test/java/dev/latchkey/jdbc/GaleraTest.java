package dev.latchkey.jdbc;

import static dev.latchkey.jdbc.GaleraCluster.WAITING;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.TokenRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores on a node of a {@link GaleraCluster} that does not wait for the others, and on one that does. */
class GaleraTest {

    private static GaleraCluster cluster;

    @BeforeAll
    static void start() {
        cluster = GaleraCluster.shared();
        try (HikariDataSource pool = pool(WAITING)) {
            JdbcSchema.createIfMissing(pool);
        }
    }

    private static HikariDataSource pool(String setting) {
        return Database.pool(cluster.url(0) + setting, config -> config.setMaximumPoolSize(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 6, 8})
    void a_node_that_does_not_wait_for_the_others_is_refused(int syncWait) {
        try (HikariDataSource pool = pool("&sessionVariables=wsrep_sync_wait=" + syncWait)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> JdbcTokenStore.builder(pool).build())
                    .withMessageContaining("wsrep_sync_wait = " + syncWait)
                    .withMessageContaining("sessionVariables=wsrep_sync_wait=7");
        }
    }

    /** With dirty reads a node does not wait, whatever wsrep_sync_wait is; without wsrep_on it does not replicate either. */
    @ParameterizedTest
    @ValueSource(strings = {"wsrep_dirty_reads=ON", "wsrep_on=OFF"})
    void a_connection_that_is_excepted_from_waiting_is_refused(String setting) {
        try (HikariDataSource pool = pool(WAITING + "," + setting)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> JdbcTokenStore.builder(pool).build())
                    .withMessageContaining(setting.replace("=", " = "));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 15})
    void a_node_that_waits_is_accepted(int syncWait) {
        try (HikariDataSource pool = pool("&sessionVariables=wsrep_sync_wait=" + syncWait)) {
            assertThatNoException()
                    .isThrownBy(() -> JdbcTokenStore.builder(pool).build());
        }
    }

    @Test
    void a_feed_source_that_does_not_wait_is_refused() {
        try (HikariDataSource raw = pool(WAITING);
                HikariDataSource feed = pool("")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> JdbcTokenStore.builder(raw).feedSource(feed).build())
                    .withMessageContaining("wsrep_sync_wait = 0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wsrep_sync_wait = 0", "wsrep_dirty_reads = ON", "wsrep_on = OFF"})
    void a_connection_that_no_longer_waits_is_not_read_from(String setting) throws SQLException {
        try (HikariDataSource pool = pool(WAITING)) {
            JdbcTokenStore store = JdbcTokenStore.builder(pool).build();
            TokenRecord record = TokenRecords.ordinary().build();
            StoreWrites.insert(store, record);
            FeedPosition position = store.position();

            // The one connection of the pool, as a failover leaves it that forgets what was set.
            try (Connection connection = pool.getConnection()) {
                connection.createStatement().execute("SET SESSION " + setting);
            }

            assertRefused(setting, () -> store.findCommitted(Set.of(record.id())));
            assertRefused(setting, () -> store.findCommitted(Set.of(record.id()), position));
            assertRefused(setting, () -> store.changesSince(position, 10));
            assertRefused(setting, store::position);
        }
    }

    private static void assertRefused(String setting, Runnable read) {
        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(read::run)
                .withMessageContaining(setting);
    }

    @Test
    void a_database_without_galera_needs_no_setting() {
        assertThatNoException().isThrownBy(() -> Database.MARIADB.store());
    }
}
