package dev.latchkey;

import dev.latchkey.port.TokenStore;

/**
 * Access tokens for a service: the one object that a host makes at its start and shares.
 *
 * <pre>{@code
 * AccessTokens tokens = AccessTokens.builder(store).build();
 * }</pre>
 *
 * <p>Where records are held in memory ({@link AccessTokensBuilder#revocationWithin}), it owns one thread that follows the
 * change feed until {@link #close()}, and another that reads it (up to four while the feed does not answer); otherwise none, and closing does nothing. Immutable and thread-safe.
 */
public final class AccessTokens implements AutoCloseable {

    private final TokenIssuer issuer;
    private final TokenVerifier verifier;
    private final TokenRegistry registry;
    private final Machinery machinery;

    AccessTokens(TokenIssuer issuer, TokenVerifier verifier, TokenRegistry registry, Machinery machinery) {
        this.issuer = issuer;
        this.verifier = verifier;
        this.registry = registry;
        this.machinery = machinery;
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

    /** {@return what this node did so far, for metrics; cheap enough to ask every second} */
    public Statistics statistics() {
        return machinery.statistics();
    }

    /**
     * Stops following the change feed. What is verified afterwards is still right: the store is read each time.
     *
     * <p>Returns when its threads have ended, at the latest after 5 seconds.
     */
    @Override
    public void close() {
        machinery.close();
    }
}
