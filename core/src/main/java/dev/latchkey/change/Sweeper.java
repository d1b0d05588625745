package dev.latchkey.change;

import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.Write;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Direction;
import dev.latchkey.token.TokenQuery.Order;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.UnreadableToken;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Deletes records of tokens that ended, earliest first, in batches; on any number of nodes at the same time.
 *
 * <p>A record that was changed meanwhile is left to the next sweep; one that cannot be read is left to an operator.
 */
public final class Sweeper {

    private final TokenStore store;
    private final TokenChanges changes;
    private final SharedBatches batches;

    /**
     * Makes a sweeper.
     *
     * @param store lists the tokens
     * @param changes deletes them
     * @param continues is asked before each batch; if it returns false, the sweep ends early
     */
    public Sweeper(TokenStore store, TokenChanges changes, BooleanSupplier continues) {
        this.store = store;
        this.changes = changes;
        this.batches = new SharedBatches(store, continues);
    }

    /**
     * The result of a sweep.
     *
     * @param deleted how many records this node deleted
     * @param unreadable how many records ended before the time and were skipped because they cannot be read
     */
    public record Swept(long deleted, long unreadable) {

        /** The result of no sweep. */
        public static final Swept NOTHING = new Swept(0, 0);
    }

    /**
     * {@return how many records were deleted}
     *
     * @param before tokens that ended strictly before this are deleted; within 1970 to 9999, sub-millisecond precision
     *     is truncated
     * @throws IllegalArgumentException if it is out of that range
     */
    public Swept sweep(Instant before) {
        Instant time = TokenRecord.requireTime("before", before);
        TokenQuery query =
                TokenQuery.all().orderedBy(Order.END, Direction.ASCENDING).limit(TokenQuery.MAX_LIMIT);
        long deleted = 0;
        long unreadable = 0;
        while (batches.continues()) {
            TokenPage page = store.list(query);
            List<TokenRecord> ended = page.entries().stream()
                    .map(TokenPage.Entry::record)
                    .takeWhile(record -> isBefore(record.lifecycle().endsAt(), time))
                    .toList();
            unreadable += page.unreadable().stream()
                    .filter(token -> endedBefore(token, time))
                    .count();
            deleted += batches.write(ended, this::delete);
            if (page.next() == null || ended.size() < page.entries().size()) {
                break;
            }
            query = query.after(page.next());
        }
        return new Swept(deleted, unreadable);
    }

    private static boolean isBefore(@Nullable Instant end, Instant time) {
        return end != null && end.isBefore(time);
    }

    private static boolean endedBefore(UnreadableToken token, Instant time) {
        return isBefore(token.expiresAt(), time) || isBefore(token.revokedAt(), time);
    }

    private boolean delete(List<TokenRecord> records) {
        return changes.write(records.stream().<Write>map(Write.Delete::new).toList());
    }
}
