package dev.latchkey.argon2;

/**
 * Computes Argon2id, version 19 (RFC 9106), in memory of its own, without secret and associated data.
 *
 * <p>Replaces BouncyCastle's implementation in {@link Argon2SecretHasher}. An implementation keeps its memory from one
 * computation to the next, and wipes it after each. It need not be thread-safe: it computes one tag at a time.
 */
@FunctionalInterface
public interface Argon2Function {

    /**
     * {@return the tag, 32 bytes}
     *
     * <p>If this throws, the function is dropped together with its memory.
     *
     * @param costs the costs, within the ceilings of {@link Argon2Parameters}
     * @param salt 16 bytes; not changed
     * @param password the secret text; neither changed nor kept
     */
    byte[] compute(Argon2Parameters costs, byte[] salt, byte[] password);
}
