package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.Verification;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Members of a Galera cluster that cannot reach the majority: they neither answer nor write. */
class MinorityTest {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final GaleraCluster cluster = GaleraCluster.start();
    private final List<HikariDataSource> pools = new ArrayList<>();
    private final List<AccessTokens> nodes = new ArrayList<>();

    @BeforeEach
    void start() {
        for (int member = 0; member < GaleraCluster.SIZE; member++) {
            HikariDataSource pool = Database.pool(cluster.url(member) + GaleraCluster.WAITING, config -> {});
            pools.add(pool);
            if (member == 0) {
                JdbcSchema.createIfMissing(pool);
            }
            nodes.add(AccessTokens.builder(JdbcTokenStore.builder(pool)
                            .statementTimeout(PATIENCE)
                            .build())
                    .withoutPrefix()
                    .hasher(TokenWriter.CHEAP)
                    .build());
        }
    }

    @AfterEach
    void stop() {
        nodes.forEach(AccessTokens::close);
        pools.forEach(HikariDataSource::close);
        cluster.close();
    }

    private static IssuedToken issue(AccessTokens node) {
        return node.issuer()
                .issue(IssueRequest.forOwner("workspaces/acme")
                        .grantedByTheService()
                        .describedAs("nightly export")
                        .withScopes("workspace:read"));
    }

    private static Verification verify(AccessTokens node, IssuedToken token) {
        return node.verifier().verify(token.reveal());
    }

    private static void assertUnavailable(AccessTokens node, IssuedToken token) {
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> verify(node, token));
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> issue(node));
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> node.all().revoke(token.id(), "leaked"));
    }

    /** The others take a moment to exclude a member that is away, and so does the member to be one of them again. */
    private static Verification untilAnswered(AccessTokens node, IssuedToken token) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (true) {
            try {
                return verify(node, token);
            } catch (UnavailableException e) {
                assertThat(System.nanoTime()).as("three minutes are over").isLessThan(deadline);
            }
        }
    }

    @Test
    void the_minority_neither_answers_nor_writes_and_knows_afterwards_what_the_majority_revoked() {
        IssuedToken revoked = issue(nodes.get(0));
        IssuedToken kept = issue(nodes.get(0));
        nodes.forEach(node -> assertThat(verify(node, revoked)).isInstanceOf(Verified.class));

        cluster.isolate(1);
        assertUnavailable(nodes.get(1), revoked);
        assertThat(untilAnswered(nodes.get(0), kept)).isInstanceOf(Verified.class);
        assertThat(nodes.get(0).all().revoke(revoked.id(), "leaked")).isPresent();
        assertUnavailable(nodes.get(1), revoked);

        cluster.isolate(2);
        nodes.forEach(node -> assertUnavailable(node, kept));

        cluster.endIsolation(1);
        cluster.endIsolation(2);
        cluster.awaitAllSynced();
        nodes.forEach(node -> {
            assertThat(untilAnswered(node, kept)).isInstanceOf(Verified.class);
            assertThat(verify(node, revoked)).isEqualTo(new Rejected(RejectionReason.REVOKED));
        });
    }
}
