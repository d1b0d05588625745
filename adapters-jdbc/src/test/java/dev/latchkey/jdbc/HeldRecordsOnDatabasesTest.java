package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.RejectionReason;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holding records in memory means on a real database: transactions of the caller's, several nodes, a pool used up. */
class HeldRecordsOnDatabasesTest {

    private static final IssueRequest REQUEST = IssueRequest.forOwner("workspaces/acme")
            .grantedByTheService()
            .describedAs("nightly export")
            .withScopes("workspace:read");

    private final String prefix = Database.newPrefix();

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("20 seconds are over").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static AccessTokens node(JdbcTokenStore store) {
        return AccessTokens.builder(store)
                .withoutPrefix()
                .hasher(TokenWriter.CHEAP)
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void a_revocation_in_the_caller_s_transaction_cannot_be_awaited_there(Database database) throws Exception {
        AccessTokens outside = node(database.store(prefix));
        IssuedToken issued = outside.issuer().issue(REQUEST);

        try (Connection transaction = database.dataSource().getConnection()) {
            AccessTokens inside = node(new CallersTransaction(transaction)
                    .joins(database.builder(prefix), database.dataSource())
                    .build());
            assertThatIllegalStateException()
                    .isThrownBy(() -> inside.all().revokeAndAwait(issued.id(), "leaked"))
                    .withMessageContaining("not committed");
            transaction.rollback();
        }

        assertThat(outside.verifier().verify(issued.reveal())).isInstanceOf(Verified.class);
        outside.all().revokeAndAwait(issued.id(), "leaked");
        assertThat(outside.verifier().verify(issued.reveal())).isEqualTo(new Rejected(RejectionReason.REVOKED));
    }

    @ParameterizedTest
    @EnumSource
    void a_revocation_on_one_node_reaches_another_that_holds_the_record(Database database) {
        AccessTokens one = node(database.store(prefix));
        IssuedToken issued = one.issuer().issue(REQUEST);
        try (AccessTokens other = AccessTokens.builder(database.builder(prefix).build())
                .withoutPrefix()
                .hasher(TokenWriter.CHEAP)
                .revocationWithin(Duration.ofMillis(200))
                .build()) {
            until(() -> other.statistics().records().feed().leaseAge().isPresent());
            until(() -> {
                assertThat(other.verifier().verify(issued.reveal())).isInstanceOf(Verified.class);
                return other.statistics().records().hits() > 10;
            });

            one.all().revokeAndAwait(issued.id(), "leaked");

            assertThat(other.verifier().verify(issued.reveal())).isEqualTo(new Rejected(RejectionReason.REVOKED));
        }
    }

    @Test
    void a_feed_with_a_connection_of_its_own_is_followed_while_the_pool_is_used_up() throws Exception {
        Database.POSTGRESQL.store(prefix);
        try (HikariDataSource pool = Database.pool(Database.POSTGRESQL.url(Database.POSTGRESQL.port()), config -> {
                    config.setMaximumPoolSize(1);
                    config.setConnectionTimeout(250);
                });
                AccessTokens tokens = AccessTokens.builder(JdbcTokenStore.builder(pool)
                                .tablePrefix(prefix)
                                .feedSource(Database.POSTGRESQL.dataSource())
                                .build())
                        .withoutPrefix()
                        .hasher(TokenWriter.CHEAP)
                        .revocationWithin(Duration.ofMillis(400))
                        .build()) {
            IssuedToken issued = tokens.issuer().issue(REQUEST);
            IssuedToken unseen = tokens.issuer().issue(REQUEST);
            until(() -> tokens.statistics().records().feed().leaseAge().isPresent());
            tokens.verifier().verify(issued.reveal());

            try (Connection last = pool.getConnection()) {
                long polls = tokens.statistics().records().feed().polls();
                until(() -> tokens.statistics().records().feed().polls() > polls + 8);
                assertThat(last.isClosed()).isFalse();
                assertThat(tokens.verifier().verify(issued.reveal())).isInstanceOf(Verified.class);
                assertThatExceptionOfType(TokenStoreException.class)
                        .isThrownBy(() -> tokens.verifier().verify(unseen.reveal()));
            }

            assertThat(tokens.verifier().verify(unseen.reveal())).isInstanceOf(Verified.class);
        }
    }
}
