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
     * {@return whether a new hash should replace the stored one because it is weaker than a new one}
     *
     * <p>Weaker means: weaker in some parameter and stronger in none. Nodes whose parameters differ share a store while they
     * are replaced one by one; if each renewed all that differs from its own, they would rewrite each other's hashes forever.
     *
     * @param stored a hash for which {@link #matches} gave true
     */
    boolean needsRehash(SecretHash stored);

    /** {@return the memory that {@link #hash} takes, in bytes} */
    long memoryPerHash();

    /**
     * {@return the memory that {@link #matches} takes for a stored hash, in bytes}
     *
     * <p>Callers bound the memory of all computations by it before they begin one, so it is what the stored hash's own
     * parameters demand; {@link #memoryPerHash()} where all hashes of this hasher take the same. For a hash that
     * {@link #matches} refuses without computing it, zero.
     *
     * @param stored what the store keeps
     */
    long memoryFor(SecretHash stored);
}
