package dev.latchkey.token;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a service's bearer texts look: {@code [prefix "_"] id "." secret checksum}.
 *
 * <table>
 * <caption>The parts of a bearer text</caption>
 * <tr><td>prefix</td><td>optional; at most 32 characters, segments of {@code [a-z0-9]+} joined by {@code _}. It tells
 *   people and secret scanners whose token this is. Matched exactly, never split</td></tr>
 * <tr><td>id</td><td>26 characters, a {@link TokenId}</td></tr>
 * <tr><td>secret</td><td>43 characters, base64url (RFC 4648 section 5, unpadded) of 32 random bytes</td></tr>
 * <tr><td>checksum</td><td>6 characters, CRC-32 of all before it in base 62</td></tr>
 * </table>
 *
 * <p>Only the canonical spelling is accepted: no case folding, no aliases, and a last secret character whose unused
 * bits are zero (a lenient base64 decoder takes four spellings of it). The whole text obeys the {@code b64token} grammar
 * of RFC 6750 section 2.1.
 *
 * <p>A format issues one spelling and may accept older ones, so that a prefix can be changed while tokens live on:
 *
 * <pre>{@code TokenFormat.withPrefix("acme_live").alsoAccepting(TokenFormat.withPrefix("acme"))}</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class TokenFormat {

    /** The longest prefix, in characters. */
    public static final int MAX_PREFIX_LENGTH = 32;

    /** The length of the secret part, in characters. */
    static final int SECRET_LENGTH = 43;

    private static final int SECRET_BYTES = 32;
    private static final char SEPARATOR = '.';
    private static final int BODY_LENGTH = TokenId.LENGTH + 1 + SECRET_LENGTH;
    private static final byte[] BASE64URL =
            AsciiTables.valuesOf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray());
    private static final TokenFormat PLAIN = new TokenFormat(List.of(""));

    /** What stands before the id, the underscore included; the first is issued, all are accepted. */
    private final List<String> openings;

    private TokenFormat(List<String> openings) {
        this.openings = openings;
    }

    /** {@return the format without a prefix} */
    public static TokenFormat plain() {
        return PLAIN;
    }

    /**
     * {@return the format whose texts begin with {@code prefix} and an underscore}
     *
     * @param prefix segments of {@code [a-z0-9]+} joined by {@code _}, at most {@value #MAX_PREFIX_LENGTH} characters
     * @throws IllegalArgumentException if the prefix is anything else
     */
    public static TokenFormat withPrefix(String prefix) {
        if (!isPrefix(prefix)) {
            throw new IllegalArgumentException(
                    "a prefix is at most 32 characters, [a-z0-9]+ segments joined by \"_\"; got \""
                            + AsciiTables.printable(prefix, MAX_PREFIX_LENGTH) + "\"");
        }
        return new TokenFormat(List.of(prefix + "_"));
    }

    private static boolean isPrefix(String prefix) {
        boolean inSegment = false;
        for (int i = 0; i < prefix.length(); i++) {
            char c = prefix.charAt(i);
            boolean segmentChar = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!segmentChar && !(c == '_' && inSegment)) {
                return false;
            }
            inSegment = segmentChar;
        }
        return inSegment && prefix.length() <= MAX_PREFIX_LENGTH;
    }

    /**
     * {@return this format, which still issues what it issued, and accepts what {@code older} accepts too}
     *
     * @param older the format that tokens in use were issued with
     */
    public TokenFormat alsoAccepting(TokenFormat older) {
        return new TokenFormat(Stream.concat(openings.stream(), older.openings.stream())
                .distinct()
                .toList());
    }

    /**
     * {@return the text's parts, or empty if it is not the canonical spelling of a token of this format}
     *
     * <p>Takes whatever a client sent: no text makes it throw, and a text of a wrong length costs nothing, however long
     * it is.
     *
     * @param text any text
     */
    public Optional<BearerToken> parse(String text) {
        for (String opening : openings) {
            if (text.length() == opening.length() + BODY_LENGTH + Checksum.LENGTH && text.startsWith(opening)) {
                return parseBody(text, opening.length());
            }
        }
        return Optional.empty();
    }

    private static Optional<BearerToken> parseBody(String text, int start) {
        int secret = start + TokenId.LENGTH + 1;
        if (text.charAt(secret - 1) != SEPARATOR || !isSecret(text, secret)) {
            return Optional.empty();
        }
        TokenId id = TokenId.read(text, start);
        if (id == null || !Checksum.isRight(text, start + BODY_LENGTH)) {
            return Optional.empty();
        }
        return Optional.of(new BearerToken(id, text, start));
    }

    private static boolean isSecret(String text, int start) {
        int value = 0;
        for (int i = start; i < start + SECRET_LENGTH; i++) {
            value = AsciiTables.value(BASE64URL, text.charAt(i));
            if (value < 0) {
                return false;
            }
        }
        // 43 characters carry 258 bits, of which the last two are unused.
        return (value & 3) == 0;
    }

    /**
     * {@return a new bearer text for {@code id} with a fresh secret of 256 bits}
     *
     * @param id the token's id
     * @param random where the secret comes from
     */
    public BearerToken generate(TokenId id, SecureRandom random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        try {
            return compose(id, secret);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private BearerToken compose(TokenId id, byte[] secret) {
        String opening = openings.get(0);
        StringBuilder text = new StringBuilder(opening.length() + BODY_LENGTH + Checksum.LENGTH)
                .append(opening)
                .append(id)
                .append(SEPARATOR)
                .append(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
        text.append(Checksum.of(text, text.length()));
        return new BearerToken(id, text.toString(), opening.length());
    }

    /**
     * {@return a regular expression that finds this format's texts, for secret scanners}
     *
     * <p>It uses what RE2, PCRE and {@code java.util.regex} have in common. It cannot tell a right checksum from a wrong
     * one; a scanner that can compute CRC-32 drops look-alikes by it.
     */
    public String regex() {
        String opening = openings.stream().sorted().collect(Collectors.joining("|", "(?:", ")"));
        return opening + "[0-7][0-9A-HJKMNP-TV-Z]{25}\\.[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048][0-9A-Za-z]{6}";
    }

    /** {@return a text of this format that is nobody's token: id and secret are all zero, the checksum is right} */
    public String example() {
        return compose(TokenId.of(0, 0), new byte[SECRET_BYTES]).reveal();
    }

    /** {@return the prefixes, that which is issued first} */
    @Override
    public String toString() {
        return "TokenFormat" + openings;
    }
}
