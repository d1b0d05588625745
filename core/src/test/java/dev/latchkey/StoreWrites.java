package dev.latchkey;

import dev.latchkey.port.TokenStore;
import dev.latchkey.port.Write;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenRecord;
import java.util.List;

/** Writes of one step, past the library; what was read is derived from what is to be written. */
public final class StoreWrites {

    private StoreWrites() {}

    public static boolean insert(TokenStore store, TokenRecord record) {
        return store.write(List.of(new Write.Insert(record)));
    }

    public static boolean update(TokenStore store, TokenRecord next) {
        TokenRecord held = next.toBuilder().version(next.version() - 1).build();
        return store.write(List.of(new Write.Update(held, next)));
    }

    public static boolean updateState(TokenStore store, StoreState next) {
        StoreState held = new StoreState(
                next.version() - 1, next.rejectIssuedBefore(), next.revocationBound(), next.usesRecordedSince());
        return store.write(List.of(new Write.State(held, next)));
    }
}
