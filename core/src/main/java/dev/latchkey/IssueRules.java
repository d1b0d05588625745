package dev.latchkey;

import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.scope.ScopeSet;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a token may be issued with: scopes that the policy knows and the grantor has, and a lifetime that is allowed. */
final class IssueRules {

    private final ScopePolicy policy;
    private final ExpiryPolicy expiry;
    private final int maximumScopes;

    IssueRules(ScopePolicy policy, ExpiryPolicy expiry, int maximumScopes) {
        this.policy = policy;
        this.expiry = expiry;
        this.maximumScopes = maximumScopes;
    }

    ScopeSet scopes(IssueRequest request) {
        ScopeSet scopes = policy.expand(request.requiredScopes());
        requireFew(scopes);
        policy.requireKnown(scopes);
        request.grantorScopes().map(grantor -> policy.excess(grantor, scopes)).ifPresent(IssueRules::requireNone);
        return scopes.requireStorable();
    }

    private void requireFew(ScopeSet scopes) {
        int number = scopes.members().size();
        if (number > maximumScopes) {
            throw new IllegalArgumentException(number + " distinct scopes are more than the " + maximumScopes
                    + " that a token may be issued with; fewer, wider ones, or AccessTokensBuilder.maximumScopes()");
        }
    }

    private static void requireNone(ScopeSet excess) {
        if (!excess.isEmpty()) {
            throw new ExcessiveScopeException(excess);
        }
    }

    @Nullable Instant expiry(Instant issuedAt, IssueRequest request) {
        return expiry.expiry(issuedAt, request.lifetime());
    }
}
