package dev.latchkey.proof;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.SecretDigest;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenId;
import org.jspecify.annotations.Nullable;

/**
 * The memory that a secret was found to match a stored hash, so that the expensive hash is computed once.
 *
 * <p>It maps token id and stored hash together to the SHA-256 digest of what was hashed. A token whose hash is replaced,
 * and a hash that is moved to another token, never inherit a proof. A proof is a disproof too: of a proven hash the right secret's digest is known, and
 * any other secret is wrong. Only proven secrets are kept, so wrong ones can neither fill it nor push anything out. A
 * digest of 256 random bits gives nobody the secret.
 *
 * <p>Bounded by size; what was pushed out is computed again. Thread-safe.
 */
public final class SecretProofs {

    private final Cache<ProofKey, SecretDigest> digests;

    /**
     * Makes an empty memory.
     *
     * @param maximumSize how many proofs are kept at the most
     */
    public SecretProofs(long maximumSize) {
        this.digests = Caffeine.newBuilder()
                .maximumSize(maximumSize)
                .executor(Runnable::run)
                .build();
    }

    /**
     * {@return the digest of the secret that was found to match a hash, or null if that is not remembered}
     *
     * @param id the token
     * @param stored what the store keeps for it
     */
    public @Nullable SecretDigest of(TokenId id, SecretHash stored) {
        return digests.getIfPresent(ProofKey.of(id, stored));
    }

    /**
     * Remembers that a secret matches a hash.
     *
     * @param proven the token whose secret was hashed or found to match
     * @param stored its hash
     */
    public void remember(BearerToken proven, SecretHash stored) {
        digests.put(ProofKey.of(proven.id(), stored), proven.digest());
    }

    /** {@return about how many proofs are remembered} */
    public long size() {
        return digests.estimatedSize();
    }
}
