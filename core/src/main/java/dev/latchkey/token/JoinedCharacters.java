package dev.latchkey.token;

/**
 * The sequences in which ordinary text needs an invisible character: words of Persian or Hindi, and emoji.
 *
 * <p>They are U+200C and U+200D between two visible characters; U+FE0E and U+FE0F after a symbol, a digit or a
 * punctuation mark, where they choose between text and emoji; and flags of regions: U+1F3F4, three to six tags,
 * U+E007F.
 *
 * @see <a href="https://www.unicode.org/reports/tr51/#Definitions">UTS #51, Unicode Emoji</a>
 */
final class JoinedCharacters {

    private static final int BLACK_FLAG = 0x1F3F4;
    private static final int TAG_END = 0xE007F;
    private static final int MIN_TAGS = 3;
    private static final int MAX_TAGS = 6;

    private JoinedCharacters() {}

    /** {@return where the invisible characters at {@code position} end if they belong there, else {@code position}} */
    static int end(String text, int position) {
        if (position == 0) {
            return position;
        }
        int codePoint = text.codePointAt(position);
        if (codePoint == 0x200C || codePoint == 0x200D) {
            boolean joins = isVisibleBefore(text, position)
                    && position + 1 < text.length()
                    && isVisible(text.codePointAt(position + 1));
            return joins ? position + 1 : position;
        }
        if (isPresentationSelector(codePoint)) {
            return hasTwoPresentations(text.codePointBefore(position)) ? position + 1 : position;
        }
        return text.codePointBefore(position) == BLACK_FLAG ? endOfTags(text, position) : position;
    }

    private static boolean isVisibleBefore(String text, int position) {
        int before = text.codePointBefore(position);
        // Both were found to belong to the preceding character.
        return isVisible(before) || isPresentationSelector(before) || before == TAG_END;
    }

    static boolean isVisible(int codePoint) {
        return !InvisibleCharacters.contains(codePoint) && !Character.isSpaceChar(codePoint);
    }

    private static boolean isPresentationSelector(int codePoint) {
        return codePoint == 0xFE0E || codePoint == 0xFE0F;
    }

    /** Letters have one presentation, except U+2139. Emoji newer than the JDK count as unassigned. */
    private static boolean hasTwoPresentations(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.OTHER_SYMBOL,
                    Character.MATH_SYMBOL,
                    Character.OTHER_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.UNASSIGNED -> isVisible(codePoint);
            case Character.DECIMAL_DIGIT_NUMBER -> codePoint <= '9';
            default -> codePoint == 0x2139;
        };
    }

    private static int endOfTags(String text, int position) {
        int end = position;
        int tags = 0;
        while (end < text.length() && tags <= MAX_TAGS) {
            int codePoint = text.codePointAt(end);
            end += Character.charCount(codePoint);
            if (codePoint == TAG_END) {
                return tags >= MIN_TAGS ? end : position;
            }
            if (!isTag(codePoint)) {
                return position;
            }
            tags++;
        }
        return position;
    }

    /** {@return whether it is the tag of a small letter or a digit, as in region codes} */
    private static boolean isTag(int codePoint) {
        return (codePoint >= 0xE0030 && codePoint <= 0xE0039) || (codePoint >= 0xE0061 && codePoint <= 0xE007A);
    }
}
