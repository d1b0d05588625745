package dev.latchkey.port;

import dev.latchkey.token.TokenId;
import java.util.Set;

/**
 * What a change feed tells since a position.
 *
 * @param tokens the tokens whose records changed or were deleted
 * @param stateChanged whether the store's state changed
 * @param position where to read on
 * @param drained whether the answer reached the end of the feed as it was when the call began
 * @param gap whether changes may be missing: then whatever was read from the store before is to be forgotten, and the
 *     position is the end of the feed
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
     * {@return an answer that says that changes may be missing}
     *
     * @param end the end of the feed, to read on from
     */
    public static Changes gap(FeedPosition end) {
        return new Changes(Set.of(), false, end, true, true);
    }
}
