package dev.latchkey.http;

/** Parses one value of the {@code Authorization} header, in ASCII only: no locale and no Unicode case rule applies. */
final class BearerHeader {

    private static final String SCHEME = "bearer";

    private BearerHeader() {}

    static BearerCredentials read(String value) {
        String trimmed = trim(value);
        if (!hasScheme(trimmed)) {
            return new BearerCredentials.Missing();
        }
        int start = SCHEME.length();
        while (start < trimmed.length() && trimmed.charAt(start) == ' ') {
            start++;
        }
        int length = trimmed.length() - start;
        // A longer text is not a Latchkey token; it is answered like any other, but not examined.
        return isB64Token(trimmed, start, Math.min(length, BearerCredentials.MAX_LENGTH + 1))
                ? new BearerCredentials.Presented(
                        trimmed.substring(start, start + Math.min(length, BearerCredentials.MAX_LENGTH + 1)))
                : new BearerCredentials.Malformed();
    }

    /** White space around a field's value is not part of it (RFC 9110 section 5.5). */
    private static String trim(String value) {
        int start = 0;
        int end = value.length();
        while (start < end && isWhitespace(value.charAt(start))) {
            start++;
        }
        while (end > start && isWhitespace(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(start, end);
    }

    private static boolean isWhitespace(char c) {
        return c == ' ' || c == '\t';
    }

    /** {@return whether the scheme is Bearer: followed by a space, or by nothing, which is malformed} */
    private static boolean hasScheme(String value) {
        if (value.length() < SCHEME.length()) {
            return false;
        }
        for (int i = 0; i < SCHEME.length(); i++) {
            char c = value.charAt(i);
            char lower = c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
            if (lower != SCHEME.charAt(i)) {
                return false;
            }
        }
        return value.length() == SCHEME.length() || !isTokenCharacter(value.charAt(SCHEME.length()));
    }

    /** {@code tchar} of RFC 9110 section 5.6.2: what could still belong to a longer scheme's name. */
    private static boolean isTokenCharacter(char c) {
        return isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    /** {@code 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="} (RFC 6750 section 2.1). */
    private static boolean isB64Token(String text, int start, int length) {
        int i = start;
        int end = start + length;
        while (i < end && (isLetterOrDigit(text.charAt(i)) || "-._~+/".indexOf(text.charAt(i)) >= 0)) {
            i++;
        }
        boolean any = i > start && start > SCHEME.length();
        while (i < end && text.charAt(i) == '=') {
            i++;
        }
        return any && i == end;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
