package dev.latchkey.port;

import dev.latchkey.token.TokenCondition;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import dev.latchkey.token.TrailEntry;
import java.time.Instant;
import java.util.Collection;

/**
 * The limits of a store's operations, the same for every store: the sizes and times that one call may have.
 *
 * <p>Every {@link TokenStore} and {@link ChangeFeed} checks its arguments here, before it does anything else. An
 * argument out of range is the caller's mistake, an {@link IllegalArgumentException}.
 */
public final class StoreLimits {

    /** The most ids of one {@link TokenStore#findCommitted}. */
    public static final int MAX_IDS = 64;

    /** The most uses of one {@link TokenStore#recordUse}. */
    public static final int MAX_USES = 1_000;

    /** The most entries of the feed that one call reads or trims. */
    public static final int MAX_BATCH = 10_000;

    /**
     * The most text of one page of a list, and of the uses of one {@link TokenStore#recordUse}, in characters. A page ends
     * before the token that would exceed it, unless that is its only one.
     */
    public static final int MAX_TEXT = 1_048_576;

    /** The most tokens that a page of a list examines for its conditions. */
    public static final int MAX_EXAMINED = 10_000;

    private StoreLimits() {}

    /**
     * Checks the argument of {@link TokenStore#findCommitted}.
     *
     * @param ids the ids
     * @throws IllegalArgumentException if there are more than {@value #MAX_IDS}
     */
    public static void requireIds(Collection<?> ids) {
        requireAtMost("ids", ids.size(), MAX_IDS);
    }

    /**
     * Checks the argument of {@link TokenStore#list}.
     *
     * @param query the query
     * @throws IllegalArgumentException if it has a condition that is not on the state, for the tokens of all owners
     */
    public static void requireQuery(TokenQuery query) {
        if (!TokenFilter.of(query).isSelective() && !query.conditions().stream().allMatch(TokenCondition::isOfState)) {
            throw new IllegalArgumentException("the tokens of all owners can be listed by state only; for the other"
                    + " conditions, name an owner with ownedBy, a parent with childrenOf, or a family with inFamily");
        }
    }

    /**
     * Checks the argument of {@link TokenStore#recordUse}.
     *
     * @param uses the uses
     * @throws IllegalArgumentException if there are more than {@value #MAX_USES}, or their text is longer than
     *     {@value #MAX_TEXT} characters
     */
    public static void requireUses(Collection<TokenUse> uses) {
        requireAtMost("uses", uses.size(), MAX_USES);
        requireAtMost(
                "characters of uses",
                uses.stream().mapToInt(TokenUse::textLength).sum(),
                MAX_TEXT);
    }

    /**
     * Checks the argument of {@link TokenStore#write}.
     *
     * @param writes the steps
     * @param maximum the store's {@link TokenStore#maximumWrites()}
     * @throws IllegalArgumentException if there are more
     */
    public static void requireWrites(Collection<Write> writes, int maximum) {
        requireAtMost("writes", writes.size(), maximum);
    }

    /**
     * Checks the arguments of {@link ChangeTrail#write}.
     *
     * @param writes the steps
     * @param entries the entries
     * @param maximum the store's {@link TokenStore#maximumWrites()}
     * @throws IllegalArgumentException if there are more of one of them
     */
    public static void requireWrites(Collection<Write> writes, Collection<TrailEntry> entries, int maximum) {
        requireWrites(writes, maximum);
        requireAtMost("entries", entries.size(), maximum);
    }

    private static void requireAtMost(String what, int size, int max) {
        if (size > max) {
            throw new IllegalArgumentException(size + " " + what + " are more than the " + max + " of one call");
        }
    }

    /**
     * Checks the limit of {@link ChangeFeed#changesSince}, {@link ChangeFeed#trim}, {@link ChangeTrail#trimTrail} and
     * {@link ChangeTrail#eraseTrail}.
     *
     * @param limit the limit
     * @throws IllegalArgumentException if it is not between 1 and {@value #MAX_BATCH}
     */
    public static void requireBatch(int limit) {
        if (limit < 1 || limit > MAX_BATCH) {
            throw new IllegalArgumentException("limit " + limit + " is not between 1 and " + MAX_BATCH);
        }
    }

    /**
     * {@return the time, in whole milliseconds; sub-millisecond precision is truncated}
     *
     * @param before the argument of {@link ChangeFeed#trim} or {@link ChangeTrail#trimTrail}
     * @throws IllegalArgumentException if it is not within 1970 to 9999, the range of {@link TokenRecord#requireTime}
     */
    public static Instant requireTime(Instant before) {
        return TokenRecord.requireTime("before", before);
    }
}
