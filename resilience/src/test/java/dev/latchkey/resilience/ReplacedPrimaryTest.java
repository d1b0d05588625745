package dev.latchkey.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.AccessTokens;
import dev.latchkey.AccessTokensBuilder;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.Limits;
import dev.latchkey.Statistics;
import dev.latchkey.Verification.Verified;
import dev.latchkey.jdbc.Database;
import dev.latchkey.jdbc.JdbcSchema;
import dev.latchkey.jdbc.JdbcTokenStore;
import dev.latchkey.token.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A primary stands still, its synchronous standby is promoted, tokens are revoked there, and the old primary continues: it
 * does not know of its successor, and a node that reaches only the old one reads from it.
 */
class ReplacedPrimaryTest {

    private static final Logger LOGGER = Logger.getLogger("dev.latchkey");
    private static final int TOKENS = 50;
    private static final Duration BOUND = Duration.ofSeconds(2);

    private PostgresPair servers;
    private HikariDataSource oldPrimary;
    private HikariDataSource newPrimary;

    @BeforeEach
    void start() throws Exception {
        LOGGER.setLevel(Level.OFF);
        servers = PostgresPair.start();
        oldPrimary = pool(servers.primaryUrl());
        newPrimary = pool(servers.standbyUrl());
        JdbcSchema.createIfMissing(oldPrimary);
    }

    @AfterEach
    void stop() {
        LOGGER.setLevel(null);
        if (servers != null) {
            servers.close();
            oldPrimary.close();
            newPrimary.close();
        }
    }

    private static HikariDataSource pool(String url) {
        return Database.POSTGRESQL.open(url, config -> {
            config.setMaximumPoolSize(8);
            config.setConnectionTimeout(2_000);
            config.setInitializationFailTimeout(-1);
        });
    }

    private static AccessTokensBuilder node(HikariDataSource source) {
        return AccessTokens.builder(JdbcTokenStore.builder(source)
                        .statementTimeout(Duration.ofSeconds(1))
                        .build())
                .withoutPrefix()
                .hasher(Node.CHEAP)
                .limits(Limits.standard().maximumWait(Duration.ofMillis(50)));
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("60 seconds are over").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static List<IssuedToken> issued(AccessTokens tokens) {
        List<IssuedToken> issued = new ArrayList<>();
        for (int i = 0; i < TOKENS; i++) {
            issued.add(tokens.issuer()
                    .issue(IssueRequest.forOwner("workspaces/acme")
                            .grantedByTheService()
                            .describedAs("nightly export")
                            .withScopes("workspace:read")));
        }
        return issued;
    }

    /** {@return how many of them are accepted; no answer counts as a refusal} */
    private static int accepted(AccessTokens node, List<IssuedToken> tokens) {
        int accepted = 0;
        for (IssuedToken token : tokens) {
            try {
                accepted += node.verifier().verify(token.reveal()) instanceof Verified ? 1 : 0;
            } catch (UnavailableException e) {
                // Not accepted.
            }
        }
        return accepted;
    }

    private static Statistics.Feed feed(AccessTokens node) {
        return node.statistics().records().feed();
    }

    /**
     * {@return how many of the tokens the node accepts, in each of three rounds after it followed the old primary's feed again,
     * and later than the bound after they were revoked}
     */
    private List<Integer> acceptedAfterThePromotion(AccessTokensBuilder builder) {
        try (AccessTokens node = builder.build()) {
            List<IssuedToken> tokens = issued(node);
            until(() -> feed(node).leaseAge().isPresent());
            until(() -> accepted(node, tokens) == TOKENS);

            servers.pausePrimary();
            servers.promoteStandby();
            try (AccessTokens there = node(newPrimary).build()) {
                tokens.forEach(token -> there.all().revoke(token.id(), "leaked"));
                there.all().revokeAndAwait(tokens.get(0).id(), "leaked");
                assertThat(accepted(there, tokens)).isZero();
            }
            servers.resumePrimary();

            List<Integer> rounds = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                long polls = feed(node).polls();
                until(() -> feed(node).polls() >= polls + 8);
                rounds.add(accepted(node, tokens));
            }
            return rounds;
        }
    }

    @Test
    void a_node_on_the_old_primary_accepts_revoked_tokens_without_heartbeats() {
        assertThat(acceptedAfterThePromotion(node(oldPrimary).revocationWithin(BOUND)))
                .containsOnly(TOKENS);
    }

    @Test
    void a_node_on_the_old_primary_accepts_no_revoked_token_with_heartbeats() {
        assertThat(acceptedAfterThePromotion(
                        node(oldPrimary).revocationWithin(BOUND).requiringHeartbeats()))
                .containsOnly(0);
    }

    /** It reads from the old primary each time, and has nothing to compare with. */
    @Test
    void a_node_with_a_bound_of_zero_accepts_revoked_tokens() {
        try (AccessTokens node = node(oldPrimary).build()) {
            List<IssuedToken> tokens = issued(node);
            servers.pausePrimary();
            servers.promoteStandby();
            try (AccessTokens there = node(newPrimary).build()) {
                tokens.forEach(token -> there.all().revoke(token.id(), "leaked"));
            }
            servers.resumePrimary();

            assertThat(accepted(node, tokens)).isEqualTo(TOKENS);
        }
    }
}
