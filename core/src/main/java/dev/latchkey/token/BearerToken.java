package dev.latchkey.token;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A well-formed bearer text: the claimed id, and the secret that may prove it.
 *
 * <p>This is a secret. It has no {@code equals} (secrets are compared as hashes or digests, in constant time), prints
 * as a placeholder, is not serializable, and returns its content only from methods whose names begin with
 * {@code reveal}, so that a search finds every use of a secret. Its fields are transient, so serializers that read
 * fields by reflection (Gson, Jackson) write none of it.
 *
 * <p>An instance proves nothing: form and checksum are right, but the secret may be wrong.
 *
 * <p>It is for verifiers and for a {@code SecretHasher}. A host passes texts to a verifier, and describes them by
 * {@link TokenFormat}. Immutable and thread-safe.
 */
public final class BearerToken {

    /** The length of what is hashed, in bytes: id, dot, secret. */
    static final int HASHED_LENGTH = Spelling.BODY_LENGTH;

    private final transient TokenId id;
    private final transient String text;
    private final transient int start;

    /** @param start where the id begins in the text, after prefix and underscore */
    BearerToken(TokenId id, String text, int start) {
        this.id = id;
        this.text = text;
        this.start = start;
    }

    /**
     * {@return the text's parts, or empty if it is not the canonical spelling of a token of the format now}
     *
     * <p>Safe for untrusted text: it never throws, a text of a wrong length costs nothing however long it is, and
     * nothing is allocated for a text that is refused for its form or its unkeyed checksum.
     *
     * @param text any text; null, for a request without one, is not a token
     * @param format the service's format
     * @param clock the clock; read only for a text that is accepted
     *     {@linkplain TokenFormat#alsoAcceptingUntil until a time}
     */
    public static Optional<BearerToken> parse(@Nullable String text, TokenFormat format, InstantSource clock) {
        return format.parse(text, clock);
    }

    /**
     * {@return the text's parts, or empty if it is not the canonical spelling of a token of the format for all time}
     *
     * <p>Like {@link #parse(String, TokenFormat, InstantSource)}, but refuses texts that are accepted
     * {@linkplain TokenFormat#alsoAcceptingUntil until a time}, even before that time.
     *
     * @param text any text; null, for a request without one, is not a token
     * @param format the service's format
     */
    public static Optional<BearerToken> parse(@Nullable String text, TokenFormat format) {
        return format.parse(text);
    }

    /**
     * {@return a new bearer text for an id, with a fresh secret of 256 bits}
     *
     * @param id the token's id
     * @param format the service's format
     * @param random the source of the secret
     */
    public static BearerToken generate(TokenId id, TokenFormat format, SecureRandom random) {
        return format.generate(id, random);
    }

    /** {@return the id that the text claims} */
    public TokenId id() {
        return id;
    }

    /** {@return the whole bearer text, secret included: what a client sends} */
    public String reveal() {
        return text;
    }

    /**
     * {@return the bytes that a {@code SecretHasher} hashes: the ASCII of {@code id "." secret}, 70 bytes}
     *
     * <p>They contain the id, so a stored hash that is moved to another token's row does not match there. They do not
     * contain prefix and checksum, so those can change. The array is new at each call; the caller should wipe it after
     * use.
     */
    public byte[] revealHashedBytes() {
        byte[] bytes = new byte[HASHED_LENGTH];
        AsciiTables.copy(text, start, start + HASHED_LENGTH, bytes);
        return bytes;
    }

    /** Computes the digest of the secret. */
    void compute(Sha256 sha256) {
        sha256.compute(text, start + Spelling.SECRET_START);
    }

    /** {@return the id and a placeholder, never the secret} */
    @Override
    public String toString() {
        return "BearerToken[" + id + ", secret=redacted]";
    }
}
