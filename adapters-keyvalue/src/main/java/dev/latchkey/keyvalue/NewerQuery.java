package dev.latchkey.keyvalue;

import java.util.Set;

/**
 * A query for the values of a range that are newer than a revision.
 *
 * @param keys further keys whose values are read at the same moment; at most three
 * @param range the range
 * @param after the revision; only values of later ones are returned. 0 for all
 * @param limit the maximum number of values of the range, 1 to 1,000; those of the earliest revisions are returned
 */
public record NewerQuery(Set<String> keys, KeyRange range, long after, int limit) {

    public NewerQuery {
        keys = Set.copyOf(keys);
    }

    /**
     * Keys from one, inclusive, to another, exclusive.
     *
     * @param from the first key
     * @param to the key after the last; greater than {@code from}
     */
    public record KeyRange(String from, String to) {}
}
