package dev.latchkey.port;

import java.util.HexFormat;
import java.util.Optional;

/**
 * A place in a feed whose entries are numbered: the number of the last entry read, and that entry's nonce. For stores that
 * count their entries; the text of a {@link FeedPosition} is 32 hexadecimal digits.
 *
 * @param sequence the entry's number; 0 before the first
 * @param nonce the random number that was created with the entry; for 0, with the feed
 */
public record NumberedPosition(long sequence, long nonce) {

    private static final HexFormat HEX = HexFormat.of();
    private static final int DIGITS = 2 * Long.BYTES;

    public NumberedPosition {
        if (sequence < 0) {
            throw new IllegalArgumentException("feed sequence " + sequence + " is negative");
        }
    }

    /** {@return the position as text} */
    public FeedPosition position() {
        return new FeedPosition(HEX.toHexDigits(sequence) + HEX.toHexDigits(nonce));
    }

    /**
     * {@return the number and nonce of a position; empty if it is not a position of a numbered feed}
     *
     * @param position a position that this or another store made
     */
    public static Optional<NumberedPosition> of(FeedPosition position) {
        String text = position.text();
        if (text.length() != 2 * DIGITS || !text.chars().allMatch(HexFormat::isHexDigit)) {
            return Optional.empty();
        }
        long sequence = HexFormat.fromHexDigitsToLong(text, 0, DIGITS);
        return sequence < 0
                ? Optional.empty()
                : Optional.of(new NumberedPosition(sequence, HexFormat.fromHexDigitsToLong(text, DIGITS, 2 * DIGITS)));
    }
}
