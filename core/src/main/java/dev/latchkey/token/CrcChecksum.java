package dev.latchkey.token;

/**
 * Six characters: CRC-32 of all before them, in base 62.
 *
 * <p>It detects typing errors before any look-up and lets secret scanners distinguish real tokens from look-alikes. It
 * proves nothing, because computing it needs only the format.
 */
final class CrcChecksum implements Checksum {

    static final CrcChecksum INSTANCE = new CrcChecksum();

    private static final int LENGTH = 6;
    private static final char[] DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".toCharArray();
    private static final byte[] VALUES = AsciiTables.valuesOf(DIGITS);

    private static final StripedPool<Crc32> COMPUTATIONS = new StripedPool<>(Crc32::new);

    private CrcChecksum() {}

    @Override
    public int length() {
        return LENGTH;
    }

    @Override
    public String of(String text) {
        long rest = crc(text, text.length());
        char[] digits = new char[LENGTH];
        for (int i = LENGTH - 1; i >= 0; i--) {
            digits[i] = DIGITS[(int) (rest % DIGITS.length)];
            rest /= DIGITS.length;
        }
        return new String(digits);
    }

    @Override
    public boolean isRight(String text, int end) {
        long presented = 0;
        int invalid = 0;
        for (int i = end; i < end + LENGTH; i++) {
            int value = AsciiTables.value(VALUES, text.charAt(i));
            invalid |= value;
            presented = presented * DIGITS.length + value;
        }
        return invalid >= 0 && presented == crc(text, end);
    }

    private static long crc(String text, int end) {
        Crc32 crc32 = COMPUTATIONS.take();
        long crc = crc32.of(text, end);
        COMPUTATIONS.giveBack(crc32);
        return crc;
    }

    @Override
    public String regex() {
        return "[0-9A-Za-z]{" + LENGTH + "}";
    }

    @Override
    public String toString() {
        return "unkeyed";
    }
}
