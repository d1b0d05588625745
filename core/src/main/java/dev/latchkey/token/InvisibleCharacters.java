package dev.latchkey.token;

/**
 * Characters that are invisible, or change how others are shown.
 *
 * <p>They are the control and format characters and the separators of lines and paragraphs (general categories Cc, Cf,
 * Zl, Zp), all other default-ignorable code points, and two characters whose glyph is blank: U+2800 and U+1D159. This
 * is a table of Unicode 16.0.0, because the JDK's categories depend on its version, and it has no property
 * {@code Default_Ignorable_Code_Point}.
 *
 * @see <a href="https://www.unicode.org/Public/16.0.0/ucd/DerivedCoreProperties.txt">DerivedCoreProperties.txt</a>
 * @see <a href="https://www.unicode.org/Public/16.0.0/ucd/extracted/DerivedGeneralCategory.txt">Categories</a>
 */
final class InvisibleCharacters {

    /** First and last of each range, in ascending order. */
    private static final int[] RANGES = {
        0x0000, 0x001F, // Cc
        0x007F, 0x009F, // Cc
        0x00AD, 0x00AD, // soft hyphen
        0x034F, 0x034F, // combining grapheme joiner
        0x0600, 0x0605, // Arabic signs that enclose numbers
        0x061C, 0x061C, // Arabic letter mark
        0x06DD, 0x06DD, // Arabic end of ayah
        0x070F, 0x070F, // Syriac abbreviation mark
        0x0890, 0x0891, // Arabic currency marks
        0x08E2, 0x08E2, // Arabic disputed end of ayah
        0x115F, 0x1160, // Hangul fillers
        0x17B4, 0x17B5, // Khmer inherent vowels
        0x180B, 0x180F, // Mongolian selectors and separator
        0x200B, 0x200F, // zero width, joiners, directional marks
        0x2028, 0x202E, // separators of lines and paragraphs, directional embeddings and overrides
        0x2060, 0x206F, // word joiner, invisible operators, directional isolates, deprecated controls
        0x2800, 0x2800, // blank braille pattern
        0x3164, 0x3164, // Hangul filler
        0xFE00, 0xFE0F, // variation selectors
        0xFEFF, 0xFEFF, // byte order mark
        0xFFA0, 0xFFA0, // halfwidth Hangul filler
        0xFFF0, 0xFFFB, // reserved, interlinear annotations
        0x110BD, 0x110BD, // Kaithi number sign
        0x110CD, 0x110CD, // Kaithi number sign above
        0x13430, 0x1343F, // Egyptian hieroglyph controls
        0x1BCA0, 0x1BCA3, // shorthand controls
        0x1D159, 0x1D159, // musical null notehead
        0x1D173, 0x1D17A, // musical controls
        0xE0000, 0xE0FFF, // tags, variation selectors, reserved
    };

    private InvisibleCharacters() {}

    static boolean contains(int codePoint) {
        if (codePoint > 0x1F && codePoint < 0x7F) {
            return false;
        }
        int low = 0;
        int high = RANGES.length / 2 - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (codePoint < RANGES[2 * middle]) {
                high = middle - 1;
            } else if (codePoint > RANGES[2 * middle + 1]) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }
}
