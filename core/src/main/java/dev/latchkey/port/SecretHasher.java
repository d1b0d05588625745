package dev.latchkey.port;

import dev.latchkey.token.BearerToken;
import dev.latchkey.token.SecretHash;

/**
 * Hashes the secret of a token for storage, and checks presented secrets against stored hashes.
 *
 * <p>Expensive on purpose: a call may take tens of milliseconds and megabytes. Callers bound how many run at once.
 * Implementations are thread-safe.
 */
public interface SecretHasher {

    /**
     * {@return a hash of the token's secret, with a fresh salt}
     *
     * @param token a new token
     */
    SecretHash hash(BearerToken token);

    /**
     * {@return whether the presented secret is the one that was hashed; compared in constant time}
     *
     * @param presented what a client sent
     * @param stored the hash that is stored for that id
     * @throws TokenStoreException if this hasher cannot have created the stored hash; nothing is computed or allocated
     *     for it
     */
    boolean matches(BearerToken presented, SecretHash stored);

    /**
     * {@return whether a new hash should replace the stored one because it is weaker than a new one}
     *
     * <p>Weaker means: weaker in some parameter and stronger in none. During a rolling deployment, nodes with different
     * parameters share a store; if each renewed every hash that differs from its own, they would rewrite each other's
     * hashes forever.
     *
     * @param stored a hash for which {@link #matches} returned true
     */
    boolean needsRehash(SecretHash stored);

    /** {@return the memory that {@link #hash} takes, in bytes} */
    long memoryPerHash();

    /**
     * {@return the memory that {@link #matches} takes for a stored hash, in bytes}
     *
     * <p>Callers use it to bound the memory of all computations before they begin one, so it must follow from the
     * stored hash's own parameters; {@link #memoryPerHash()} if all hashes of this hasher take the same. Zero for a
     * hash that {@link #matches} refuses without computing it.
     *
     * @param stored the stored hash
     */
    long memoryFor(SecretHash stored);
}
