package dev.latchkey.port;

import dev.latchkey.token.BearerToken;
import dev.latchkey.token.SecretHash;

/**
 * Turns the secret of a token into what may be stored, and tells whether a presented one is the same.
 *
 * <p>Expensive on purpose: a call may take tens of milliseconds and megabytes. Callers bound how many run at once.
 * Implementations are thread-safe.
 */
public interface SecretHasher {

    /**
     * {@return a hash of the token's secret, with a fresh salt}
     *
     * @param token a token just made
     */
    SecretHash hash(BearerToken token);

    /**
     * {@return whether the presented secret is the one that was hashed; compared in constant time}
     *
     * @param presented what a client sent
     * @param stored what the store keeps for that id
     * @throws TokenStoreException if what is stored is not a hash that this hasher could have made; nothing is computed
     *     or allocated for it
     */
    boolean matches(BearerToken presented, SecretHash stored);

    /**
     * {@return whether a new hash should replace the stored one because it was made with other parameters than are used
     * now}
     *
     * @param stored a hash for which {@link #matches} gave true
     */
    boolean needsRehash(SecretHash stored);

    /** {@return the memory that one computation takes, in bytes} */
    long memoryPerHash();
}
