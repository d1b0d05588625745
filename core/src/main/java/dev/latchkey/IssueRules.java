package dev.latchkey;

import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks requests: scopes must be known to the scope policy, and granted to the grantor and the owner; the rest must be
 * allowed by the issue policy.
 */
final class IssueRules {

    private final ScopePolicy scopePolicy;
    private final IssuePolicy issuePolicy;
    private final OwnerRights owners;
    private final Grantors grantors;
    private final LiveTokens liveTokens;

    IssueRules(
            ScopePolicy scopePolicy,
            IssuePolicy issuePolicy,
            OwnerRights owners,
            Grantors grantors,
            LiveTokens liveTokens) {
        this.scopePolicy = scopePolicy;
        this.issuePolicy = issuePolicy;
        this.owners = owners;
        this.grantors = grantors;
        this.liveTokens = liveTokens;
    }

    /**
     * The resolved contents of a request.
     *
     * @param scopes what the token gets
     * @param expiresAt when it expires; null for never
     * @param ancestors the tokens that it is derived from, its parent last
     */
    record Terms(ScopeSet scopes, @Nullable Instant expiresAt, List<TokenId> ancestors) {}

    /**
     * {@return the resolved contents of the request now}
     *
     * @throws IllegalArgumentException if it is refused
     */
    Terms terms(IssueRequest request, Instant now) {
        issuePolicy.requireShort(request.requiredDescription());
        issuePolicy.requireComplete(request.attributes());
        ScopeSet scopes = knownScopes(request.requiredScopes());
        Grantor grantor = request.requiredGrantor();
        if (grantor instanceof Grantor.Actor actor) {
            requireCovered("the grantor", actor.scopes(), scopes);
        }
        requireOwnerHas(request.owner(), scopes);
        Terms terms = grantor instanceof Grantor.Parent parent
                ? termsOfChild(parent.token(), request, scopes, now)
                : new Terms(scopes.requireStorable(), issuePolicy.expiry(now, request.lifetime()), List.of());
        liveTokens.requireRoom(request.owner(), issuePolicy.maximumLiveTokens(), now);
        return terms;
    }

    /** {@return the scopes, bundles expanded, if a token may have them} */
    ScopeSet knownScopes(ScopeSet requested) {
        ScopeSet scopes = scopePolicy.expand(requested);
        issuePolicy.requireFew(scopes);
        scopePolicy.requireKnown(scopes);
        return scopes;
    }

    private Terms termsOfChild(AccessToken token, IssueRequest request, ScopeSet scopes, Instant now) {
        issuePolicy.requireTokensMayIssue();
        Grantors.Parent parent = grantors.parent(token.id(), request.owner(), now);
        requireCovered("the parent token", parent.scopes(), scopes);
        return new Terms(scopes.requireStorable(), expiryOfChild(parent, request.lifetime(), now), parent.ancestors());
    }

    private @Nullable Instant expiryOfChild(Grantors.Parent parent, IssueRequest.Lifetime lifetime, Instant now) {
        Instant expiry = issuePolicy.expiry(now, lifetime);
        Instant last = parent.expiresAt();
        if (last == null || (expiry != null && !expiry.isAfter(last))) {
            return expiry;
        }
        if (lifetime instanceof IssueRequest.Lifetime.Default) {
            return last;
        }
        throw new IllegalArgumentException(
                "expiry " + (expiry == null ? "never" : expiry) + " is beyond that of the parent token, " + last);
    }

    /** A scope that the owner lacks would become effective as soon as the owner gets it. */
    private void requireOwnerHas(String owner, ScopeSet scopes) {
        if (owners.areAsked()) {
            requireCovered("the owner", owners.of(owner).granted(), scopes);
        }
    }

    private void requireCovered(String who, ScopeSet rights, ScopeSet scopes) {
        ScopeSet excess = scopePolicy.excess(rights, scopes);
        if (!excess.isEmpty()) {
            throw new ExcessiveScopeException(who, excess);
        }
    }

    /**
     * {@return the scopes of a narrowed token}
     *
     * @param present the scopes that it has
     * @param requested fewer or narrower ones; scopes that it already has need not be known to the policy
     * @throws ExcessiveScopeException if the token does not have them all
     */
    ScopeSet narrowed(ScopeSet present, ScopeSet requested) {
        ScopeSet scopes = scopePolicy.expand(requested);
        scopePolicy.requireKnown(ScopeSet.of(scopes.members().stream()
                .filter(scope -> !present.members().contains(scope))
                .toList()));
        requireCovered("the token", present, scopes);
        return scopes.requireStorable();
    }

    /** {@return how many tokens that have not ended were derived from a token} */
    int descendants(TokenRecord token, Instant now) {
        return liveTokens.derivedFrom(token, now);
    }

    /** {@return when the successor of a token expires; see {@link Lifetimes#ofSuccessor}} */
    @Nullable Instant expiryOfSuccessor(Instant now, @Nullable Duration issuedFor) {
        return issuePolicy.lifetimes().ofSuccessor(now, issuedFor);
    }
}
