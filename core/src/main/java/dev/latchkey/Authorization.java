package dev.latchkey;

import dev.latchkey.scope.ScopeRequirement;

/**
 * The result of verifying a presented text against a requirement: {@link Permitted}, {@link Rejected}, or
 * {@link InsufficientScope}.
 */
public sealed interface Authorization permits Permitted, Rejected, InsufficientScope {

    /**
     * {@return what follows from a verification: the verdict alone, for implementations of {@link TokenVerifier}}
     *
     * <p>Has no side effects. The explanation is derived only for a denial.
     *
     * @param verification the result of {@link TokenVerifier#verify}
     * @param required what the operation asks for
     */
    static Authorization of(Verification verification, ScopeRequirement required) {
        if (verification instanceof Verified verified) {
            AccessToken token = verified.token();
            return token.permits(required)
                    ? new Permitted(token)
                    : new InsufficientScope(token, token.denial(required));
        }
        return (Rejected) verification;
    }
}
