package dev.latchkey.token;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * One way to write a bearer text: the characters before the id, and the kind of checksum.
 *
 * @param opening prefix and underscore, or nothing
 * @param checksum which checksum
 * @param end from when on it is no longer accepted, or null for never
 */
record Spelling(String opening, Checksum checksum, @Nullable Instant end) {

    /** The length of the secret: 32 bytes in base64url, in characters. */
    static final int SECRET_LENGTH = 43;

    /** Where the secret begins, counted from the id. */
    static final int SECRET_START = TokenId.LENGTH + 1;

    private static final char SEPARATOR = '.';

    /** The length of id, separator and secret, in characters. */
    static final int BODY_LENGTH = SECRET_START + SECRET_LENGTH;

    /** The length of the longest text that is the input of a checksum, in characters. */
    static final int MAX_CHECKED_LENGTH = TokenFormat.MAX_PREFIX_LENGTH + 1 + BODY_LENGTH;

    private static final String BODY_REGEX = "[0-7][0-9A-HJKMNP-TV-Z]{25}\\.[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]";

    /** {@return this spelling, accepted until a time at the latest} */
    Spelling until(Instant time) {
        return end != null && end.isBefore(time) ? this : new Spelling(opening, checksum, time);
    }

    boolean isAcceptedBy(InstantSource clock) {
        return end == null || clock.instant().isBefore(end);
    }

    /** {@return the token of a text in this spelling, or null} */
    @Nullable BearerToken read(String text) {
        int start = opening.length();
        int secret = start + SECRET_START;
        int checked = start + BODY_LENGTH;
        if (text.length() != checked + checksum.length()
                || !text.startsWith(opening)
                || text.charAt(secret - 1) != SEPARATOR
                || !isSecret(text, secret)) {
            return null;
        }
        TokenId id = TokenId.read(text, start);
        return id == null || !checksum.isRight(text, checked) ? null : new BearerToken(id, text, start);
    }

    private static boolean isSecret(String text, int start) {
        int value = 0;
        for (int i = start; i < start + SECRET_LENGTH; i++) {
            value = AsciiTables.value(AsciiTables.BASE64URL, text.charAt(i));
            if (value < 0) {
                return false;
            }
        }
        // 43 characters carry 258 bits, of which the last two are unused.
        return (value & 3) == 0;
    }

    /** {@return the token, in this spelling} */
    BearerToken write(TokenId id, byte[] secret) {
        String checked = opening
                + id
                + SEPARATOR
                + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        return new BearerToken(id, checked + checksum.of(checked), opening.length());
    }

    /** {@return a regular expression that matches this spelling's texts} */
    String regex() {
        return opening + BODY_REGEX + checksum.regex();
    }

    @Override
    public String toString() {
        return (opening.isEmpty() ? "" : opening + " ") + checksum + (end == null ? "" : " until " + end);
    }
}
