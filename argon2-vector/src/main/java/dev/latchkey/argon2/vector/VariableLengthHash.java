package dev.latchkey.argon2.vector;

import java.util.Arrays;

/**
 * The variable-length hash function H' of Argon2 (RFC 9106 section 3.3), from BLAKE2b.
 *
 * <p>Allocates nothing. Not thread-safe.
 */
final class VariableLengthHash {

    private static final int HALF_DIGEST = Blake2b.MAX_DIGEST_LENGTH / 2;

    private final Blake2b blake2b;
    private final byte[] digest = new byte[Blake2b.MAX_DIGEST_LENGTH];

    VariableLengthHash(Blake2b blake2b) {
        this.blake2b = blake2b;
    }

    /** Fills {@code output} with the hash of {@code input}. */
    void hash(byte[] input, byte[] output) {
        int length = output.length;
        int first = Math.min(length, Blake2b.MAX_DIGEST_LENGTH);
        blake2b.begin(first).update(length).update(input, 0, input.length).finish(digest, 0);
        int at = 0;
        int rest = length;
        // All but the last digest contribute their first half to the output, and are the input of the next one.
        while (rest > Blake2b.MAX_DIGEST_LENGTH) {
            System.arraycopy(digest, 0, output, at, HALF_DIGEST);
            at += HALF_DIGEST;
            rest -= HALF_DIGEST;
            blake2b.begin(Math.min(rest, Blake2b.MAX_DIGEST_LENGTH))
                    .update(digest, 0, digest.length)
                    .finish(digest, 0);
        }
        System.arraycopy(digest, 0, output, at, rest);
    }

    /** Overwrites the working memory. */
    void wipe() {
        Arrays.fill(digest, (byte) 0);
    }
}
