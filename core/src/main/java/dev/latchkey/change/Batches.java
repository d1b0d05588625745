package dev.latchkey.change;

import dev.latchkey.port.StoreLimits;
import dev.latchkey.token.TokenRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Divides records into batches of one write each: by their number, and by the length of their text.
 *
 * <p>The records of a batch are in the order of their ids, independently of the list they come from: nodes that write the same
 * records at the same time lock them in one order, so they wait for each other and do not deadlock.
 */
final class Batches {

    /** Keeps the transaction, and so its locks, short. */
    private static final int MOST_AT_ONCE = 500;

    private Batches() {}

    /**
     * {@return the records in batches: the first ones in the first batch, each batch ordered by id}
     *
     * @param records the records
     * @param maximumWrites how many steps the store writes at once
     */
    static List<List<TokenRecord>> of(List<TokenRecord> records, int maximumWrites) {
        int most = Math.min(maximumWrites, MOST_AT_ONCE);
        List<List<TokenRecord>> batches = new ArrayList<>();
        List<TokenRecord> batch = new ArrayList<>();
        int length = 0;
        for (TokenRecord record : records) {
            if (!batch.isEmpty() && (batch.size() == most || length + record.textLength() > StoreLimits.MAX_TEXT)) {
                batches.add(ordered(batch));
                batch = new ArrayList<>();
                length = 0;
            }
            batch.add(record);
            length += record.textLength();
        }
        if (!batch.isEmpty()) {
            batches.add(ordered(batch));
        }
        return batches;
    }

    private static List<TokenRecord> ordered(List<TokenRecord> batch) {
        batch.sort(Comparator.comparing(TokenRecord::id));
        return batch;
    }
}
