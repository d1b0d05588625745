package dev.latchkey.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a secret: the output of a password hash, as text that contains its parameters.
 *
 * <p>Hashes are equal if their texts are, compared in constant time; {@code equals} compares stored values with each
 * other, never a secret with a guess. The text does not belong in logs, so {@link #toString()} omits it, and so do
 * serializers that read fields by reflection (Gson, Jackson): the fields are transient.
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
     * {@return a hash from its stored form}
     *
     * <p>The hasher checks later whether the text is a hash of that scheme.
     *
     * @param scheme the scheme, {@code argon2id} for example; 1 to 255 printable ASCII characters
     * @param text the hash in the scheme's own notation; 1 to 255 printable ASCII characters
     * @throws IllegalArgumentException if one of the two is empty, too long or not printable ASCII
     */
    public static SecretHash of(String scheme, String text) {
        RecordText.requireAscii("hash scheme", scheme, MAX_LENGTH);
        RecordText.requireAscii("hash", text, MAX_LENGTH);
        return new SecretHash(scheme, text);
    }

    /** {@return the scheme of the hash, {@code argon2id} for example} */
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
