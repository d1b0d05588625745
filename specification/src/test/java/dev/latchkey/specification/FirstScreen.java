package dev.latchkey.specification;

// region README
import dev.latchkey.AccessTokens;
import dev.latchkey.Authorization;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.jdbc.JdbcSchema;
import dev.latchkey.jdbc.JdbcTokenStore;
import dev.latchkey.scope.Scope;
import java.time.Duration;
import javax.sql.DataSource;
// endregion

/** The first lines of code that a reader of the README sees, with all that they import. */
final class FirstScreen {

    private FirstScreen() {}

    @SuppressWarnings("unused")
    static Authorization run(DataSource dataSource) {
        // region README
        JdbcSchema.createIfMissing(dataSource);
        AccessTokens tokens =
                AccessTokens.builder(JdbcTokenStore.builder(dataSource).build()).build();

        IssuedToken issued = tokens.issuer()
                .issue(IssueRequest.forOwner("workspaces/acme")
                        .describedAs("nightly export")
                        .withScopes("workspace:read")
                        .expiringAfter(Duration.ofDays(90)));
        String text = issued.reveal(); // show it once; it is not stored

        Authorization authorization = tokens.verifier().authorize(text, Scope.of("workspace:read"));
        // Permitted, Rejected or InsufficientScope

        tokens.registry().of("workspaces/acme").revoke(issued.stored().id(), "no longer needed");
        // endregion
        return authorization;
    }
}
