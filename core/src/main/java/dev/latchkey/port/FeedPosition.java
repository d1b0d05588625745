package dev.latchkey.port;

/**
 * A place in a change feed. Only the store that made it can read it; others compare it for equality.
 *
 * <p>It holds something random that was made with the entry there, so that a restored or replaced store does not take it for
 * one of its own.
 *
 * @param text the place, in the store's own notation; 1 to 255 characters
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
