package dev.latchkey.port;

import dev.latchkey.token.TokenId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The commit-ordered list of tokens whose records changed. A node that caches records reads it to find out which of
 * them are out of date.
 *
 * <p>Updates, deletions, changes of the store's state and marks make an entry in the same transaction as the change;
 * inserts make none, because absence is never cached. An entry may name many tokens. A position has a random part, so
 * that a restored or replaced store is not mistaken for the one that was read before.
 *
 * <p>An optional capability: a store without a feed does not implement this interface. It is found through a
 * {@link StoreDecorator}. Every method may throw {@link TokenStoreException}. Implementations are thread-safe.
 */
public interface ChangeFeed {

    /** {@return where the feed ends now: the position after the last entry committed so far} */
    default FeedPosition position() {
        return changesSince(null, 1).position();
    }

    /**
     * {@return what changed after {@code position}: each change at least once, in commit order, none missing (TF-1)}
     *
     * <p>A change that was committed before this call began is in the answer or in one of those that follow from its
     * position; if the answer is drained, it is in this one. If the feed cannot determine the changes any more (the
     * entry at the position was trimmed, is another one, or entries are missing), the answer is a gap.
     *
     * @param position where the last answer ended; null for the present end of the feed: then the answer has no changes
     *     and is drained
     * @param limit the most entries to read, 1 to {@value StoreLimits#MAX_BATCH}; as an entry may name many tokens, a
     *     feed may return fewer
     * @throws IllegalArgumentException if the limit is out of range
     */
    Changes changesSince(@Nullable FeedPosition position, int limit);

    /**
     * Deletes old entries (TF-2), oldest first, up to the first that is not old, so that the remaining entries have no
     * hole. The newest entry is always kept, so that a reader at the end of a quiet feed does not get a gap; a reader
     * that is behind the deleted entries does.
     *
     * @param before entries made before this, by the clock of the node that wrote them, are deleted; within 1970 to
     *     9999, sub-millisecond precision is truncated
     * @param limit the most entries to delete, 1 to {@value StoreLimits#MAX_BATCH}; oldest first
     * @return how many were deleted
     * @throws IllegalArgumentException if an argument is out of range
     */
    int trim(Instant before, int limit);

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
    record Changes(Set<TokenId> tokens, boolean stateChanged, FeedPosition position, boolean drained, boolean gap) {

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
}
