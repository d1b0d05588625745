package dev.latchkey.port;

import dev.latchkey.token.TokenId;
import java.util.Set;

/**
 * The changes since a position of a change feed.
 *
 * @param tokens the tokens whose records changed or were deleted
 * @param stateChanged whether the store's state changed
 * @param position where to continue reading
 * @param drained whether the answer reached the end of the feed as it was when the call began
 * @param gap whether changes may be missing: then the caller must evict everything that it read from the store before,
 *     and the position is the end of the feed
 */
public record Changes(Set<TokenId> tokens, boolean stateChanged, FeedPosition position, boolean drained, boolean gap) {

    public Changes {
        tokens = Set.copyOf(tokens);
    }

    /**
     * {@return an answer that reports no change}
     *
     * @param end the end of the feed
     */
    public static Changes end(FeedPosition end) {
        return new Changes(Set.of(), false, end, true, false);
    }

    /**
     * {@return an answer that reports a gap}
     *
     * @param end the end of the feed, where reading continues
     */
    public static Changes gap(FeedPosition end) {
        return new Changes(Set.of(), false, end, true, true);
    }
}
