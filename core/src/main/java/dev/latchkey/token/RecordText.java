package dev.latchkey.token;

/**
 * The text that a record may contain, which every store can keep unchanged. {@link VisibleText} has stricter rules for
 * text that is written.
 */
final class RecordText {

    private RecordText() {}

    /**
     * Refuses text for people that some store would refuse, cut or alter: blank or too long, control characters (NUL is
     * refused by PostgreSQL), and halves of surrogate pairs (which have no UTF-8).
     */
    static String requireText(String what, String text, int maxLength) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " must not be blank");
        }
        if (text.length() > maxLength) {
            throw new IllegalArgumentException(
                    what + " is " + text.length() + " characters long; at most " + maxLength + " are allowed");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                throw new IllegalArgumentException(
                        what + " has the control character " + VisibleText.name(c) + " at position " + i);
            }
            if (Character.isSurrogate(c)) {
                requirePair(what, text, i);
                i++;
            }
        }
        return text;
    }

    private static void requirePair(String what, String text, int position) {
        if (position + 1 == text.length()
                || !Character.isSurrogatePair(text.charAt(position), text.charAt(position + 1))) {
            throw new IllegalArgumentException(what + " has half a surrogate pair, "
                    + VisibleText.name(text.charAt(position)) + ", at position " + position);
        }
    }

    /**
     * Refuses text for machines that is empty, too long or not printable ASCII. The message does not contain the text.
     */
    static String requireAscii(String what, String text, int maxLength) {
        if (text.isEmpty() || text.length() > maxLength) {
            throw new IllegalArgumentException(
                    what + " is " + text.length() + " characters long; it must be 1 to " + maxLength);
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                throw new IllegalArgumentException(what + " has a character outside printable ASCII at position " + i);
            }
        }
        return text;
    }

    /** Refuses text of more than {@code maxBytes} in UTF-8, with a NUL, or that has no UTF-8 at all. */
    static String requireUtf8(String what, String text, int maxBytes) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new IllegalArgumentException(what + " has a NUL at position " + i);
            }
            if (Character.isSurrogate(c)) {
                requirePair(what, text, i);
                i++;
                bytes += 4;
            } else {
                bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            }
        }
        if (bytes > maxBytes) {
            throw new IllegalArgumentException(
                    what + " is " + bytes + " bytes of UTF-8; at most " + maxBytes + " are allowed");
        }
        return text;
    }
}
