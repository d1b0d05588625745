package dev.latchkey.port;

import dev.latchkey.token.TrailEntry;
import dev.latchkey.token.TrailPage;
import dev.latchkey.token.TrailQuery;
import java.time.Instant;
import java.util.List;

/**
 * The durable trail of changes. Entries are written in the transaction of the change, so that a change and its entry
 * are stored together or not at all.
 *
 * <p>An optional capability: a store without a trail does not implement this interface. It is found through a
 * {@link StoreDecorator}. Every method may throw {@link TokenStoreException}. Implementations are thread-safe.
 */
public interface ChangeTrail {

    /**
     * Writes all of the steps and all of their entries, or nothing; see {@link TokenStore#write}.
     *
     * @param writes the steps, at most {@link TokenStore#maximumWrites()}
     * @param entries the entries, at most as many; none of them is stored yet
     * @return true if all were written; false, and nothing is written, if the expectation of a step is not met
     * @throws IllegalArgumentException if there are more
     */
    boolean write(List<Write> writes, List<TrailEntry> entries);

    /**
     * {@return one page of the trail, the newest entry first}
     *
     * <p>Paging through returns exactly once every matching entry that was committed before the first page was read.
     * Owners and actors are compared exactly, character by character. Joins the caller's transaction if the store
     * supports that.
     *
     * @param query which, from where on, and how many
     */
    TrailPage trail(TrailQuery query);

    /**
     * Deletes old entries, the oldest first.
     *
     * @param before entries of acts before this are deleted; within 1970 to 9999, sub-millisecond precision is
     *     truncated
     * @param limit how many at most, 1 to {@value StoreLimits#MAX_BATCH}
     * @return how many were deleted
     * @throws IllegalArgumentException if an argument is out of range
     */
    int trimTrail(Instant before, int limit);

    /**
     * Deletes entries about the tokens of one owner, whether or not the tokens still exist, the oldest first. Entries
     * about other owners' tokens remain, also if their actor is this owner or a token of this owner.
     *
     * <p>The owner is compared exactly, character by character. Entries that cannot be read are deleted too. Joins the
     * caller's transaction if the store supports that.
     *
     * @param owner the exact owner
     * @param limit how many at most, 1 to {@value StoreLimits#MAX_BATCH}
     * @return how many were deleted. Fewer than the limit do not mean that no entry remains: another node may have
     *     deleted some of them at the same time
     * @throws IllegalArgumentException if an argument is out of range
     */
    int eraseTrail(String owner, int limit);
}
