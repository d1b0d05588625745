package dev.latchkey.token;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The last six characters of a bearer text: CRC-32 of all before it, in base 62.
 *
 * <p>It catches typing errors before any look-up and lets secret scanners tell real tokens from look-alikes. It is no
 * proof of anything: whoever knows the format can compute it.
 */
final class Checksum {

    static final int LENGTH = 6;

    private static final char[] DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".toCharArray();

    private Checksum() {}

    /** {@return the checksum of the first {@code end} characters, which are ASCII} */
    static String of(CharSequence text, int end) {
        long rest = crc(text, end);
        char[] digits = new char[LENGTH];
        for (int i = LENGTH - 1; i >= 0; i--) {
            digits[i] = DIGITS[(int) (rest % DIGITS.length)];
            rest /= DIGITS.length;
        }
        return new String(digits);
    }

    /** {@return whether what stands from {@code end} on is the one right spelling of the checksum of what stands before} */
    static boolean isRight(String text, int end) {
        long rest = crc(text, end);
        for (int i = end + LENGTH - 1; i >= end; i--) {
            if (text.charAt(i) != DIGITS[(int) (rest % DIGITS.length)]) {
                return false;
            }
            rest /= DIGITS.length;
        }
        return true;
    }

    private static long crc(CharSequence text, int end) {
        CRC32 crc = new CRC32();
        crc.update(text.subSequence(0, end).toString().getBytes(StandardCharsets.US_ASCII));
        return crc.getValue();
    }
}
