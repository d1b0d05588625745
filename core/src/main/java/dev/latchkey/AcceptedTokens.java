package dev.latchkey;

import dev.latchkey.cache.CompiledGrants;
import dev.latchkey.port.OwnerScopes;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.port.UnavailableException;
import dev.latchkey.scope.CompiledScopes;
import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.token.TokenRecord;
import org.jspecify.annotations.Nullable;

/** Makes the access token of a record whose secret was proven: what it may do, within what its owner may do now. */
final class AcceptedTokens {

    private final CompiledGrants grants;
    private final ScopePolicy policy;
    private final @Nullable OwnerScopes ownerScopes;

    AcceptedTokens(CompiledGrants grants, ScopePolicy policy, @Nullable OwnerScopes ownerScopes) {
        this.grants = grants;
        this.policy = policy;
        this.ownerScopes = ownerScopes;
    }

    AccessToken of(TokenRecord record) {
        CompiledScopes granted = granted(record);
        return new AccessToken(record, ownerScopes == null ? granted : granted.and(owned(record.owner(), ownerScopes)));
    }

    private CompiledScopes granted(TokenRecord record) {
        try {
            return grants.of(record.scopes());
        } catch (IllegalArgumentException e) {
            throw new TokenStoreException("the stored scopes of token " + record.id() + " cannot be read", e);
        }
    }

    private CompiledScopes owned(String owner, OwnerScopes rights) {
        try {
            return policy.compile(rights.scopesOf(owner));
        } catch (RuntimeException e) {
            // Whatever the host's code throws, the answer is "not now": it must not look like a caller's mistake.
            throw new UnavailableException("the present scopes of owner " + owner + " cannot be told", e);
        }
    }
}
