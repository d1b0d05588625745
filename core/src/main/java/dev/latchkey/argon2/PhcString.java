package dev.latchkey.argon2;

import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A hash of Argon2id in the notation of the PHC string format: {@code $argon2id$v=19$m=…,t=…,p=…$salt$tag}.
 *
 * <p>The reader accepts only what the printer writes: that order, version 19, numbers without leading zeros, canonical
 * unpadded base64, a salt of 16 and a tag of 32 bytes, and costs within the ceilings of {@link Argon2Parameters}. The
 * database may have been tampered with, so the costs are checked before anything is allocated for them.
 *
 * @see <a href="https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md">The PHC string format</a>
 */
final class PhcString {

    static final int SALT_LENGTH = 16;
    static final int TAG_LENGTH = 32;

    private static final String OPENING = "$argon2id$v=19$m=";
    private static final int SALT_TEXT_LENGTH = 22;
    private static final int TAG_TEXT_LENGTH = 43;
    private static final int MAX_LENGTH = OPENING.length() + "65536,t=10,p=4$$".length() + 22 + 43;

    private final transient Argon2Parameters parameters;
    private final transient byte[] salt;
    private final transient byte[] tag;

    PhcString(Argon2Parameters parameters, byte[] salt, byte[] tag) {
        this.parameters = parameters;
        this.salt = salt;
        this.tag = tag;
    }

    /** {@return the parsed text, or empty if it is not exactly what {@link #print} writes} */
    static Optional<PhcString> parse(String text) {
        if (text.length() > MAX_LENGTH || !text.startsWith(OPENING)) {
            return Optional.empty();
        }
        int tagAt = text.length() - TAG_TEXT_LENGTH;
        int saltAt = tagAt - 1 - SALT_TEXT_LENGTH;
        int costsEnd = saltAt - 1;
        if (costsEnd < OPENING.length() || text.charAt(costsEnd) != '$' || text.charAt(tagAt - 1) != '$') {
            return Optional.empty();
        }
        Argon2Parameters parameters = costs(text.substring(OPENING.length(), costsEnd));
        byte[] salt = bytes(text.substring(saltAt, tagAt - 1), SALT_LENGTH);
        byte[] tag = bytes(text.substring(tagAt), TAG_LENGTH);
        if (parameters == null || salt == null || tag == null) {
            return Optional.empty();
        }
        PhcString parsed = new PhcString(parameters, salt, tag);
        // Rejects everything that the steps above parsed too leniently.
        return parsed.print().equals(text) ? Optional.of(parsed) : Optional.empty();
    }

    private static @Nullable Argon2Parameters costs(String text) {
        int t = text.indexOf(",t=");
        int p = text.indexOf(",p=");
        if (t < 0 || p < t) {
            return null;
        }
        try {
            return new Argon2Parameters(
                    number(text.substring(0, t)), number(text.substring(t + 3, p)), number(text.substring(p + 3)));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** {@return the number that one to five ASCII digits spell, or -1} */
    private static int number(String digits) {
        int number = digits.isEmpty() || digits.length() > 5 ? -1 : 0;
        for (int i = 0; i < digits.length() && number >= 0; i++) {
            char c = digits.charAt(i);
            number = c >= '0' && c <= '9' ? number * 10 + (c - '0') : -1;
        }
        return number;
    }

    private static byte @Nullable [] bytes(String base64, int length) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return bytes.length == length ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    Argon2Parameters parameters() {
        return parameters;
    }

    byte[] salt() {
        return salt;
    }

    byte[] tag() {
        return tag;
    }

    String print() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$" + parameters + "$" + base64.encodeToString(salt) + "$" + base64.encodeToString(tag);
    }
}
