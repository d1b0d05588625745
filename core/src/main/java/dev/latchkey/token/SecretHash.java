package dev.latchkey.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * What a store keeps instead of a secret: the output of a password hash, as text that carries its own parameters.
 *
 * <p>Equal hashes are equal texts, compared in constant time; that compares stored values with each other, never a secret
 * with a guess. The text does not belong in logs, so {@link #toString()} omits it, and so do serializers that read fields
 * by reflection (Gson, Jackson): the fields are transient.
 *
 * <p>Immutable and thread-safe.
 */
public final class SecretHash {

    /** The longest hash text and the longest scheme name that stores must keep whole, in characters. */
    public static final int MAX_LENGTH = 255;

    private final transient String scheme;
    private final transient String text;

    private SecretHash(String scheme, String text) {
        this.scheme = scheme;
        this.text = text;
    }

    /**
     * {@return the hash that a store kept}
     *
     * <p>Whether the text is a hash of that scheme is the hasher's to say, when it is asked.
     *
     * @param scheme how it was made, {@code argon2id} for example; 1 to 255 printable ASCII characters
     * @param text the hash in the scheme's own notation; 1 to 255 printable ASCII characters
     * @throws IllegalArgumentException if one of the two is empty, too long or not printable ASCII
     */
    public static SecretHash of(String scheme, String text) {
        RecordText.requireAscii("hash scheme", scheme, MAX_LENGTH);
        RecordText.requireAscii("hash", text, MAX_LENGTH);
        return new SecretHash(scheme, text);
    }

    /** {@return how the hash was made, {@code argon2id} for example} */
    public String scheme() {
        return scheme;
    }

    /** {@return the hash in the scheme's own notation, a PHC string for Argon2} */
    public String text() {
        return text;
    }

    /** {@return whether the other is a hash of the same scheme and text} The texts are compared in constant time. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SecretHash that
                && scheme.equals(that.scheme)
                && MessageDigest.isEqual(bytes(), that.bytes());
    }

    private byte[] bytes() {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public int hashCode() {
        return 31 * scheme.hashCode() + text.hashCode();
    }

    /** {@return the scheme and a placeholder} */
    @Override
    public String toString() {
        return "SecretHash[" + scheme + ", redacted]";
    }
}
