package dev.latchkey.token;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * SHA-256 of the text of a secret, with its buffers: 43 characters, so one block of 64 bytes (FIPS 180-4, section
 * 5.1.1).
 *
 * <p>For one thread at a time; not to be used after it threw.
 */
final class Sha256 {

    private final transient MessageDigest digest;
    private final transient byte[] hashed = new byte[Spelling.SECRET_LENGTH];
    private final transient ByteBuffer words = ByteBuffer.allocate(4 * Long.BYTES);

    Sha256() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Computes the digest of the secret that begins at {@code start}. */
    void compute(String text, int start) {
        AsciiTables.copy(text, start, start + hashed.length, hashed);
        try {
            digest.update(hashed);
            digest.digest(words.array(), 0, words.capacity());
        } catch (DigestException e) {
            throw new IllegalStateException("the buffer is as long as the digest", e);
        } finally {
            // The platform's digest keeps its last block, here the whole secret, until its next use or reset.
            digest.reset();
            Arrays.fill(hashed, (byte) 0);
        }
    }

    /** {@return the n-th 64 bits, big-endian, of what was computed last} */
    long word(int n) {
        return words.getLong(n * Long.BYTES);
    }
}
