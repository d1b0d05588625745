package dev.latchkey.proof;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.SecretDigest;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenId;
import org.jspecify.annotations.Nullable;

/**
 * A cache of proofs that a secret matches a stored hash, so that the expensive hash is computed once.
 *
 * <p>It maps token id and stored hash together to the SHA-256 digest of the secret. A token whose hash is replaced, and
 * a hash that is moved to another token, never inherit a proof. A proof also disproves: once the right secret's digest
 * is known, any other secret is wrong. Only proven secrets are cached, so wrong ones can neither fill the cache nor
 * evict entries. A digest of 256 random bits does not reveal the secret.
 *
 * <p>Bounded by size; evicted proofs are computed again. Thread-safe.
 */
public final class SecretProofs {

    private final Cache<ProofKey, SecretDigest> digests;

    /**
     * Creates an empty cache.
     *
     * @param maximumSize the most proofs that are cached
     */
    public SecretProofs(long maximumSize) {
        this.digests = Caffeine.newBuilder()
                .maximumSize(maximumSize)
                .executor(Runnable::run)
                .build();
    }

    /**
     * {@return the digest of the secret that was found to match a hash, or null if it is not cached}
     *
     * @param id the token
     * @param stored its stored hash
     */
    public @Nullable SecretDigest of(TokenId id, SecretHash stored) {
        return digests.getIfPresent(ProofKey.of(id, stored));
    }

    /**
     * Caches that a secret matches a hash.
     *
     * @param proven the token whose secret was hashed or found to match
     * @param stored its hash
     */
    public void remember(BearerToken proven, SecretHash stored) {
        digests.put(ProofKey.of(proven.id(), stored), SecretDigest.of(proven));
    }

    /** {@return about how many proofs are cached} */
    public long size() {
        return digests.estimatedSize();
    }
}
