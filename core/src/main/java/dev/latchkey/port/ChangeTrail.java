package dev.latchkey.port;

import dev.latchkey.token.TrailEntry;
import dev.latchkey.token.TrailPage;
import dev.latchkey.token.TrailQuery;
import java.time.Instant;
import java.util.List;

/**
 * The durable trail of changes: entries that are written in the transaction of the change, so that there is no change
 * without its entry and no entry without its change.
 *
 * <p>A capability of its own: a store that has no trail does not implement this. It is found through a
 * {@link StoreDecorator}. Every method may throw {@link TokenStoreException}. Implementations are thread-safe.
 */
public interface ChangeTrail {

    /**
     * Writes all of the steps and their entries, or none of both; see {@link TokenStore#write}.
     *
     * @param writes the steps, at most {@link TokenStore#maximumWrites()}
     * @param entries the entries, at most as many; none is written before
     * @return true if all were written; false, and nothing is written, if the store does not hold what one of the steps expects
     * @throws IllegalArgumentException if there are more
     */
    boolean write(List<Write> writes, List<TrailEntry> entries);

    /**
     * {@return one page of the trail, the newest entry first}
     *
     * <p>Walking page by page returns every entry that matches and was committed before the walk began exactly once. Owners and
     * actors are compared exactly, character by character. It joins the caller's transaction where the store knows
     * transactions.
     *
     * @param query which, from where on, and how many
     */
    TrailPage trail(TrailQuery query);

    /**
     * Deletes old entries, the oldest first.
     *
     * @param before entries of acts before this go; within 1970 to 9999, sub-millisecond precision is truncated
     * @param limit how many at most, 1 to {@value StoreLimits#MAX_BATCH}
     * @return how many were deleted
     * @throws IllegalArgumentException if an argument is out of range
     */
    int trimTrail(Instant before, int limit);
}
