package dev.latchkey.benchmarks;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;

/**
 * The floor: a minimal careful verification from memory, written by hand for one kind of text. Strict parsing of all
 * characters and of the checksum, one look-up in a {@link ConcurrentHashMap}, SHA-256 by a digest of the thread's own,
 * comparison in constant time, expiry.
 *
 * <p>It has no scopes, no lease, no bound, no revocation, no statistics.
 */
final class HandMadeVerifier {

    private static final int LENGTH = 76;
    private static final byte[] CROCKFORD = values("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    private static final byte[] BASE64URL = values("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    private static final char[] BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".toCharArray();
    private static final ThreadLocal<MessageDigest> SHA256 = ThreadLocal.withInitial(HandMadeVerifier::sha256);

    private final Map<Key, Entry> entries = new ConcurrentHashMap<>();

    private record Key(long high, long low) {}

    private record Entry(byte[] digest, long expiresAtMillis, Object answer) {}

    private static byte[] values(String alphabet) {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        return values;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void put(String text, long expiresAtMillis, Object answer) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        MessageDigest digest = sha256();
        digest.update(bytes, 0, 70);
        entries.put(key(bytes), new Entry(digest.digest(), expiresAtMillis, answer));
    }

    Object verify(String text) {
        if (text.length() != LENGTH) {
            return null;
        }
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        Key key = key(bytes);
        if (key == null || bytes[26] != '.' || !isSecret(bytes) || !isChecked(bytes)) {
            return null;
        }
        Entry entry = entries.get(key);
        if (entry == null || System.currentTimeMillis() >= entry.expiresAtMillis()) {
            return null;
        }
        MessageDigest digest = SHA256.get();
        digest.update(bytes, 0, 70);
        return MessageDigest.isEqual(entry.digest(), digest.digest()) ? entry.answer() : null;
    }

    private static Key key(byte[] bytes) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < 26; i++) {
            int value = bytes[i] < 0 ? -1 : CROCKFORD[bytes[i]];
            if (value < 0 || (i == 0 && value > 7)) {
                return null;
            }
            high = high << 5 | low >>> 59;
            low = low << 5 | value;
        }
        return new Key(high, low);
    }

    private static boolean isSecret(byte[] bytes) {
        int value = 0;
        for (int i = 27; i < 70; i++) {
            value = bytes[i] < 0 ? -1 : BASE64URL[bytes[i]];
            if (value < 0) {
                return false;
            }
        }
        return (value & 3) == 0;
    }

    private static boolean isChecked(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, 70);
        long rest = crc.getValue();
        for (int i = 75; i >= 70; i--) {
            if (bytes[i] != BASE62[(int) (rest % 62)]) {
                return false;
            }
            rest /= 62;
        }
        return true;
    }
}
