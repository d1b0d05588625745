package dev.latchkey.token;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** SHA-256 of what a token's hash is made of, with the buffers it works in. For one thread at a time; not to be used after it threw. */
final class Sha256 {

    private final transient MessageDigest digest;
    private final transient byte[] hashed = new byte[BearerToken.HASHED_LENGTH];
    private final transient ByteBuffer words = ByteBuffer.allocate(4 * Long.BYTES);

    Sha256() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Computes the digest of the 70 ASCII characters from {@code start} on. */
    void compute(String text, int start) {
        AsciiTables.copy(text, start, start + hashed.length, hashed);
        try {
            digest.update(hashed);
            digest.digest(words.array(), 0, words.capacity());
        } catch (DigestException e) {
            throw new IllegalStateException("the buffer is as long as the digest", e);
        } finally {
            Arrays.fill(hashed, (byte) 0);
        }
    }

    /** {@return the n-th 64 bits, big-endian, of what was computed last} */
    long word(int n) {
        return words.getLong(n * Long.BYTES);
    }
}
