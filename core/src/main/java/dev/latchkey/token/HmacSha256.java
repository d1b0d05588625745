package dev.latchkey.token;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/** A MAC that was given its key, with the buffers it works in. For one thread at a time; not to be used after it threw. */
final class HmacSha256 {

    static final String ALGORITHM = "HmacSHA256";

    private final transient Mac mac;
    private final transient byte[] text = new byte[Spelling.MAX_CHECKED_LENGTH];
    private final transient ByteBuffer tag;

    HmacSha256(SecretKey key) {
        try {
            this.mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
        this.tag = ByteBuffer.allocate(mac.getMacLength());
    }

    /** {@return the first 64 bits, big-endian, of the MAC of the first {@code end} characters, which are ASCII} */
    long first64Bits(String ascii, int end) {
        AsciiTables.copy(ascii, 0, end, text);
        try {
            mac.update(text, 0, end);
            mac.doFinal(tag.array(), 0);
            return tag.getLong(0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the buffer is as long as the MAC", e);
        } finally {
            Arrays.fill(text, 0, end, (byte) 0);
        }
    }
}
