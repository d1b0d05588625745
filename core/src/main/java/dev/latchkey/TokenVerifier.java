package dev.latchkey;

import dev.latchkey.port.UnavailableException;
import dev.latchkey.scope.ScopeDecision;
import dev.latchkey.scope.ScopeRequirement;

/**
 * Says whether a text that a client presents is a valid token, and whether that token may do what is asked.
 *
 * <p>Made by {@link AccessTokens}; hosts may decorate it, and fake it in their tests by implementing {@link #verify}.
 * Implementations are thread-safe.
 */
@FunctionalInterface
public interface TokenVerifier {

    /**
     * {@return whether the text is a valid token}
     *
     * @param presentedText what came after {@code Bearer } in the request (RFC 6750 section 2.1); any text at all
     * @throws UnavailableException if that cannot be told now: the store does not answer, or too many secrets are being
     *     checked already
     */
    Verification verify(String presentedText);

    /**
     * {@return whether the text is a valid token that may do what is required}
     *
     * @param presentedText what came after {@code Bearer } in the request
     * @param required what the operation asks for
     * @throws UnavailableException as {@link #verify}
     */
    default Authorization authorize(String presentedText, ScopeRequirement required) {
        Verification verification = verify(presentedText);
        if (verification instanceof Verified verified) {
            ScopeDecision decision = verified.token().decide(required);
            return decision instanceof ScopeDecision.Denied denied
                    ? new InsufficientScope(verified.token(), denied)
                    : new Permitted(verified.token());
        }
        return (Rejected) verification;
    }
}
