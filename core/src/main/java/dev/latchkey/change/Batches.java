package dev.latchkey.change;

import dev.latchkey.port.StoreLimits;
import dev.latchkey.token.TokenRecord;
import java.util.ArrayList;
import java.util.List;

/** Cuts records into batches that a store writes at once: by their number, and by the length of their text. */
final class Batches {

    /** So that a write of many is a short transaction too, and nobody waits long for its locks. */
    private static final int MOST_AT_ONCE = 500;

    private Batches() {}

    /**
     * {@return the records in their order, in batches}
     *
     * @param maximumWrites how many a store writes at once
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
