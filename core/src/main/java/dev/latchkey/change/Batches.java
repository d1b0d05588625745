package dev.latchkey.change;

import dev.latchkey.port.StoreLimits;
import dev.latchkey.token.TokenRecord;
import java.util.ArrayList;
import java.util.List;

/** Divides records into batches of one write each: by their number, and by the length of their text. */
final class Batches {

    /** Keeps the transaction, and so its locks, short. */
    private static final int MOST_AT_ONCE = 500;

    private Batches() {}

    /**
     * {@return the records in their order, in batches}
     *
     * @param maximumWrites how many steps the store writes at once
     */
    static List<List<TokenRecord>> of(List<TokenRecord> records, int maximumWrites) {
        int most = Math.min(maximumWrites, MOST_AT_ONCE);
        List<List<TokenRecord>> batches = new ArrayList<>();
        List<TokenRecord> batch = new ArrayList<>();
        int length = 0;
        for (TokenRecord record : records) {
            if (!batch.isEmpty() && (batch.size() == most || length + record.textLength() > StoreLimits.MAX_TEXT)) {
                batches.add(batch);
                batch = new ArrayList<>();
                length = 0;
            }
            batch.add(record);
            length += record.textLength();
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }
}
