package dev.latchkey.token;

import javax.crypto.spec.SecretKeySpec;

/**
 * The key of a {@linkplain TokenFormat#keyed keyed checksum}, which all nodes of a service share.
 *
 * <p>The key only allows making texts that pass the checksum; each still needs a token's secret. So a leaked key
 * removes the protection of the checksum, but gives no access.
 *
 * <p>A key prints as a placeholder, has no {@code equals}, is not serializable (by reflection neither: its fields are
 * transient), and does not return its bytes. Create one at start and reuse it, because it has a pool of initialized
 * MACs. Immutable and thread-safe.
 */
public final class ChecksumKey {

    /** The fewest bytes that a key may have: the output length of HMAC-SHA-256 (RFC 2104 section 3). */
    public static final int MIN_LENGTH = 32;

    private final transient KeyedChecksum checksum;

    private ChecksumKey(KeyedChecksum checksum) {
        this.checksum = checksum;
    }

    /**
     * {@return the key of these bytes}
     *
     * @param bytes at least {@value #MIN_LENGTH} bytes from a source of randomness; they are copied, and the caller may wipe
     *     them
     * @throws IllegalArgumentException if there are fewer
     */
    public static ChecksumKey of(byte[] bytes) {
        if (bytes.length < MIN_LENGTH) {
            throw new IllegalArgumentException("a checksum key of " + bytes.length + " bytes is too short; at least "
                    + MIN_LENGTH + " are needed");
        }
        return new ChecksumKey(new KeyedChecksum(new SecretKeySpec(bytes, HmacSha256.ALGORITHM)));
    }

    KeyedChecksum checksum() {
        return checksum;
    }

    /** {@return a placeholder} */
    @Override
    public String toString() {
        return "ChecksumKey[redacted]";
    }
}
