package dev.latchkey.token;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The format of a service's bearer texts: {@code [prefix "_"] id "." secret checksum}.
 *
 * <table>
 * <caption>The parts of a bearer text</caption>
 * <tr><td>prefix</td><td>optional; at most 32 characters, segments of {@code [a-z0-9]+} joined by {@code _}. It shows
 * people and secret scanners which service issued the token. Matched exactly, never split</td></tr>
 * <tr><td>id</td><td>26 characters, a {@link TokenId}</td></tr>
 * <tr><td>secret</td><td>43 characters, base64url (RFC 4648 section 5, unpadded) of 32 random bytes</td></tr>
 * <tr><td>checksum</td><td>6 characters, CRC-32 of all before it in base 62; or, if the service sets a
 * {@linkplain #keyed key}, 11 characters: the first 64 bits of HMAC-SHA-256 of all before it, in base64url</td></tr>
 * </table>
 *
 * <p>Only the canonical spelling is accepted: no case folding, no aliases, and the unused bits of the last secret
 * character must be zero (a lenient base64 decoder accepts four spellings of it), likewise those of the last character
 * of a keyed checksum. The whole text obeys the {@code b64token} grammar of RFC 6750 section 2.1.
 *
 * <p>A format issues one spelling and may accept older ones, so that prefix and key can be changed while tokens remain
 * valid:
 *
 * <pre>{@code TokenFormat.withPrefix("acme_live").alsoAccepting(TokenFormat.withPrefix("acme"))}</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class TokenFormat {

    /** The longest prefix, in characters. */
    public static final int MAX_PREFIX_LENGTH = 32;

    /** How many spellings a format accepts at the most. */
    public static final int MAX_SPELLINGS = 8;

    private static final int SECRET_BYTES = 32;
    private static final TokenFormat PLAIN = unkeyed("");

    /** A clock for which every end is in the past. */
    private static final InstantSource END_OF_TIME = () -> Instant.MAX;

    /** The first is issued, all are accepted. */
    private final List<Spelling> spellings;

    private TokenFormat(List<Spelling> spellings) {
        this.spellings = spellings;
    }

    private static TokenFormat unkeyed(String opening) {
        return new TokenFormat(List.of(new Spelling(opening, CrcChecksum.INSTANCE, null)));
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
        return unkeyed(prefix + "_");
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
     * {@return this format with a checksum that only the service can compute}
     *
     * <p>A text that was forged without the key is then refused by its checksum: the store is not read, and no secret
     * is hashed. A format has one key; to change it, accept the format with the old key too, until its tokens have
     * ended: {@code format.keyed(next).alsoAccepting(format.keyed(last))}.
     *
     * @param key the key, which replaces one that this format has
     * @throws IllegalStateException if this format accepts more than one spelling, which would be ambiguous
     */
    public TokenFormat keyed(ChecksumKey key) {
        if (spellings.size() > 1) {
            throw new IllegalStateException(
                    "the key must be given before other formats are accepted too; accepted are " + spellings);
        }
        return new TokenFormat(List.of(new Spelling(spellings.get(0).opening(), key.checksum(), null)));
    }

    /**
     * {@return this format, which still issues what it issued, and accepts what {@code older} accepts too}
     *
     * @param older the format that tokens in use were issued with
     * @throws IllegalArgumentException if that makes more than {@value #MAX_SPELLINGS} spellings
     */
    public TokenFormat alsoAccepting(TokenFormat older) {
        List<Spelling> both = Stream.concat(spellings.stream(), older.spellings.stream())
                .distinct()
                .toList();
        if (both.size() > MAX_SPELLINGS) {
            throw new IllegalArgumentException(
                    "a format accepts at most " + MAX_SPELLINGS + " spellings, not " + both.size());
        }
        return new TokenFormat(both);
    }

    /**
     * {@return this format, which still issues what it issued, and accepts what {@code older} accepts too until a time}
     *
     * <p>To introduce keyed checksums: {@code format.keyed(key).alsoAcceptingUntil(format, end)}, with an end at which
     * the last token of the old kind has expired. Until then a forged text of the old kind costs as much as before.
     *
     * @param older the format that tokens in use were issued with
     * @param end from when on they are refused as malformed; spellings that {@code older} itself accepts for a shorter
     *     time keep their end
     * @throws IllegalArgumentException if that makes more than {@value #MAX_SPELLINGS} spellings
     */
    public TokenFormat alsoAcceptingUntil(TokenFormat older, Instant end) {
        return alsoAccepting(new TokenFormat(
                older.spellings.stream().map(spelling -> spelling.until(end)).toList()));
    }

    /** {@return what {@link BearerToken#parse(String, TokenFormat, InstantSource)} returns} */
    Optional<BearerToken> parse(@Nullable String text, InstantSource clock) {
        if (text == null) {
            return Optional.empty();
        }
        for (int i = 0; i < spellings.size(); i++) {
            Spelling spelling = spellings.get(i);
            BearerToken token = spelling.read(text);
            if (token != null && spelling.isAcceptedBy(clock)) {
                return Optional.of(token);
            }
        }
        return Optional.empty();
    }

    /** {@return what {@link BearerToken#parse(String, TokenFormat)} returns} */
    Optional<BearerToken> parse(@Nullable String text) {
        return parse(text, END_OF_TIME);
    }

    /** {@return what {@link BearerToken#generate} returns} */
    BearerToken generate(TokenId id, SecureRandom random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        try {
            return spellings.get(0).write(id, secret);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /**
     * {@return the beginnings of accepted texts, without repetitions, that of issued ones first: a prefix and its
     * underscore, or the empty text for a format without a prefix}
     *
     * <p>A service that also accepts other kinds of bearer tokens uses it to recognise its own before verification.
     */
    public List<String> openings() {
        return spellings.stream().map(Spelling::opening).distinct().toList();
    }

    /**
     * {@return a regular expression that finds this format's texts, for secret scanners}
     *
     * <p>It begins and ends at word boundaries, and uses the common subset of RE2, PCRE and {@code java.util.regex}. It does
     * not check the checksum; a scanner that can compute CRC-32 can use it to drop unkeyed look-alikes.
     */
    public String regex() {
        // The longer checksum comes first, because its beginning may look like the shorter one.
        return spellings.stream()
                .sorted(Comparator.comparingInt(spelling -> -spelling.checksum().length()))
                .map(Spelling::regex)
                .distinct()
                .collect(Collectors.joining("|", "\\b(?:", ")\\b"));
    }

    /** {@return a text of this format that is never issued: id and secret are all zero, the checksum is right} */
    public String example() {
        return spellings.get(0).write(TokenId.of(0, 0), new byte[SECRET_BYTES]).reveal();
    }

    /** {@return the spellings, the issued one first; without the key} */
    @Override
    public String toString() {
        return "TokenFormat" + spellings;
    }
}
