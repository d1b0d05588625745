package dev.latchkey;

import dev.latchkey.scope.ScopeDecision;

/**
 * The token is valid, but may not do what is required.
 *
 * @param token the token, for logs and limits
 * @param decision what is missing, and why
 */
public record InsufficientScope(AccessToken token, ScopeDecision.Denied decision) implements Authorization {}
