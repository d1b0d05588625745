package dev.latchkey.port;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The commit-ordered list of tokens whose records changed: what a node that keeps records in memory reads to learn that
 * they are no longer true.
 *
 * <p>Updates, deletions, changes of the store's state and marks make an entry in the same transaction as the change; inserts
 * make none, because absence is never kept in memory. An entry may name many tokens. A position carries something random, so
 * that a restored or replaced store is not mistaken for the one that was read before.
 *
 * <p>A capability of its own: a store that has no feed does not implement this. It is found through a
 * {@link StoreDecorator}. Every method may throw {@link TokenStoreException}. Implementations are thread-safe.
 */
public interface ChangeFeed {

    /** {@return where the feed ends now: the position after the last entry committed so far} */
    default FeedPosition position() {
        return changesSince(null, 1).position();
    }

    /**
     * {@return what changed after {@code position}: each change at least once, in commit order, none left out (TF-1)}
     *
     * <p>A change that was committed before this call began is in the answer or in one of those that follow from its
     * position; if the answer is drained, it is in this one. If the feed can no longer tell (the entry at the position was
     * trimmed, is another one, or entries are missing), the answer is a gap.
     *
     * @param position where the last answer ended; null for where the feed ends now: then nothing has changed, and the
     *     answer is drained
     * @param limit how many entries to read at the most, 1 to {@value StoreLimits#MAX_BATCH}; as an entry may name many
     *     tokens, a feed may stop earlier
     * @throws IllegalArgumentException if the limit is out of range
     */
    Changes changesSince(@Nullable FeedPosition position, int limit);

    /**
     * Deletes old entries (TF-2), the oldest first, up to the first that is not old: no entry is missing among those that
     * are left. The newest entry always stays, so that a reader at the end of a quiet feed does not get a gap; a reader that
     * is behind what was deleted does.
     *
     * @param before entries made before this, by the clock of the node that wrote them, go; within 1970 to 9999,
     *     sub-millisecond precision is truncated
     * @param limit how many at the most, 1 to {@value StoreLimits#MAX_BATCH}; the oldest go first
     * @return how many were deleted
     * @throws IllegalArgumentException if an argument is out of range
     */
    int trim(Instant before, int limit);
}
