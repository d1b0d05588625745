package dev.latchkey.port;

/**
 * A place in a change feed: the number of the last entry read, and that entry's nonce.
 *
 * @param sequence the entry's number; 0 before the first
 * @param nonce the random number that the entry was made with; for 0, the one that the feed was made with
 */
public record FeedPosition(long sequence, long nonce) {

    public FeedPosition {
        if (sequence < 0) {
            throw new IllegalArgumentException("feed sequence " + sequence + " is negative");
        }
    }
}
