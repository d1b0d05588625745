package dev.latchkey.example;

import dev.latchkey.AccessTokens;
import dev.latchkey.Authorization;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.RevocationReason;
import dev.latchkey.Tokens;
import dev.latchkey.example.Workspaces.Workspace;
import dev.latchkey.jdbc.JdbcTokenStore;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * Four tokens with a month of history, so that the page of a new workspace shows at once what it can show.
 *
 * <p>They are issued, verified and revoked as all tokens are, by a clock that is set back. Their texts are not kept.
 */
final class SampleTokens {

    private static final Duration MONTH = Duration.ofDays(30);

    private final Workspace workspace;
    private final Instant today;
    private final AccessTokens tokens;
    private Instant now;

    private SampleTokens(JdbcTokenStore store, Workspace workspace, Instant today) {
        this.workspace = workspace;
        this.today = today;
        this.now = today.minus(MONTH);
        this.tokens = ExampleService.tokensIn(store).clock(() -> now).build();
    }

    /** Creates them. The store then states that uses are recorded since a month ago, unless it stated a time before. */
    static void create(JdbcTokenStore store, Workspace workspace) {
        SampleTokens sample = new SampleTokens(store, workspace, Instant.now());
        try {
            sample.live();
        } finally {
            // Writes the uses.
            sample.tokens.close();
        }
    }

    private void live() {
        Tokens owned = tokens.ownedBy(workspace.name()).by(workspace.ownersAccount());

        daysAgo(29);
        IssuedToken laptop = issue("Laptop of a former colleague", 90, "workspace");
        daysAgo(25);
        IssuedToken build = issue("Build pipeline", 30, "sources:write", "destinations:write");
        use(laptop, "workspace");
        daysAgo(20);
        IssuedToken export =
                issue("Nightly export to the warehouse", 90, "workspace:read", "sources:read", "destinations:read");
        daysAgo(16);
        IssuedToken dashboard = issue("Dashboard in the office", 90, "workspace:read");
        daysAgo(14);
        use(dashboard, "workspace:read");
        daysAgo(12);
        owned.revoke(laptop.id(), RevocationReason.LEAKED);
        daysAgo(6);
        owned.disable(dashboard.id(), "The office is being moved");
        daysAgo(3);
        use(build, "sources:write", "destinations:write");
        daysAgo(1);
        use(export, "workspace:read", "sources:read");
    }

    private void daysAgo(int days) {
        now = today.minus(Duration.ofDays(days));
    }

    private IssuedToken issue(String description, int days, String... permissions) {
        return tokens.issuer()
                .issue(IssueRequest.forOwner(workspace.name())
                        .describedAs(description)
                        .withScopes(ScopeSet.of(
                                Arrays.stream(permissions).map(this::scope).toList()))
                        .grantedBy(workspace.ownersAccount(), ScopeSet.of(workspace.all()))
                        .expiringAfter(Duration.ofDays(days)));
    }

    private void use(IssuedToken token, String... permissions) {
        for (String permission : permissions) {
            Authorization answer = tokens.verifier().authorize(token.reveal(), scope(permission));
            if (!(answer instanceof Authorization.Permitted)) {
                throw new IllegalStateException("a sample token is refused: " + answer);
            }
        }
    }

    private Scope scope(String permission) {
        return Scope.of(permission).onResource("workspaces", workspace.slug());
    }
}
