package dev.latchkey.acceptance;

// region program
import dev.latchkey.AccessTokens;
import dev.latchkey.Authorization.Permitted;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.TokenVerifier;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.jdbc.JdbcSchema;
import dev.latchkey.jdbc.JdbcTokenStore;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
import org.h2.jdbcx.JdbcConnectionPool;

final class FirstProgram {

    static String run(String url) {
        JdbcConnectionPool database = JdbcConnectionPool.create(url, "sa", "");
        JdbcSchema.createIfMissing(database);
        JdbcTokenStore store = JdbcTokenStore.builder(database).build();
        AccessTokens tokens = AccessTokens.builder(store).prefix("acme").build();

        IssuedToken issued = tokens.issuer()
                .issue(IssueRequest.forOwner("workspaces/acme")
                        .describedAs("nightly export")
                        .withScopes("workspace:read")
                        .grantedBy("users/42", ScopeSet.parse("workspace")));

        TokenVerifier verifier = tokens.verifier();
        String text = issued.reveal();
        boolean reads = verifier.authorize(text, Scope.of("workspace:read")) instanceof Permitted;
        boolean writes = verifier.authorize(text, Scope.of("workspace:write")) instanceof Permitted;

        tokens.ownedBy("workspaces/acme").by("users/42").revoke(issued.id(), "no longer needed");
        boolean rejected = verifier.verify(text) instanceof Rejected;

        database.dispose();
        return "nightly export: " + issued.id() + " may read: " + reads + ", may write: " + writes
                + ", after its revocation: " + (rejected ? "rejected" : "accepted");
    }

    public static void main(String[] arguments) {
        System.out.println(run("jdbc:h2:mem:first"));
    }
}
// endregion
