package dev.latchkey;

import dev.latchkey.port.TokenStore;

/**
 * Access tokens for a service. A host creates one instance at its start and shares it.
 *
 * <pre>{@code
 * AccessTokens tokens = AccessTokens.builder(store).prefix("acme").build();
 * }</pre>
 *
 * <p>If records are cached ({@link AccessTokensBuilder#revocationWithin}), it owns a thread that follows the change
 * feed until {@link #close()}, and another that reads it (up to four while the feed does not answer). Recording of uses
 * ({@link AccessTokensBuilder#recordingUses()}), each listener ({@link AccessTokensBuilder#listener}) and housekeeping
 * ({@link AccessTokensBuilder#housekeeping}) have a thread each. Otherwise it owns no thread, and closing does nothing.
 * Immutable and thread-safe.
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

    /** {@return the issuer of tokens} */
    public TokenIssuer issuer() {
        return issuer;
    }

    /** {@return the verifier of presented texts} */
    public TokenVerifier verifier() {
        return verifier;
    }

    /**
     * {@return the tokens of one owner, for an Access Management page}
     *
     * <p>The owner may be any that a stored token may have. That includes owners for which no token can be issued any
     * more because their text has invisible characters: their tokens can be listed and revoked.
     *
     * @param owner the exact owner
     * @throws IllegalArgumentException if no token may have that owner
     */
    public Tokens ownedBy(String owner) {
        return all.ownedBy(owner);
    }

    /** {@return the tokens of all owners, for an operator; if an owner acts, use {@link #ownedBy}} */
    public Tokens all() {
        return all;
    }

    /** {@return the operations on the store as a whole: cut-off, recorded bound, sweep, trim} */
    public Administration administration() {
        return administration;
    }

    /** {@return statistics of this node, for metrics; cheap enough to read every second} */
    public Statistics statistics() {
        return resources.statistics();
    }

    /**
     * Ends housekeeping, writes the uses that are not written yet, and stops following the change feed and sending
     * events. Later verifications are still correct: each reads the store, and records no use.
     *
     * <p>Returns when its threads have ended: that of housekeeping and that of uses at the latest after 5 seconds each, the
     * others within another 5 seconds. Events that waited until then are handed over first; those that no listener has
     * taken within that time are dropped.
     */
    @Override
    public void close() {
        resources.close();
    }
}
