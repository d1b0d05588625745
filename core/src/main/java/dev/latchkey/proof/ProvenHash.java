package dev.latchkey.proof;

import dev.latchkey.token.SecretDigest;
import dev.latchkey.token.SecretHash;
import org.jspecify.annotations.Nullable;

/**
 * A token's stored hash, with room for the proof of it, so that a cached record needs no look-up of its proof.
 *
 * <p>Two threads may remember a proof at the same time: it is the same one.
 */
public interface ProvenHash {

    /** {@return the stored hash} */
    SecretHash hash();

    /** {@return the proof that was remembered, or null} */
    @Nullable SecretDigest proof();

    /**
     * Remembers a proof of this hash.
     *
     * @param proven the digest of the secret that was found to match
     */
    void remember(SecretDigest proven);
}
