package dev.latchkey.token;

import java.util.Locale;

/**
 * Text that people read and compare: all its characters are visible, in the order in which they are stored.
 *
 * <p>These rules are for text that is about to be written. Text that is already stored is read under the rules of
 * {@link TokenRecord}, which exclude only text that a store cannot keep. So a token whose owner or description was
 * accepted by an earlier version, or written by another program, can be listed and revoked.
 *
 * <p>Refused are control and format characters, separators of lines and paragraphs, all other default-ignorable code
 * points of Unicode 16.0.0, the blanks U+2800 and U+1D159, noncharacters, and halves of surrogate pairs. Unassigned
 * code points are accepted, because a later version of Unicode may have assigned them, and so are those for private
 * use. Text is not normalized: accepted text is stored unchanged.
 */
public final class VisibleText {

    private VisibleText() {}

    /**
     * {@return the owner, if a token may be issued for it}
     *
     * @param owner 1 to 255 UTF-16 code units, at least one character visible, none invisible
     * @throws IllegalArgumentException if it is anything else; the message names a refused character, as {@code U+202E}
     */
    public static String requireOwner(String owner) {
        return require("owner", owner, false);
    }

    /**
     * {@return the text, if it may be written as a description or a reason}
     *
     * <p>In addition to the characters of an owner, it may contain the invisible characters that languages and emoji
     * need: U+200C and U+200D between visible characters; U+FE0E and U+FE0F after a symbol, an ASCII digit or a
     * punctuation mark; flags of regions, which are emoji tag sequences.
     *
     * @param what which text it is, for the message
     * @param text 1 to 255 UTF-16 code units, at least one character visible
     * @throws IllegalArgumentException if it is anything else; the message names a refused character, as {@code U+202E}
     */
    public static String requireText(String what, String text) {
        return require(what, text, true);
    }

    private static String require(String what, String text, boolean joined) {
        RecordText.requireText(what, text, TokenRecord.MAX_TEXT_LENGTH);
        int refused = refused(text, 0, joined);
        if (refused < text.length()) {
            int codePoint = text.codePointAt(refused);
            throw new IllegalArgumentException(what + " has " + name(codePoint) + " at position " + refused
                    + (isNoncharacter(codePoint)
                            ? ", which is not a character"
                            : ", which is invisible or changes the order of what is shown"));
        }
        if (text.codePoints().noneMatch(VisibleText::hasShape)) {
            throw new IllegalArgumentException(what + " must have a visible character");
        }
        return text;
    }

    /** A combining mark has no shape without the character that it belongs to. */
    private static boolean hasShape(int codePoint) {
        int type = Character.getType(codePoint);
        return JoinedCharacters.isVisible(codePoint)
                && type != Character.NON_SPACING_MARK
                && type != Character.ENCLOSING_MARK;
    }

    /** {@return the position of the first refused character from {@code start} on, or the text's length} */
    private static int refused(String text, int start, boolean joined) {
        int i = start;
        while (i < text.length()) {
            int codePoint = text.codePointAt(i);
            if (InvisibleCharacters.contains(codePoint)) {
                int end = joined ? JoinedCharacters.end(text, i) : i;
                if (end == i) {
                    return i;
                }
                i = end;
            } else if (isNoncharacter(codePoint) || Character.getType(codePoint) == Character.SURROGATE) {
                return i;
            } else {
                i += Character.charCount(codePoint);
            }
        }
        return i;
    }

    private static boolean isNoncharacter(int codePoint) {
        return (codePoint & 0xFFFE) == 0xFFFE || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF);
    }

    /**
     * {@return any text, safe for a log or a message: each character that {@link #requireText} refuses is replaced by
     * its name, {@code <U+202E>} for example}
     *
     * @param text any text
     */
    public static String escape(String text) {
        int refused = refused(text, 0, true);
        if (refused == text.length()) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        int start = 0;
        while (refused < text.length()) {
            int codePoint = text.codePointAt(refused);
            shown.append(text, start, refused)
                    .append('<')
                    .append(name(codePoint))
                    .append('>');
            start = refused + Character.charCount(codePoint);
            refused = refused(text, start, true);
        }
        return shown.append(text, start, text.length()).toString();
    }

    /** {@return the code point as Unicode writes it} */
    static String name(int codePoint) {
        return String.format(Locale.ROOT, "U+%04X", codePoint);
    }
}
