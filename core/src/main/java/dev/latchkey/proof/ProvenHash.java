package dev.latchkey.proof;

import dev.latchkey.token.SecretDigest;
import dev.latchkey.token.SecretHash;
import org.jspecify.annotations.Nullable;

/**
 * A token's stored hash with its proof, so that a cached record needs no look-up of its proof.
 *
 * <p>Two threads may store a proof concurrently: the proofs are equal.
 */
public interface ProvenHash {

    /** {@return the stored hash} */
    SecretHash hash();

    /** {@return the stored proof, or null} */
    @Nullable SecretDigest proof();

    /**
     * Stores a proof of this hash.
     *
     * @param proven the digest of the secret that was found to match
     */
    void remember(SecretDigest proven);
}
