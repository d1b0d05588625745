package dev.latchkey.port;

/**
 * A position in a change feed. Only the store that created it interprets it; others compare it for equality.
 *
 * <p>It contains a random part that was created with the entry, so that a restored or replaced store can recognise
 * foreign positions.
 *
 * @param text the position, in the store's own notation; 1 to 255 characters
 */
public record FeedPosition(String text) {

    private static final int MAX_LENGTH = 255;

    public FeedPosition {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a feed position of " + text.length() + " characters is not one of 1 to " + MAX_LENGTH);
        }
    }
}
