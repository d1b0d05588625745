package dev.latchkey.keyvalue;

import java.util.SortedMap;
import java.util.function.BiPredicate;

/** Iterates over the keys with a prefix, in order, batch by batch. */
final class Scan {

    static final int LARGEST_BATCH = 1_000;

    private Scan() {}

    /** {@return the size of a batch, for a maximum number of keys} */
    static int batch(long wanted) {
        return (int) Math.min(LARGEST_BATCH, wanted);
    }

    /**
     * Visits keys and values until there are no more, or the visitor returns false.
     *
     * @param after the key to begin after; the prefix itself for all keys
     * @param batch how many keys to read at once
     */
    static void of(
            OpenEngine engine, String prefix, String after, int batch, BiPredicate<String, StoredValue> visitor) {
        String last = after;
        while (true) {
            SortedMap<String, StoredValue> values = engine.scan(prefix, last, batch);
            for (var value : values.entrySet()) {
                if (!visitor.test(value.getKey(), value.getValue())) {
                    return;
                }
            }
            if (values.isEmpty()) {
                return;
            }
            last = values.lastKey();
        }
    }
}
