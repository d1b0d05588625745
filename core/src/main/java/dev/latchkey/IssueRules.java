package dev.latchkey;

import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.scope.ScopeSet;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a token may be issued with: scopes that the scope policy knows and that its grantor and its owner have, and what the
 * issue policy allows.
 */
final class IssueRules {

    private final ScopePolicy scopePolicy;
    private final IssuePolicy issuePolicy;
    private final OwnerRights owners;

    IssueRules(ScopePolicy scopePolicy, IssuePolicy issuePolicy, OwnerRights owners) {
        this.scopePolicy = scopePolicy;
        this.issuePolicy = issuePolicy;
        this.owners = owners;
    }

    ScopeSet scopes(IssueRequest request) {
        ScopeSet scopes = scopePolicy.expand(request.requiredScopes());
        issuePolicy.requireFew(scopes);
        scopePolicy.requireKnown(scopes);
        ScopeSet grantor = request.requiredGrantor().scopes();
        if (grantor != null) {
            requireCovered("the grantor", grantor, scopes);
        }
        // A scope that the owner lacks would come alive on the day when the owner is given it.
        if (owners.areAsked()) {
            requireCovered("the owner", owners.of(request.owner()).granted(), scopes);
        }
        return scopes.requireStorable();
    }

    private void requireCovered(String who, ScopeSet rights, ScopeSet scopes) {
        ScopeSet excess = scopePolicy.excess(rights, scopes);
        if (!excess.isEmpty()) {
            throw new ExcessiveScopeException(who, excess);
        }
    }

    @Nullable Instant expiry(Instant issuedAt, IssueRequest request) {
        return issuePolicy.expiry(issuedAt, request.lifetime());
    }
}
