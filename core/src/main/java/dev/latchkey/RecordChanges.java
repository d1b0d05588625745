package dev.latchkey;

import dev.latchkey.port.StoreState;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Changes a record as others may at the same time: reads, changes, writes if the version is still the same, or begins again. */
final class RecordChanges {

    private static final int MAXIMUM_TRIES = 20;

    private final TokenStore store;
    private final TokenSource source;

    RecordChanges(TokenStore store, TokenSource source) {
        this.store = store;
        this.source = source;
    }

    /**
     * {@return the record as it is after the change, or empty if there is none of that id}
     *
     * @param change gives the next version, or the same record if there is nothing to change
     */
    Optional<TokenRecord> change(TokenId id, UnaryOperator<TokenRecord> change) {
        for (int i = 0; i < MAXIMUM_TRIES; i++) {
            Optional<TokenRecord> found = store.find(id);
            if (found.isEmpty()) {
                return found;
            }
            TokenRecord next = change.apply(found.get());
            if (next.version() == found.get().version()) {
                return found;
            }
            if (store.update(next)) {
                source.forget(id);
                return Optional.of(next);
            }
        }
        throw new TokenStoreException("token " + id + " was changed by others " + MAXIMUM_TRIES + " times in a row");
    }

    /** {@return what the store holds for all tokens, after the change} */
    StoreState changeState(UnaryOperator<StoreState> change) {
        for (int i = 0; i < MAXIMUM_TRIES; i++) {
            StoreState found = store.findCommitted(Set.of()).state();
            StoreState next = change.apply(found);
            if (next.version() == found.version()) {
                return found;
            }
            if (store.updateState(next)) {
                source.forgetAll();
                return next;
            }
        }
        throw new TokenStoreException("the store's state was changed by others " + MAXIMUM_TRIES + " times in a row");
    }
}
