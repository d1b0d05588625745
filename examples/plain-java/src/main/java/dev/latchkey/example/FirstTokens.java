package dev.latchkey.example;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.RevocationReason;
import dev.latchkey.Tokens;
import dev.latchkey.example.Workspaces.Workspace;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import java.time.Duration;
import java.util.Arrays;

/** Three tokens of a new workspace, so that its page shows something at once; nobody has their texts. */
final class FirstTokens {

    private FirstTokens() {}

    static void create(AccessTokens tokens, Workspace workspace) {
        Tokens owned = tokens.ownedBy(workspace.name()).by(workspace.ownersAccount());
        issue(tokens, workspace, "Nightly export to the warehouse", 90, "workspace:read", "sources:read");
        TokenId build = issue(tokens, workspace, "Build pipeline", 5, "sources:write", "destinations:write");
        owned.disable(build, "The pipeline is being moved");
        TokenId leaked = issue(tokens, workspace, "Laptop of a former colleague", 30, "workspace");
        owned.revoke(leaked, RevocationReason.LEAKED);
    }

    private static TokenId issue(
            AccessTokens tokens, Workspace workspace, String description, int days, String... permissions) {
        return tokens.issuer()
                .issue(IssueRequest.forOwner(workspace.name())
                        .describedAs(description)
                        .withScopes(ScopeSet.of(Arrays.stream(permissions)
                                .map(permission -> Scope.of(permission).onResource("workspaces", workspace.slug()))
                                .toList()))
                        .grantedBy(workspace.ownersAccount(), ScopeSet.of(workspace.all()))
                        .expiringAfter(Duration.ofDays(days)))
                .id();
    }
}
