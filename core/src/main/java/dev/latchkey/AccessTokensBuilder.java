package dev.latchkey;

import dev.latchkey.cache.CompiledGrants;
import dev.latchkey.cache.SecretProofs;
import dev.latchkey.port.OwnerScopes;
import dev.latchkey.port.SecretHasher;
import dev.latchkey.port.TokenStore;
import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.token.TokenFormat;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Wires {@link AccessTokens}. With nothing set but the store, every choice is the safe one.
 *
 * <p>Not thread-safe; what it builds is.
 */
public final class AccessTokensBuilder {

    private static final long GRANTS = 10_000;

    private final TokenStore store;
    private TokenFormat format = TokenFormat.plain();
    private ScopePolicy policy = ScopePolicy.hierarchical();
    private ExpiryPolicy expiry = ExpiryPolicy.standard();
    private @Nullable SecretHasher hasher;
    private @Nullable OwnerScopes ownerScopes;
    private InstantSource clock = InstantSource.system();
    private SecureRandom random = new SecureRandom();
    private long maximumProofs = 100_000;
    private int hashesAtOnce;
    private Duration maximumWait = Duration.ofSeconds(5);

    AccessTokensBuilder(TokenStore store) {
        this.store = Objects.requireNonNull(store, "store");
    }

    /**
     * Sets how tokens look; by default, without a prefix.
     *
     * @param tokenFormat the format
     * @return this builder
     */
    public AccessTokensBuilder format(TokenFormat tokenFormat) {
        this.format = Objects.requireNonNull(tokenFormat, "tokenFormat");
        return this;
    }

    /**
     * Sets what scopes mean; by default, {@link ScopePolicy#hierarchical()}.
     *
     * @param scopePolicy the policy
     * @return this builder
     */
    public AccessTokensBuilder scopePolicy(ScopePolicy scopePolicy) {
        this.policy = Objects.requireNonNull(scopePolicy, "scopePolicy");
        return this;
    }

    /**
     * Sets how long tokens may live; by default, {@link ExpiryPolicy#standard()}.
     *
     * @param expiryPolicy the policy
     * @return this builder
     */
    public AccessTokensBuilder expiryPolicy(ExpiryPolicy expiryPolicy) {
        this.expiry = Objects.requireNonNull(expiryPolicy, "expiryPolicy");
        return this;
    }

    /**
     * Sets how secrets are hashed; by default, Argon2id with the OWASP profile.
     *
     * @param secretHasher the hasher
     * @return this builder
     */
    public AccessTokensBuilder hasher(SecretHasher secretHasher) {
        this.hasher = Objects.requireNonNull(secretHasher, "secretHasher");
        return this;
    }

    /**
     * Sets where the present rights of owners are asked; by default nowhere, and a token may do what it was granted. With
     * it, a token may do only what its owner may do too, now.
     *
     * @param rights the host's answer
     * @return this builder
     */
    public AccessTokensBuilder ownerScopes(OwnerScopes rights) {
        this.ownerScopes = Objects.requireNonNull(rights, "rights");
        return this;
    }

    /**
     * Sets the clock; by default, the system's.
     *
     * @param instantSource what tells the time
     * @return this builder
     */
    public AccessTokensBuilder clock(InstantSource instantSource) {
        this.clock = Objects.requireNonNull(instantSource, "instantSource");
        return this;
    }

    /**
     * Sets the source of randomness for ids and secrets; by default, a new {@link SecureRandom}.
     *
     * @param secureRandom a source fit for keys
     * @return this builder
     */
    public AccessTokensBuilder random(SecureRandom secureRandom) {
        this.random = Objects.requireNonNull(secureRandom, "secureRandom");
        return this;
    }

    /**
     * Sets how many proven secrets are remembered; by default 100,000, about 20 MB. A token beyond that is hashed again
     * when it comes back.
     *
     * @param proofs at least 1
     * @return this builder
     */
    public AccessTokensBuilder maximumProofs(long proofs) {
        if (proofs < 1) {
            throw new IllegalArgumentException("maximum of " + proofs + " proofs; at least 1 is needed");
        }
        this.maximumProofs = proofs;
        return this;
    }

    /**
     * Sets how many secrets are hashed at once; by default half of the processors, and so many that their memory is at
     * most an eighth of the heap, but at least one.
     *
     * @param number at least 1
     * @return this builder
     */
    public AccessTokensBuilder hashesAtOnce(int number) {
        if (number < 1) {
            throw new IllegalArgumentException(number + " hashes at once; at least 1 is needed");
        }
        this.hashesAtOnce = number;
        return this;
    }

    /**
     * Sets how long a call waits for its turn to hash before it fails with {@link VerifierOverloadedException}; by
     * default 5 seconds.
     *
     * @param wait at least zero
     * @return this builder
     */
    public AccessTokensBuilder maximumWait(Duration wait) {
        if (wait.isNegative()) {
            throw new IllegalArgumentException("maximum wait " + wait + " is negative");
        }
        this.maximumWait = wait;
        return this;
    }

    /** {@return the wired access tokens} */
    public AccessTokens build() {
        SecretHasher chosen = Objects.requireNonNull(hasher);
        HashingPermits permits = new HashingPermits(
                hashesAtOnce > 0 ? hashesAtOnce : HashingPermits.fitting(chosen.memoryPerHash()), maximumWait);
        SecretProver prover = new SecretProver(chosen, permits, new SecretProofs(maximumProofs));
        AcceptedTokens accepted = new AcceptedTokens(new CompiledGrants(policy, GRANTS), policy, ownerScopes);
        return new AccessTokens(
                new HashingIssuer(store, prover, new IssueRules(policy, expiry), format, clock, random),
                new StoreVerifier(format, store, prover, accepted, clock),
                new StoreRegistry(store, new RecordChanges(store), clock));
    }
}
