package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AccessTokens;
import dev.latchkey.Administration.Erasure;
import dev.latchkey.IssueRequest;
import dev.latchkey.port.TokenStore;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenUse;
import dev.latchkey.token.TrailQuery;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An erasure within the caller's transaction is a part of it, the trail included. */
class ErasureInTransactionTest {

    private static final String OWNER = "users/42";

    private final String prefix = Database.newPrefix();

    private static AccessTokens node(TokenStore store) {
        return AccessTokens.builder(store)
                .withoutPrefix()
                .hasher(TokenWriter.CHEAP)
                .keepingTrail()
                .build();
    }

    private static TokenId issue(AccessTokens node) {
        return node.issuer()
                .issue(IssueRequest.forOwner(OWNER)
                        .describedAs("nightly export")
                        .withScopes("workspace")
                        .grantedByTheService())
                .id();
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL", "MARIADB"})
    void rolled_back_erasure_erases_nothing_and_a_committed_one_everything(Database database) throws Exception {
        JdbcTokenStore store = database.store(prefix);
        AccessTokens node = node(store);
        List<TokenId> ids = List.of(issue(node), issue(node));
        store.recordUse(List.of(new TokenUse(ids.get(0), Instant.now(), ScopeSet.empty())));

        try (Connection connection = database.dataSource().getConnection()) {
            AccessTokens joined = node(new CallersTransaction(connection)
                    .joins(database.builder(prefix), database.dataSource())
                    .build());

            // Two entries of the issue, and two of the revocation, which only this transaction sees.
            assertThat(joined.administration().erase(OWNER)).isEqualTo(new Erasure(2, 4, List.of(), true));
            connection.rollback();
            assertThat(store.list(TokenQuery.all().ownedBy(OWNER)).entries())
                    .hasSize(2)
                    .noneMatch(entry -> entry.record().lifecycle().isRevoked());
            assertThat(store.findUses(Set.copyOf(ids))).hasSize(1);
            assertThat(store.trail(TrailQuery.all()).entries()).hasSize(2);

            assertThat(joined.administration().erase(OWNER).isComplete()).isTrue();
            connection.commit();
        }

        assertThat(store.list(TokenQuery.all()).isEmpty()).isTrue();
        assertThat(store.findUses(Set.copyOf(ids))).isEmpty();
        assertThat(store.trail(TrailQuery.all()).entries()).isEmpty();
    }
}
