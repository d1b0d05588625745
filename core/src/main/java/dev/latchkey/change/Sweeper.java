package dev.latchkey.change;

import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.Write;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Direction;
import dev.latchkey.token.TokenQuery.Order;
import dev.latchkey.token.TokenRecord;
import java.time.Instant;
import java.util.List;

/**
 * Deletes records of tokens that ended, earliest first, in batches.
 *
 * <p>A record that was changed meanwhile is left to the next sweep; one that cannot be read is left to an operator.
 */
public final class Sweeper {

    private final TokenStore store;
    private final TokenChanges changes;

    /**
     * Makes a sweeper.
     *
     * @param store lists the tokens
     * @param changes deletes them
     */
    public Sweeper(TokenStore store, TokenChanges changes) {
        this.store = store;
        this.changes = changes;
    }

    /**
     * {@return how many records were deleted}
     *
     * @param before tokens that ended strictly before this are deleted; within 1970 to 9999, sub-millisecond precision
     *     is truncated
     * @throws IllegalArgumentException if it is out of that range
     */
    public long sweep(Instant before) {
        Instant time = TokenRecord.requireTime("before", before);
        TokenQuery query =
                TokenQuery.all().orderedBy(Order.END, Direction.ASCENDING).limit(TokenQuery.MAX_LIMIT);
        long deleted = 0;
        while (true) {
            TokenPage page = store.list(query);
            List<TokenRecord> ended = page.entries().stream()
                    .map(TokenPage.Entry::record)
                    .takeWhile(record -> endedBefore(record, time))
                    .toList();
            for (List<TokenRecord> batch : Batches.of(ended, store.maximumWrites())) {
                deleted += delete(batch);
            }
            if (page.next() == null || ended.size() < page.entries().size()) {
                return deleted;
            }
            query = query.after(page.next());
        }
    }

    private static boolean endedBefore(TokenRecord record, Instant time) {
        Instant end = record.lifecycle().endsAt();
        return end != null && end.isBefore(time);
    }

    private int delete(List<TokenRecord> batch) {
        if (changes.write(batch.stream().<Write>map(Write.Delete::new).toList())) {
            return batch.size();
        }
        return (int) batch.stream()
                .filter(record -> changes.write(List.of(new Write.Delete(record))))
                .count();
    }
}
