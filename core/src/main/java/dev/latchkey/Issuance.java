package dev.latchkey;

import dev.latchkey.token.TokenId;

/**
 * What came of a request that can be repeated ({@link TokenIssuer#issueOnce}): a new token, or the one that an earlier call
 * issued.
 */
public sealed interface Issuance permits IssuedToken, AlreadyIssued {

    /** {@return the token's public name; the same for each repetition} */
    default TokenId id() {
        return stored().id();
    }

    /** {@return what is stored of the token now, for people to see} */
    StoredToken stored();
}
