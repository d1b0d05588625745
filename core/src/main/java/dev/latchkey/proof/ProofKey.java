package dev.latchkey.proof;

import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * The cache key of a proof: the SHA-256 digest of a token's id and its stored hash together.
 *
 * <p>So a hash that was moved to another row, rotated or renewed never inherits a proof, and the cache contains no
 * hash.
 */
final class ProofKey {

    private static final MessageDigest SHA_256 = sha256();

    private final transient long first;
    private final transient long second;
    private final transient long third;
    private final transient long fourth;

    private ProofKey(ByteBuffer digest) {
        this.first = digest.getLong();
        this.second = digest.getLong();
        this.third = digest.getLong();
        this.fourth = digest.getLong();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static ProofKey of(TokenId id, SecretHash stored) {
        byte[] scheme = stored.scheme().getBytes(StandardCharsets.US_ASCII);
        byte[] text = stored.text().getBytes(StandardCharsets.US_ASCII);
        // The scheme's length, at most 255, separates it from the text.
        ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES + 1 + scheme.length + text.length)
                .putLong(id.high())
                .putLong(id.low())
                .put((byte) scheme.length)
                .put(scheme)
                .put(text);
        try {
            // Cloning an instance costs less than looking one up among the providers.
            MessageDigest digest = (MessageDigest) SHA_256.clone();
            return new ProofKey(ByteBuffer.wrap(digest.digest(bytes.array())));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's SHA-256 can be cloned", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProofKey that
                && first == that.first
                && second == that.second
                && third == that.third
                && fourth == that.fourth;
    }

    /** Any 32 bits of a digest are as good as a hash of it. */
    @Override
    public int hashCode() {
        return Long.hashCode(first);
    }

    /** {@return a placeholder} */
    @Override
    public String toString() {
        return "ProofKey[redacted]";
    }
}
