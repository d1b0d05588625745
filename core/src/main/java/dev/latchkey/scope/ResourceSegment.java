package dev.latchkey.scope;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Names that the host does not control, such as an e-mail address, a path or a URN, as segments of a resource, and back.
 *
 * <p>{@code a-b.c} is unchanged; {@code jo@example.com} becomes {@code jo_40example.com}. Every text has a segment, two
 * different texts have different ones, and {@code decode(encode(x))} is {@code x}:
 *
 * <ul>
 *   <li>{@code A-Z a-z 0-9 . -} stand for themselves, except in the names {@code .} and {@code ..}, whose first dot is
 *       escaped.
 *   <li>Any other character is the bytes of its UTF-8, each written {@code _} and two upper-case hexadecimal digits; so
 *       {@code _} is {@code _5F}.
 *   <li>Half of a surrogate pair, which has no UTF-8, is {@code _u} and its four digits. The empty text is {@code _}.
 * </ul>
 *
 * <p>Encode all names of a kind, or none of them: {@code jo_40example.com} could also be an unencoded name. Two
 * spellings of a name in Unicode (composed and decomposed) are two names. A segment is up to three times as long as the
 * UTF-8 of its name, and a scope of more than {@value Scope#MAX_LENGTH} characters is not issued.
 */
public final class ResourceSegment {

    private static final String DIGITS = "0123456789ABCDEF";

    private ResourceSegment() {}

    /**
     * Writes a name as one literal segment.
     *
     * @param name any text
     * @return the segment, for {@link Scope#on(String...)} and {@link ResourceSet#contains(String...)}
     */
    public static String encode(String name) {
        if (name.isEmpty()) {
            return "_";
        }
        StringBuilder segment = new StringBuilder(name.length() + 16);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '_' && SegmentPattern.isLiteralCharacter(c) && !(i == 0 && SegmentPattern.isDots(name))) {
                segment.append(c);
            } else if (!Character.isSurrogate(c)) {
                escape(segment, String.valueOf(c));
            } else if (i + 1 < name.length() && Character.isSurrogatePair(c, name.charAt(i + 1))) {
                escape(segment, name.substring(i, i + 2));
                i++;
            } else {
                segment.append("_u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    segment.append(DIGITS.charAt((c >> shift) & 0xF));
                }
            }
        }
        return segment.toString();
    }

    private static void escape(StringBuilder segment, String character) {
        for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
            segment.append('_').append(DIGITS.charAt((b >> 4) & 0xF)).append(DIGITS.charAt(b & 0xF));
        }
    }

    /**
     * Decodes a segment.
     *
     * @param segment a result of {@link #encode(String)}
     * @return the name
     * @throws IllegalArgumentException if the segment is not a result of {@link #encode(String)}
     */
    public static String decode(String segment) {
        StringBuilder name = new StringBuilder(segment.length());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int i = 0;
        while (i < segment.length() && !segment.equals("_")) {
            boolean escaped = segment.charAt(i) == '_';
            boolean half = escaped && segment.startsWith("_u", i);
            if (escaped && !half) {
                bytes.write(number(segment, i + 1, 2));
                i += 3;
                continue;
            }
            name.append(bytes.toString(StandardCharsets.UTF_8));
            bytes.reset();
            name.append(half ? (char) number(segment, i + 2, 4) : segment.charAt(i));
            i += half ? 6 : 1;
        }
        name.append(bytes.toString(StandardCharsets.UTF_8));
        String decoded = name.toString();
        // One check for everything that encode() never returns: other spellings, invalid UTF-8, misplaced characters.
        if (!encode(decoded).equals(segment)) {
            throw notEncoded(segment);
        }
        return decoded;
    }

    private static int number(String segment, int from, int digits) {
        if (from + digits > segment.length()) {
            throw notEncoded(segment);
        }
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = DIGITS.indexOf(segment.charAt(i));
            if (digit < 0) {
                throw notEncoded(segment);
            }
            number = number * 16 + digit;
        }
        return number;
    }

    private static IllegalArgumentException notEncoded(String segment) {
        return new IllegalArgumentException(
                ScopeReader.quoted(segment) + " is not the encoding of a name; see ResourceSegment.encode");
    }
}
