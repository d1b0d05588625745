package dev.latchkey.port;

import java.time.Instant;

/**
 * The commit-ordered list of tokens whose records changed: what a node that keeps records in memory reads to learn that
 * they are no longer true.
 *
 * <p>Updates, replacements, deletions of records that could still be held, and changes of the store's state make an entry
 * in the same transaction as the change; inserts make none, because absence is never kept in memory. Entries are numbered
 * without holes, and each carries a random nonce, so that a restored or replaced store is not mistaken for the one that was
 * read before.
 *
 * <p>A capability of its own: a store that has no feed does not implement this. Every method may throw
 * {@link TokenStoreException}. Implementations are thread-safe.
 */
public interface ChangeFeed {

    /** {@return the position after the last entry committed so far} */
    FeedPosition position();

    /**
     * {@return what changed after {@code position}: each change at least once, in commit order, none left out (TF-1)}
     *
     * <p>A change that was committed before this call began is in the answer or in one of those that follow from its
     * position; if the answer is drained, it is in this one. If the feed can no longer tell (the entry at the position was
     * trimmed, is another one, or entries are missing), the answer is a gap.
     *
     * @param position where the last answer ended
     * @param limit how many entries to read at the most, 1 to {@value StoreLimits#MAX_BATCH}
     * @throws IllegalArgumentException if the limit is out of range
     */
    Changes changesSince(FeedPosition position, int limit);

    /**
     * Deletes old entries (TF-2). The newest entry always stays, so that a reader at the end of a quiet feed does not get a
     * gap; a reader that is behind what was deleted does.
     *
     * @param before entries made before this go; within 1970 to 9999, sub-millisecond precision is truncated
     * @param limit how many at the most, 1 to {@value StoreLimits#MAX_BATCH}; the oldest go first
     * @return how many were deleted
     * @throws IllegalArgumentException if an argument is out of range
     */
    int trim(Instant before, int limit);
}
