package dev.latchkey;

import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.scope.ScopeDecision;
import dev.latchkey.scope.ScopeRequirement;

/**
 * The result of verifying a presented text against a requirement: {@link Permitted}, {@link Rejected}, or
 * {@link InsufficientScope}.
 */
public sealed interface Authorization
        permits Authorization.Permitted, Verification.Rejected, Authorization.InsufficientScope {

    /**
     * {@return what follows from a verification: the verdict alone, for implementations of {@link TokenVerifier}}
     *
     * <p>Has no side effects. The explanation is derived only for a denial.
     *
     * @param verification the result of {@link TokenVerifier#verify}
     * @param required what the operation asks for
     */
    static Authorization of(Verification verification, ScopeRequirement required) {
        return verification instanceof Verified verified
                ? verified.token().decision(required)
                : (Rejected) verification;
    }

    /**
     * The token is valid and may do what is required.
     *
     * @param token the token
     */
    record Permitted(AccessToken token) implements Authorization {}

    /**
     * The token is valid, but may not do what is required.
     *
     * @param token the token, for logs and limits
     * @param decision what is missing, and why
     */
    record InsufficientScope(AccessToken token, ScopeDecision.Denied decision) implements Authorization {}
}
