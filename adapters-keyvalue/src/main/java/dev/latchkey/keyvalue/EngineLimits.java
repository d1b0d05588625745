package dev.latchkey.keyvalue;

import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.TokenStore;

/**
 * The limits of one call of an engine. The base respects them, so an engine need not split calls.
 *
 * @param operations the most keys of one {@link KeyValueEngine#read}, and the most of each in one
 *     {@link KeyValueEngine#commit}: expectations, and puts and deletes together. etcd's default is 128
 * @param bytes the most bytes of one commit: keys and values that are put, keys that are deleted, and keys of expectations.
 *     etcd's default is 1.5 MiB
 */
public record EngineLimits(int operations, int bytes) {

    /** The fewest operations: the largest look-up reads 64 records, the state, and two values of the change feed. */
    public static final int FEWEST_OPERATIONS = StoreLimits.MAX_IDS + 3;

    /** The fewest bytes: two steps of a write that each insert the largest possible record. */
    public static final int FEWEST_BYTES = 2 * Sizes.LARGEST_STEP + Sizes.FEED;

    private static final int MAXIMUM_WRITES = 1_000;

    /** Of a deletion: the record, its use and its request key. */
    private static final int OPERATIONS_OF_A_STEP = 3;

    /** The entry and the end of the feed. */
    private static final int OPERATIONS_OF_THE_FEED = 2;

    /**
     * Makes limits.
     *
     * @throws IllegalArgumentException if there are fewer operations than {@value #FEWEST_OPERATIONS}, or fewer bytes than
     *     {@link #FEWEST_BYTES}
     */
    public EngineLimits {
        if (operations < FEWEST_OPERATIONS) {
            throw new IllegalArgumentException(
                    operations + " operations at once are fewer than the " + FEWEST_OPERATIONS + " of a look-up");
        }
        if (bytes < FEWEST_BYTES) {
            throw new IllegalArgumentException(
                    bytes + " bytes at once are fewer than the " + FEWEST_BYTES + " of two large records");
        }
    }

    /** {@return no limits, for example for an embedded engine} */
    public static EngineLimits none() {
        return new EngineLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /** {@return the {@link TokenStore#maximumWrites()} that always fits; at most 1,000} */
    int maximumWrites() {
        int byOperations = (operations - OPERATIONS_OF_THE_FEED) / OPERATIONS_OF_A_STEP;
        int byBytes = (bytes - Sizes.FEED) / Sizes.LARGEST_STEP;
        return Math.min(MAXIMUM_WRITES, Math.min(byOperations, byBytes));
    }

    /** {@return how many uses always fit in one commit: each reads two keys and writes one} */
    int maximumUses() {
        return Math.min(StoreLimits.MAX_USES, Math.min(operations / 2, bytes / Sizes.LARGEST_USE));
    }

    /** {@return how many values of the feed one commit may delete} */
    int maximumTrim() {
        return Math.min(MAXIMUM_WRITES, Math.min(operations, bytes / Sizes.FEED));
    }
}
