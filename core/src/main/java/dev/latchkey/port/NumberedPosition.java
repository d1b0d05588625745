package dev.latchkey.port;

import java.util.HexFormat;
import java.util.Optional;

/**
 * A place in a feed whose entries are numbered: the number of the last entry read, and that entry's nonce. For stores that
 * count their entries; the text of a {@link FeedPosition} is 32 hexadecimal digits.
 *
 * @param sequence the entry's number; 0 before the first
 * @param nonce the random number that the entry was made with; for 0, the one that the feed was made with
 */
public record NumberedPosition(long sequence, long nonce) {

    private static final HexFormat HEX = HexFormat.of();
    private static final int DIGITS = 2 * Long.BYTES;

    public NumberedPosition {
        if (sequence < 0) {
            throw new IllegalArgumentException("feed sequence " + sequence + " is negative");
        }
    }

    /** {@return the position that others are given} */
    public FeedPosition position() {
        return new FeedPosition(HEX.toHexDigits(sequence) + HEX.toHexDigits(nonce));
    }

    /**
     * {@return the place that a position stands for; empty if it is not one of a numbered feed}
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
