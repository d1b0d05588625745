package dev.latchkey.acceptance;

// region README
import dev.latchkey.AccessTokens;
import dev.latchkey.Authorization;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.jdbc.JdbcSchema;
import dev.latchkey.jdbc.JdbcTokenStore;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
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
        JdbcTokenStore store = JdbcTokenStore.builder(dataSource).build();
        AccessTokens tokens = AccessTokens.builder(store).prefix("acme").build();

        IssuedToken issued = tokens.issuer()
                .issue(IssueRequest.forOwner("workspaces/acme")
                        .describedAs("nightly export")
                        .withScopes("workspace:read")
                        .grantedBy("users/42", ScopeSet.parse("workspace")) // who asks for it, and what they may do
                        .expiringAfter(Duration.ofDays(90)));
        String text = issued.reveal(); // show it once; it is not stored

        Authorization authorization = tokens.verifier().authorize(text, Scope.of("workspace:read"));
        // Permitted, Rejected or InsufficientScope

        tokens.ownedBy("workspaces/acme").by("users/42").revoke(issued.id(), "no longer needed");
        // endregion
        return authorization;
    }
}
