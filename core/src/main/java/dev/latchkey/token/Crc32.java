package dev.latchkey.token;

/**
 * CRC-32 as zlib and {@code java.util.zip} compute it, straight from the characters of an ASCII text.
 *
 * <p>The JDK's takes bytes, which would have to be copied out of the text first. Ten characters are taken at a time, each
 * through a table of what it contributes from its place (an id, a dot and a secret are 70 characters): the ten look-ups do
 * not wait for each other, as those of a loop over single characters do.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1952#section-8">RFC 1952, section 8</a>
 */
final class Crc32 {

    private static final int POLYNOMIAL = 0xEDB88320;
    private static final int BLOCK = 10;

    /** Entry {@code 256 n + b} is what byte {@code b} contributes when {@code n} bytes follow it. */
    private static final int[] TABLE = table();

    private Crc32() {}

    private static int[] table() {
        int[] table = new int[BLOCK * 256];
        for (int b = 0; b < 256; b++) {
            int rest = b;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                rest = rest >>> 1 ^ (POLYNOMIAL & -(rest & 1));
            }
            table[b] = rest;
        }
        for (int i = 256; i < table.length; i++) {
            int before = table[i - 256];
            table[i] = before >>> 8 ^ table[before & 255];
        }
        return table;
    }

    /** {@return the CRC-32, as an unsigned number, of the first {@code end} characters, which are ASCII} */
    static long of(String text, int end) {
        int crc = -1;
        int i = 0;
        for (; i <= end - BLOCK; i += BLOCK) {
            crc ^= text.charAt(i) | text.charAt(i + 1) << 8 | text.charAt(i + 2) << 16 | text.charAt(i + 3) << 24;
            crc = at(9, crc)
                    ^ at(8, crc >>> 8)
                    ^ at(7, crc >>> 16)
                    ^ at(6, crc >>> 24)
                    ^ at(5, text.charAt(i + 4))
                    ^ at(4, text.charAt(i + 5))
                    ^ at(3, text.charAt(i + 6))
                    ^ at(2, text.charAt(i + 7))
                    ^ at(1, text.charAt(i + 8))
                    ^ at(0, text.charAt(i + 9));
        }
        for (; i < end; i++) {
            crc = crc >>> 8 ^ at(0, crc ^ text.charAt(i));
        }
        return ~crc & 0xFFFFFFFFL;
    }

    private static int at(int following, int bits) {
        return TABLE[following * 256 + (bits & 255)];
    }
}
