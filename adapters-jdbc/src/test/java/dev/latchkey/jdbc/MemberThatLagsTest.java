package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.UnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A member of a Galera cluster that has not applied what was revoked at another one. */
class MemberThatLagsTest {

    private static final int TOKENS = 20;

    private final String prefix = Database.newPrefix();
    private HikariDataSource first;
    private HikariDataSource waiting;
    private HikariDataSource hasty;
    private HikariDataSource dirty;
    private AccessTokens there;

    @BeforeEach
    void start() {
        GaleraCluster cluster = GaleraCluster.shared();
        first = Database.pool(cluster.url(0) + GaleraCluster.WAITING, config -> {});
        waiting = Database.pool(cluster.url(1) + GaleraCluster.WAITING, config -> {});
        hasty = Database.pool(cluster.url(1), config -> {});
        dirty = Database.pool(cluster.url(1) + GaleraCluster.WAITING + ",wsrep_dirty_reads=ON", config -> {});
        JdbcSchema.createIfMissing(first, prefix);
        there = tokens(first);
    }

    @AfterEach
    void stop() {
        if (first != null) {
            first.close();
            waiting.close();
            hasty.close();
            dirty.close();
        }
    }

    private AccessTokens tokens(DataSource source) {
        return AccessTokens.builder(JdbcTokenStore.builder(source)
                        .tablePrefix(prefix)
                        .statementTimeout(Duration.ofSeconds(1))
                        .build())
                .withoutPrefix()
                .hasher(TokenWriter.CHEAP)
                .build();
    }

    private List<IssuedToken> issued() {
        return Stream.generate(() -> there.issuer()
                        .issue(IssueRequest.forOwner("workspaces/acme")
                                .grantedByTheService()
                                .describedAs("nightly export")
                                .withScopes("workspace:read")))
                .limit(TOKENS)
                .toList();
    }

    /** The second member applies nothing until the connection is closed, and answers from what it has. */
    private Connection secondStandsStill() throws SQLException {
        Connection lock = waiting.getConnection();
        try (Statement statement = lock.createStatement()) {
            statement.execute("FLUSH TABLES WITH READ LOCK");
        }
        return lock;
    }

    private static void unlock(Connection lock) throws SQLException {
        try (Statement statement = lock.createStatement()) {
            statement.execute("UNLOCK TABLES");
        }
        lock.close();
    }

    private static void untilAccepted(AccessTokens node, IssuedToken token) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!(node.verifier().verify(token.reveal()) instanceof Verified)) {
            assertThat(System.nanoTime()).as("60 seconds are over").isLessThan(deadline);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void without_the_guard_a_member_that_lags_accepts_revoked_tokens(boolean readsDirty) throws Exception {
        AccessTokens here = tokens(GaleraCluster.unguarded(readsDirty ? dirty : hasty));
        List<IssuedToken> tokens = issued();
        untilAccepted(here, tokens.get(TOKENS - 1));

        Connection lock = secondStandsStill();
        try {
            there.all().revokeAll("leaked");

            assertThat(tokens)
                    .allSatisfy(token ->
                            assertThat(here.verifier().verify(token.reveal())).isInstanceOf(Verified.class));
        } finally {
            unlock(lock);
        }
    }

    @Test
    void with_the_guard_a_member_that_lags_does_not_answer() throws Exception {
        AccessTokens here = tokens(waiting);
        String token = issued().get(0).reveal();
        assertThat(here.verifier().verify(token)).isInstanceOf(Verified.class);

        Connection lock = secondStandsStill();
        try {
            there.all().revokeAll("leaked");

            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> here.verifier().verify(token));
        } finally {
            unlock(lock);
        }
        assertThat(here.verifier().verify(token)).isEqualTo(new Rejected(RejectionReason.REVOKED));
    }
}
