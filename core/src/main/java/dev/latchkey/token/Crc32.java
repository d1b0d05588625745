package dev.latchkey.token;

import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * CRC-32 of the beginning of a text, with the buffer it works in. For one thread at a time; not to be used after it threw.
 *
 * <p>The JDK uses the processor's instructions for it, but only on bytes. They save more time than copying the text
 * into a buffer and wiping it costs.
 */
final class Crc32 {

    private final transient CRC32 crc = new CRC32();
    private final transient byte[] text = new byte[Spelling.MAX_CHECKED_LENGTH];

    /** {@return the CRC-32, as an unsigned number, of the first {@code end} characters, which are ASCII} */
    long of(String ascii, int end) {
        AsciiTables.copy(ascii, 0, end, text);
        crc.reset();
        crc.update(text, 0, end);
        Arrays.fill(text, 0, end, (byte) 0);
        return crc.getValue();
    }
}
