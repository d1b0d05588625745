package dev.latchkey;

import dev.latchkey.lease.CompiledGrants;
import dev.latchkey.port.OwnerScopes;
import dev.latchkey.scope.CompiledScopes;
import dev.latchkey.token.UnavailableException;
import dev.latchkey.token.VisibleText;
import org.jspecify.annotations.Nullable;

/** The current rights of owners, if the host provides them; they limit what a token may do and be issued with. */
final class OwnerRights {

    private final CompiledGrants grants;
    private final @Nullable OwnerScopes host;

    /** @param host the host's implementation; null if tokens are not limited by their owners' rights */
    OwnerRights(CompiledGrants grants, @Nullable OwnerScopes host) {
        this.grants = grants;
        this.host = host;
    }

    /** {@return whether the host is called, which may take long} */
    boolean areAsked() {
        return host != null;
    }

    /**
     * {@return the owner's rights}
     *
     * @throws UnavailableException if the host's code throws anything, which must not look like a caller's mistake
     * @throws IllegalStateException if the host is not called
     */
    CompiledScopes of(String owner) {
        if (host == null) {
            throw new IllegalStateException("owners are not asked");
        }
        try {
            return grants.of(host.scopesOf(owner));
        } catch (RuntimeException e) {
            throw new UnavailableException(
                    "the present scopes of owner " + VisibleText.escape(owner) + " cannot be read", e);
        }
    }
}
