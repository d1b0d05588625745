package dev.latchkey.port;

import dev.latchkey.scope.ScopeSet;

/**
 * The current rights of owners, implemented by the host application.
 *
 * <p>If a host provides this, a requirement is permitted only if the owner is permitted too. So when an owner loses
 * rights, the owner's tokens lose them at once.
 *
 * <p>Implementations are thread-safe.
 */
@FunctionalInterface
public interface OwnerScopes {

    /**
     * {@return the owner's current rights; the empty set for an owner who has none or is unknown}
     *
     * <p>Called at each verification, so it should be fast. If it throws, verification throws
     * {@link dev.latchkey.token.UnavailableException}; the token is not accepted.
     *
     * @param owner the owner of a token
     */
    ScopeSet scopesOf(String owner);
}
