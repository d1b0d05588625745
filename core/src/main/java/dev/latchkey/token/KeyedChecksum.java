package dev.latchkey.token;

import java.nio.ByteBuffer;
import java.util.Base64;
import javax.crypto.SecretKey;

/**
 * Eleven characters: the first 64 bits of HMAC-SHA-256 of all before them, in base64url.
 *
 * <p>Computing it needs the key, so a forged text is refused here. A guess is right with a probability of 2^-64.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2104#section-5">RFC 2104, section 5: truncated output</a>
 */
final class KeyedChecksum implements Checksum {

    private static final int LENGTH = 11;

    private final transient StripedPool<HmacSha256> macs;

    KeyedChecksum(SecretKey key) {
        this.macs = new StripedPool<>(() -> new HmacSha256(key));
    }

    @Override
    public int length() {
        return LENGTH;
    }

    @Override
    public String of(String text) {
        byte[] tag = ByteBuffer.allocate(Long.BYTES)
                .putLong(tag(text, text.length()))
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(tag);
    }

    @Override
    public boolean isRight(String text, int end) {
        long presented = 0;
        int invalid = 0;
        for (int i = end; i < end + LENGTH - 1; i++) {
            int value = AsciiTables.value(AsciiTables.BASE64URL, text.charAt(i));
            invalid |= value;
            presented = presented << 6 | value;
        }
        // 11 characters carry 66 bits, of which the last two are unused.
        int last = AsciiTables.value(AsciiTables.BASE64URL, text.charAt(end + LENGTH - 1));
        if ((invalid | last) < 0 || (last & 3) != 0) {
            return false;
        }
        // One comparison of 64 bits takes constant time.
        return (presented << 4 | last >>> 2) == tag(text, end);
    }

    private long tag(String text, int end) {
        HmacSha256 mac = macs.take();
        long tag = mac.first64Bits(text, end);
        macs.giveBack(mac);
        return tag;
    }

    @Override
    public String regex() {
        return "[A-Za-z0-9_-]{10}[AEIMQUYcgkosw048]";
    }

    @Override
    public String toString() {
        return "keyed";
    }
}
