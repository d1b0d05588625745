package dev.latchkey;

import dev.latchkey.Issuance.AlreadyIssued;
import dev.latchkey.token.UnavailableException;

/**
 * Issues tokens.
 *
 * <p>Created by {@link AccessTokens}; implementations are thread-safe.
 */
public interface TokenIssuer {

    /**
     * {@return a new token, with its plain text, which is available only this once; the store has a hash of it}
     *
     * @param request whose token it is, what for, what it may do, and for how long
     * @throws ExcessiveScopeException if the grantor lacks some of the scopes, or the owner does and the service limits
     *     tokens by owners' rights
     * @throws IllegalArgumentException if the request names no description, no scopes or no grantor, a scope that the scope
     *     policy does not know, or anything that the {@link IssuePolicy} does not allow; or if its grantor is a token that is
     *     no longer valid, acts for another owner, or has eight ancestors. Nothing is stored
     * @throws UnavailableException if the token cannot be stored now
     */
    IssuedToken issue(IssueRequest request);

    /**
     * Issues a token at most once for a request key of the owner, so that a call whose answer was lost can be repeated.
     *
     * <p>The first call issues the token. A repetition returns the same token as {@link AlreadyIssued}, even if it was
     * changed or revoked since; only the first answer has its secret. Of concurrent calls on any nodes, exactly one
     * issues the token. The key is known as long as the token's record is stored ({@link Administration#sweep}).
     *
     * @param requestKey the caller's key: 1 to 255 characters of printable ASCII, such as the {@code Idempotency-Key} of an HTTP
     *     request; unique for the owner
     * @param request the request; a repetition must ask for the same owner, description, scopes, lifetime, attributes and actor
     * @return the new token, or the one that was issued before
     * @throws ConflictingRequestException if the key was used for a request that asked for something else
     * @throws IllegalArgumentException as {@link #issue}, and if the key is anything else
     * @throws UnavailableException if the token cannot be stored now; repeat the call
     */
    Issuance issueOnce(String requestKey, IssueRequest request);
}
