package dev.latchkey;

import dev.latchkey.cache.CompiledGrants;
import dev.latchkey.port.OwnerScopes;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.port.UnavailableException;
import dev.latchkey.scope.CompiledScopes;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.VisibleText;
import org.jspecify.annotations.Nullable;

/** Makes the access token of a record whose secret was proven: what it may do, within what its owner may do now. */
final class AcceptedTokens {

    private final CompiledGrants grants;
    private final @Nullable OwnerScopes ownerScopes;

    AcceptedTokens(CompiledGrants grants, @Nullable OwnerScopes ownerScopes) {
        this.grants = grants;
        this.ownerScopes = ownerScopes;
    }

    /** {@return the answer for a token that was proven: always the same one, unless the owner is asked each time} */
    Verified of(KnownToken token) {
        Verified remembered = token.verified();
        if (remembered != null) {
            return remembered;
        }
        CompiledScopes granted = granted(token);
        if (ownerScopes != null) {
            CompiledScopes owned = owned(token.record().owner(), ownerScopes);
            return new Verified(new AccessToken(token.record(), granted.and(owned)));
        }
        Verified verified = new Verified(new AccessToken(token.record(), granted));
        token.remember(verified);
        return verified;
    }

    /** {@return whether the host is asked for the owner's rights, which may take its time} */
    boolean asksTheHost() {
        return ownerScopes != null;
    }

    private CompiledScopes granted(KnownToken token) {
        CompiledScopes remembered = token.granted();
        if (remembered != null) {
            return remembered;
        }
        TokenRecord record = token.record();
        try {
            CompiledScopes compiled = grants.of(record.scopes());
            token.remember(compiled);
            return compiled;
        } catch (IllegalArgumentException e) {
            throw new TokenStoreException("the stored scopes of token " + record.id() + " cannot be read", e);
        }
    }

    private CompiledScopes owned(String owner, OwnerScopes rights) {
        try {
            return grants.of(rights.scopesOf(owner));
        } catch (RuntimeException e) {
            // Whatever the host's code throws, the answer is "not now": it must not look like a caller's mistake.
            throw new UnavailableException(
                    "the present scopes of owner " + VisibleText.escape(owner) + " cannot be told", e);
        }
    }
}
