package dev.latchkey.token;

/**
 * The SHA-256 digest of a token's secret, which a process caches once it has proven the secret.
 *
 * <p>It does not contain the id; a proof is cached under the id and the stored hash together.
 *
 * <p>A digest of 256 random bits does not reveal the secret. Still, digests are compared in constant time, only by
 * {@link #isOf}: there is no {@code equals}. It prints as a placeholder and is not serializable.
 *
 * <p>Immutable and thread-safe. Only {@link #of} creates instances.
 *
 * @see <a href="https://csrc.nist.gov/pubs/fips/180-4/upd1/final">FIPS 180-4</a>
 */
public final class SecretDigest {

    private static final StripedPool<Sha256> COMPUTATIONS = new StripedPool<>(Sha256::new);

    private final transient long first;
    private final transient long second;
    private final transient long third;
    private final transient long fourth;

    SecretDigest(long first, long second, long third, long fourth) {
        this.first = first;
        this.second = second;
        this.third = third;
        this.fourth = fourth;
    }

    /**
     * {@return the digest of a token's secret, to be cached once the secret is proven}
     *
     * @param token the token
     */
    public static SecretDigest of(BearerToken token) {
        Sha256 sha256 = COMPUTATIONS.take();
        token.compute(sha256);
        SecretDigest digest = new SecretDigest(sha256.word(0), sha256.word(1), sha256.word(2), sha256.word(3));
        COMPUTATIONS.giveBack(sha256);
        return digest;
    }

    /**
     * {@return whether this is the digest of a token's secret}
     *
     * <p>The comparison takes the same time wherever two digests differ. Nothing is allocated.
     *
     * @param token the token
     */
    public boolean isOf(BearerToken token) {
        Sha256 sha256 = COMPUTATIONS.take();
        token.compute(sha256);
        long difference = (first ^ sha256.word(0))
                | (second ^ sha256.word(1))
                | (third ^ sha256.word(2))
                | (fourth ^ sha256.word(3));
        COMPUTATIONS.giveBack(sha256);
        return difference == 0;
    }

    /** {@return a placeholder} */
    @Override
    public String toString() {
        return "SecretDigest[redacted]";
    }
}
