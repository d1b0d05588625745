package dev.latchkey.port;

import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records and the store's state as they were at one moment.
 *
 * @param records the records that exist, by id
 * @param state the state of the store
 */
public record Snapshot(Map<TokenId, TokenRecord> records, StoreState state) {

    public Snapshot {
        records = Map.copyOf(records);
    }

    /**
     * {@return the record, or null if there was none}
     *
     * @param id one of the ids that were asked for
     */
    public @Nullable TokenRecord record(TokenId id) {
        return records.get(id);
    }
}
