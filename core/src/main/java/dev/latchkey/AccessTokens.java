package dev.latchkey;

import dev.latchkey.port.TokenStore;

/**
 * Access tokens for a service: the one object that a host makes at its start and shares.
 *
 * <pre>{@code
 * AccessTokens tokens = AccessTokens.builder(store).prefix("acme").build();
 * }</pre>
 *
 * <p>Where records are cached ({@link AccessTokensBuilder#revocationWithin}), it owns one thread that follows the change feed
 * until {@link #close()}, and another that reads it (up to four while the feed does not answer); otherwise none, and closing
 * does nothing. Immutable and thread-safe.
 */
public final class AccessTokens implements AutoCloseable {

    private final TokenIssuer issuer;
    private final TokenVerifier verifier;
    private final StoredTokens all;
    private final Administration administration;
    private final NodeResources resources;

    AccessTokens(
            TokenIssuer issuer,
            TokenVerifier verifier,
            StoredTokens all,
            Administration administration,
            NodeResources resources) {
        this.issuer = issuer;
        this.verifier = verifier;
        this.all = all;
        this.administration = administration;
        this.resources = resources;
    }

    /**
     * {@return a builder with safe defaults for everything but the store and the prefix}
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

    /** {@return what verifies and authorizes presented texts} */
    public TokenVerifier verifier() {
        return verifier;
    }

    /**
     * {@return the tokens of one owner: what an Access Management page works on}
     *
     * <p>The owner may be any that a stored token may have, also one for which no token is issued any more because its
     * text has invisible characters: its tokens can be listed and revoked.
     *
     * @param owner the exact owner
     * @throws IllegalArgumentException if no token may have that owner
     */
    public Tokens ownedBy(String owner) {
        return all.ownedBy(owner);
    }

    /** {@return the tokens of all owners, for an operator; where an owner acts, use {@link #ownedBy}} */
    public Tokens all() {
        return all;
    }

    /** {@return what concerns the store as a whole: cut-off, recorded bound, sweep, trim} */
    public Administration administration() {
        return administration;
    }

    /** {@return what this node did so far, for metrics; cheap enough to ask every second} */
    public Statistics statistics() {
        return resources.statistics();
    }

    /**
     * Stops following the change feed. What is verified afterwards is still right: the store is read each time.
     *
     * <p>Returns when its threads have ended, at the latest after 5 seconds.
     */
    @Override
    public void close() {
        resources.close();
    }
}
