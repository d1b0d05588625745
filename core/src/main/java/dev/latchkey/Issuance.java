package dev.latchkey;

import dev.latchkey.token.TokenId;

/**
 * The result of a repeatable request ({@link TokenIssuer#issueOnce}): a new token, or the one that an earlier call
 * issued.
 */
public sealed interface Issuance permits IssuedToken, AlreadyIssued {

    /** {@return the token's public name; the same for each repetition} */
    default TokenId id() {
        return stored().id();
    }

    /** {@return the token as it is stored now, for display} */
    StoredToken stored();
}
