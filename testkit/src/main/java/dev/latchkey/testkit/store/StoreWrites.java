package dev.latchkey.testkit.store;

import dev.latchkey.port.TokenStore;
import dev.latchkey.port.Write;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenRecord;
import java.util.List;

/**
 * The usual writes of one or two steps, for tests of stores.
 *
 * <p>If a step needs the value that was read, it is derived from the new value, with the version before.
 */
public final class StoreWrites {

    private StoreWrites() {}

    /**
     * {@return whether a new record was written}
     *
     * @param store the store
     * @param record the record
     */
    public static boolean insert(TokenStore store, TokenRecord record) {
        return store.write(List.of(new Write.Insert(record)));
    }

    /**
     * {@return whether the next version of a record was written}
     *
     * @param store the store
     * @param next the record, of version 2 or later
     */
    public static boolean update(TokenStore store, TokenRecord next) {
        return store.write(List.of(updateTo(next)));
    }

    /**
     * {@return the step that writes the next version of a record}
     *
     * @param next the record, of version 2 or later
     */
    public static Write updateTo(TokenRecord next) {
        return new Write.Update(next.toBuilder().version(next.version() - 1).build(), next);
    }

    /**
     * {@return whether a record was retired and its successor inserted}
     *
     * @param store the store
     * @param retired the next version of a stored record
     * @param successor a new record
     */
    public static boolean replace(TokenStore store, TokenRecord retired, TokenRecord successor) {
        return store.write(List.of(updateTo(retired), new Write.Insert(successor)));
    }

    /**
     * {@return whether the next version of the state was written}
     *
     * @param store the store
     * @param next the state, of version 1 or later
     */
    public static boolean updateState(TokenStore store, StoreState next) {
        return store.write(List.of(stateTo(next)));
    }

    /**
     * {@return the step that writes the next version of the state}
     *
     * @param next the state, of version 1 or later
     */
    public static Write stateTo(StoreState next) {
        return new Write.State(
                new StoreState(
                        next.version() - 1,
                        next.rejectIssuedBefore(),
                        next.revocationBound(),
                        next.usesRecordedSince()),
                next);
    }

    /**
     * {@return whether a record was deleted}
     *
     * @param store the store
     * @param held the record as it was read
     */
    public static boolean delete(TokenStore store, TokenRecord held) {
        return store.write(List.of(new Write.Delete(held)));
    }
}
