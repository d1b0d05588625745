package dev.latchkey.port;

import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records and the store's state as they were at one moment.
 *
 * @param records the records that exist, by id
 * @param state the state of the store
 * @param behind whether the store was found to be behind the requested position of its change feed, so that this was read
 *     in a second attempt, from where the feed is read
 */
public record Snapshot(Map<TokenId, TokenRecord> records, StoreState state, boolean behind) {

    public Snapshot {
        records = Map.copyOf(records);
    }

    /**
     * Creates a snapshot that was read at the first attempt.
     *
     * @param records the records that exist, by id
     * @param state the state of the store
     */
    public Snapshot(Map<TokenId, TokenRecord> records, StoreState state) {
        this(records, state, false);
    }

    /** {@return the same snapshot, read in a second attempt because the first one found the store behind} */
    public Snapshot readFromFeedSource() {
        return new Snapshot(records, state, true);
    }

    /**
     * {@return the record, or null if it does not exist}
     *
     * @param id one of the requested ids
     */
    public @Nullable TokenRecord record(TokenId id) {
        return records.get(id);
    }
}
