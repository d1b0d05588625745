package dev.latchkey.token;

import java.util.Arrays;

/** Alphabets as look-up tables, so that parsing of untrusted text depends on no locale or Unicode rule. */
final class AsciiTables {

    private static final int SIZE = 128;

    /** The values of base64url (RFC 4648 section 5). */
    static final byte[] BASE64URL =
            valuesOf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray());

    private AsciiTables() {}

    /** {@return a table from a character to its place in the alphabet, -1 where it has none} */
    static byte[] valuesOf(char[] alphabet) {
        byte[] values = new byte[SIZE];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < alphabet.length; i++) {
            values[alphabet[i]] = (byte) i;
        }
        return values;
    }

    /** {@return the character's place in the table's alphabet, or -1} */
    static int value(byte[] table, char c) {
        return c < SIZE ? table[c] : -1;
    }

    /** Copies characters that were found to be ASCII, at one byte each, to the beginning of a buffer. */
    @SuppressWarnings(
            "deprecation") // It drops the upper halves of characters, which are zero here, and copies no byte twice.
    static void copy(String ascii, int start, int end, byte[] buffer) {
        ascii.getBytes(start, end, buffer, 0);
    }

    /** {@return untrusted text, safe for an error message: printable ASCII, at most {@code max} characters} */
    static String printable(String text, int max) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), max) + 3);
        for (int i = 0; i < text.length() && i < max; i++) {
            char c = text.charAt(i);
            shown.append(c >= ' ' && c < 127 ? c : '?');
        }
        return text.length() > max ? shown.append("...").toString() : shown.toString();
    }
}
