package dev.latchkey.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.SecretDigest;
import dev.latchkey.token.SecretHash;

/**
 * The memory that a secret was found to match a stored hash, so that the expensive hash is computed once.
 *
 * <p>It maps the stored hash to the SHA-256 digest of what was hashed. Because it is keyed by the hash, a token whose hash
 * is replaced never inherits a proof. A proof is a disproof too: of a proven hash the right secret's digest is known, and
 * any other secret is wrong. Only proven secrets are kept, so wrong ones can neither fill it nor push anything out. A
 * digest of 256 random bits gives nobody the secret.
 *
 * <p>Bounded by size; what was pushed out is computed again. Thread-safe.
 */
public final class SecretProofs {

    private final Cache<SecretHash, SecretDigest> digests;

    /**
     * Makes an empty memory.
     *
     * @param maximumSize how many proofs are kept at the most
     */
    public SecretProofs(long maximumSize) {
        this.digests = Caffeine.newBuilder().maximumSize(maximumSize).build();
    }

    /** What is known of a presented secret. */
    public enum Finding {
        /** It is the one that was hashed. */
        PROVEN,
        /** Another one is. */
        DISPROVEN,
        /** Nothing: it has to be computed. */
        UNKNOWN
    }

    /**
     * {@return what is known of a presented secret; digests are compared in constant time}
     *
     * @param presented what a client sent
     * @param stored what the store keeps for that id
     */
    public Finding find(BearerToken presented, SecretHash stored) {
        SecretDigest proven = digests.getIfPresent(stored);
        if (proven == null) {
            return Finding.UNKNOWN;
        }
        return presented.hasDigest(proven) ? Finding.PROVEN : Finding.DISPROVEN;
    }

    /**
     * Remembers that a secret matches a hash.
     *
     * @param proven the token whose secret was hashed or found to match
     * @param stored its hash
     */
    public void remember(BearerToken proven, SecretHash stored) {
        digests.put(stored, proven.digest());
    }
}
