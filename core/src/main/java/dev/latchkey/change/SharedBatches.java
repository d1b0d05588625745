package dev.latchkey.change;

import dev.latchkey.port.TokenStore;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Writes many records in batches while other nodes may be writing the same ones.
 *
 * <p>Each batch is one transaction, which is refused if one of its records is not as it was read. So each record is
 * written, and counted, by one node. A node whose batch is refused reads which of the records are unchanged, and writes
 * these. Each node goes through the batches in an order of its own, so nodes that read the same page rarely meet.
 *
 * <p>After each batch but the last one of a page it pauses for as long as the batch took: there is no hurry, and
 * verifications, which use the same database, are delayed less.
 */
final class SharedBatches {

    /** Fewer than a bulk revocation writes at once: other writers wait while a batch commits. */
    private static final int MOST_AT_ONCE = 200;

    private static final int MAXIMUM_TRIES = 5;

    private static final long LONGEST_PAUSE_NANOS = 1_000_000_000;

    private final TokenStore store;
    private final BooleanSupplier continues;
    private final LongSupplier nanoTime;
    private final LongConsumer pause;

    /** @param continues is asked before each batch; if it returns false, the rest is not written */
    SharedBatches(TokenStore store, BooleanSupplier continues) {
        this(store, continues, System::nanoTime, LockSupport::parkNanos);
    }

    /**
     * @param nanoTime measures how long a batch took
     * @param pause waits for that many nanoseconds, or less
     */
    SharedBatches(TokenStore store, BooleanSupplier continues, LongSupplier nanoTime, LongConsumer pause) {
        this.store = store;
        this.continues = continues;
        this.nanoTime = nanoTime;
        this.pause = pause;
    }

    /** Writes some of the records in one transaction. */
    interface Step {

        /** {@return whether they were written; false if one of them is not as it was read} */
        boolean write(List<TokenRecord> records);
    }

    boolean continues() {
        return continues.getAsBoolean();
    }

    /** {@return how many were written; the others were changed or deleted since they were read} */
    int write(List<TokenRecord> records, Step step) {
        List<List<TokenRecord>> batches =
                new ArrayList<>(Batches.of(records, Math.min(store.maximumWrites(), MOST_AT_ONCE)));
        Collections.shuffle(batches);
        int written = 0;
        long lastTook = 0;
        for (List<TokenRecord> batch : batches) {
            pause.accept(Math.min(lastTook, LONGEST_PAUSE_NANOS));
            if (continues()) {
                long begin = nanoTime.getAsLong();
                written += writeUnchanged(batch, step);
                lastTook = nanoTime.getAsLong() - begin;
            }
        }
        return written;
    }

    private int writeUnchanged(List<TokenRecord> batch, Step step) {
        List<TokenRecord> left = batch;
        for (int tries = 0; tries < MAXIMUM_TRIES && !left.isEmpty(); tries++) {
            if (step.write(left)) {
                return left.size();
            }
            left = unchanged(left);
        }
        return 0;
    }

    private List<TokenRecord> unchanged(List<TokenRecord> records) {
        Map<TokenId, TokenRecord> present = new HashMap<>();
        IdBatches.of(records.stream().map(TokenRecord::id).toList())
                .forEach(batch -> present.putAll(store.find(batch).records()));
        return records.stream().filter(read -> isUnchanged(read, present)).toList();
    }

    private static boolean isUnchanged(TokenRecord read, Map<TokenId, TokenRecord> present) {
        TokenRecord now = present.get(read.id());
        return now != null && now.version() == read.version();
    }
}
