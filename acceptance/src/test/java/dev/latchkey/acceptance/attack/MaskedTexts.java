package dev.latchkey.acceptance.attack;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Texts of tokens with every bit inverted, so that they are not found in the heap where they are kept to be compared. */
final class MaskedTexts {

    private static final int SECRET_CHARACTERS = 43;
    private static final int FILTER_BITS = 22;

    private final List<byte[]> masked = new ArrayList<>();

    void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        masked.add(invert(bytes));
    }

    /** {@return the text, in a new string} */
    String get(int index) {
        return new String(invert(masked.get(index)), StandardCharsets.US_ASCII);
    }

    private static byte[] invert(byte[] bytes) {
        byte[] inverted = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            inverted[i] = (byte) ~bytes[i];
        }
        return inverted;
    }

    /** {@return how many of the secrets are in the file: the first 16 characters of the text, or the first 16 octets} */
    int secretsIn(Path file) throws IOException {
        Map<Long, long[]> patterns = new HashMap<>();
        BitSet filter = new BitSet(1 << FILTER_BITS);
        for (int i = 0; i < masked.size(); i++) {
            String text = get(i);
            String secret = text.substring(text.indexOf('.') + 1).substring(0, SECRET_CHARACTERS);
            put(patterns, filter, i, secret.getBytes(StandardCharsets.US_ASCII));
            put(patterns, filter, i, Base64.getUrlDecoder().decode(secret));
        }
        Set<Long> found = new HashSet<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            byte[] chunk = new byte[1 << 16];
            long older = 0;
            long newer = 0;
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                for (int i = 0; i < length; i++) {
                    older = older << 8 | newer >>> 56;
                    newer = newer << 8 | chunk[i] & 0xff;
                    if (filter.get(bit(newer))) {
                        long[] pattern = patterns.get(newer);
                        if (pattern != null && pattern[0] == older) {
                            found.add(pattern[1]);
                        }
                    }
                }
            }
        }
        return found.size();
    }

    private static void put(Map<Long, long[]> patterns, BitSet filter, int index, byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long older = buffer.getLong();
        long newer = buffer.getLong();
        patterns.put(newer, new long[] {older, index});
        filter.set(bit(newer));
    }

    private static int bit(long window) {
        return (int) (window * 0x9E3779B97F4A7C15L >>> 64 - FILTER_BITS);
    }
}
