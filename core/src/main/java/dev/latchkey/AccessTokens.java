package dev.latchkey;

import dev.latchkey.port.TokenStore;

/**
 * Access tokens for a service: the one object that a host makes at its start and shares.
 *
 * <pre>{@code
 * AccessTokens tokens = AccessTokens.builder(store).build();
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class AccessTokens {

    private final TokenIssuer issuer;
    private final TokenVerifier verifier;
    private final TokenRegistry registry;

    AccessTokens(TokenIssuer issuer, TokenVerifier verifier, TokenRegistry registry) {
        this.issuer = issuer;
        this.verifier = verifier;
        this.registry = registry;
    }

    /**
     * {@return a builder with safe defaults for everything but the store}
     *
     * @param store where records are kept
     */
    public static AccessTokensBuilder builder(TokenStore store) {
        return new AccessTokensBuilder(store);
    }

    /** {@return what issues tokens} */
    public TokenIssuer issuer() {
        return issuer;
    }

    /** {@return what verifies presented texts} */
    public TokenVerifier verifier() {
        return verifier;
    }

    /** {@return what finds, lists, describes and revokes tokens} */
    public TokenRegistry registry() {
        return registry;
    }
}
