package dev.latchkey;

import dev.latchkey.token.UnavailableException;

/**
 * Issues tokens.
 *
 * <p>Made by {@link AccessTokens}; implementations are thread-safe.
 */
@FunctionalInterface
public interface TokenIssuer {

    /**
     * {@return a new token: stored as a hash, and this once with its plain text}
     *
     * @param request whose token it is, what for, what it may do, and for how long
     * @throws ExcessiveScopeException if the grantor or, where the service asks for that, the owner lacks some of the scopes
     * @throws IllegalArgumentException if the request names no description, no scopes or no grantor, a scope that the policy does not
     *     know, or a time that the issue policy does not allow; nothing is stored
     * @throws UnavailableException if the token cannot be stored now
     */
    IssuedToken issue(IssueRequest request);
}
