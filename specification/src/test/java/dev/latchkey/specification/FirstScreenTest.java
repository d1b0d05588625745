package dev.latchkey.specification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AccessTokens;
import dev.latchkey.Authorization;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.Permitted;
import dev.latchkey.jdbc.JdbcSchema;
import dev.latchkey.jdbc.JdbcTokenStore;
import dev.latchkey.scope.Scope;
import java.time.Duration;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** The first lines of code that a reader of the README sees. */
class FirstScreenTest {

    @Test
    void the_first_screen_works() {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:first-screen;DB_CLOSE_DELAY=-1");

        Authorization authorization = firstScreen(dataSource);

        assertThat(authorization).isInstanceOf(Permitted.class);
    }

    @SuppressWarnings("unused")
    private static Authorization firstScreen(DataSource dataSource) {
        // region README
        JdbcSchema.createIfMissing(dataSource);
        AccessTokens tokens =
                AccessTokens.builder(JdbcTokenStore.builder(dataSource).build()).build();

        IssuedToken issued = tokens.issuer()
                .issue(IssueRequest.forOwner("workspaces/acme")
                        .describedAs("nightly export")
                        .withScopes("workspace:read")
                        .expiringAfter(Duration.ofDays(90)));
        String text = issued.reveal(); // show it once; it cannot be had again

        Authorization authorization = tokens.verifier().authorize(text, Scope.of("workspace:read"));
        // Permitted, Rejected or InsufficientScope

        tokens.registry().of("workspaces/acme").revoke(issued.stored().id(), "no longer needed");
        // endregion
        return authorization;
    }
}
