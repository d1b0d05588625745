package dev.latchkey.token;

/**
 * A bearer text that has the right form: who it claims to be, and the secret that may prove it.
 *
 * <p>This is a secret. It has no {@code equals} (secrets are compared as hashes or digests, in constant time), prints
 * as a placeholder, is not serializable, and gives its content away only through methods whose names begin with
 * {@code reveal}, so that every place where a secret comes out can be found by a search. Its fields are transient, so
 * serializers that read fields by reflection (Gson, Jackson) write none of it.
 *
 * <p>Having one proves nothing: form and checksum are right, the secret may be anybody's guess.
 *
 * <p>Immutable and thread-safe. Made by {@link TokenFormat} alone.
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

    /** {@return the public name that the text claims} */
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
     * <p>The id is among them, so a stored hash that is moved to another token's row proves nothing there. Prefix and
     * checksum are not, so they can change. The array is new at each call; who asked for it should wipe it after use.
     */
    public byte[] revealHashedBytes() {
        byte[] bytes = new byte[HASHED_LENGTH];
        AsciiTables.copy(text, start, start + HASHED_LENGTH, bytes);
        return bytes;
    }

    /** {@return the SHA-256 digest of the secret, to be remembered once it is proven} */
    public SecretDigest digest() {
        return SecretDigest.of(text, start + Spelling.SECRET_START);
    }

    /**
     * {@return whether the secret has a digest}
     *
     * <p>The comparison takes the same time wherever two digests differ. Nothing is allocated.
     *
     * @param proven the digest of what was proven before
     */
    public boolean hasDigest(SecretDigest proven) {
        return proven.isOf(text, start + Spelling.SECRET_START);
    }

    /** {@return the id and a placeholder, never the secret} */
    @Override
    public String toString() {
        return "BearerToken[" + id + ", secret=redacted]";
    }
}
