package dev.latchkey;

import dev.latchkey.token.TokenId;

/**
 * The result of a repeatable request ({@link TokenIssuer#issueOnce}): a new token, or the one that an earlier call
 * issued.
 */
public sealed interface Issuance permits IssuedToken, Issuance.AlreadyIssued {

    /** {@return the token's public name; the same for each repetition} */
    default TokenId id() {
        return stored().id();
    }

    /** {@return the token as it is stored now, for display} */
    StoredToken stored();

    /**
     * The token was issued by an earlier call with the same request key, which returned its secret. The secret is not
     * available again: if that answer was lost, revoke the token and make a new request.
     *
     * @param stored what is stored of the token now; it may have ended meanwhile
     */
    record AlreadyIssued(StoredToken stored) implements Issuance {}
}
