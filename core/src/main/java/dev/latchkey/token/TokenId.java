package dev.latchkey.token;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The public name of a token: 128 bits, safe in logs, URLs and tables.
 *
 * <p>The text is a ULID: 26 upper-case Crockford base 32 characters, the first at most {@code 7}. A generated id begins
 * with its 48-bit creation time in milliseconds, so ids sort by creation to the millisecond; any other 128-bit value is
 * a legal id too. Only the canonical spelling is read: no lower case, and none of the aliases ({@code I}, {@code L},
 * {@code O}) that Crockford's decoder tolerates.
 *
 * <p>Immutable and thread-safe.
 *
 * @see <a href="https://github.com/ulid/spec">The ULID specification</a>
 */
public final class TokenId implements Comparable<TokenId> {

    /** The length of an id's text, in characters. */
    public static final int LENGTH = 26;

    private static final int HALF = LENGTH / 2;

    private static final char[] DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final byte[] VALUES = AsciiTables.valuesOf(DIGITS);
    private static final long MAX_TIMESTAMP = (1L << 48) - 1;

    private final long high;
    private final long low;

    private TokenId(long high, long low) {
        this.high = high;
        this.low = low;
    }

    /**
     * {@return the id with these 128 bits}
     *
     * @param high the first 64 bits, big-endian
     * @param low the last 64 bits
     */
    public static TokenId of(long high, long low) {
        return new TokenId(high, low);
    }

    /**
     * {@return the id that {@code text} spells}
     *
     * @param text 26 characters
     * @throws IllegalArgumentException if the text is not the canonical spelling of an id
     */
    public static TokenId of(String text) {
        return parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "not a token id (26 characters of Crockford base 32): " + AsciiTables.printable(text, LENGTH)));
    }

    /**
     * {@return the id that {@code text} spells, or empty if it is not the canonical spelling of one}
     *
     * <p>For untrusted text, such as a path segment of a URL, where invalid text is not a programming error.
     *
     * @param text any text
     */
    public static Optional<TokenId> parse(String text) {
        return text.length() == LENGTH ? Optional.ofNullable(read(text, 0)) : Optional.empty();
    }

    /**
     * {@return a new id: the time, then 80 random bits}
     *
     * @param time the time of creation, from 1970 to the year 10889
     * @param random the source of the random bits
     * @throws IllegalArgumentException if the time does not fit in 48 bits of milliseconds
     */
    public static TokenId generate(Instant time, SecureRandom random) {
        long millis = time.toEpochMilli();
        if (millis < 0 || millis > MAX_TIMESTAMP) {
            throw new IllegalArgumentException("time " + time + " does not fit in 48 bits of milliseconds since 1970");
        }
        return new TokenId(millis << 16 | (random.nextInt() & 0xFFFFL), random.nextLong());
    }

    /**
     * {@return the id spelled in the 26 characters from {@code start}, or null} The caller has checked the length.
     *
     * <p>Both halves are read in parallel, because they are independent. The first is 3 + 12 × 5 = 63 bits; the second
     * is 65, of which the extra bit goes to the first.
     */
    static @Nullable TokenId read(String text, int start) {
        long high = 0;
        long low = 0;
        int invalid = 0;
        for (int i = start; i < start + HALF; i++) {
            int upper = AsciiTables.value(VALUES, text.charAt(i));
            int lower = AsciiTables.value(VALUES, text.charAt(i + HALF));
            invalid |= upper | lower;
            high = high << 5 | upper;
            low = low << 5 | lower;
        }
        if (invalid < 0 || text.charAt(start) > '7') {
            return null;
        }
        int between = AsciiTables.value(VALUES, text.charAt(start + HALF));
        return new TokenId(high << 1 | between >>> 4, low);
    }

    /** {@return the first 64 bits, big-endian} */
    public long high() {
        return high;
    }

    /** {@return the last 64 bits} */
    public long low() {
        return low;
    }

    /** Compares like the texts, which for generated ids is by time of creation. */
    @Override
    public int compareTo(TokenId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenId that && high == that.high && low == that.low;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(high * 31 + low);
    }

    /** {@return the 26 characters} */
    @Override
    public String toString() {
        char[] text = new char[LENGTH];
        long upper = high;
        long lower = low;
        for (int i = LENGTH - 1; i >= 0; i--) {
            text[i] = DIGITS[(int) lower & 31];
            lower = lower >>> 5 | upper << 59;
            upper >>>= 5;
        }
        return new String(text);
    }
}
