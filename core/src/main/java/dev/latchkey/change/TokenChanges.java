package dev.latchkey.change;

import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.port.Write;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The one way in which a stored token or the store's state changes. Optimistic update: read, modify, compare-and-set, retry.
 *
 * <p>Thread-safe.
 */
public final class TokenChanges {

    private static final int MAXIMUM_TRIES = 20;

    private final TokenStore store;
    private final Listener listener;

    /**
     * Makes the way to change what is in a store.
     *
     * @param store where records are kept
     * @param listener is notified of each change of this node's
     */
    public TokenChanges(TokenStore store, Listener listener) {
        this.store = store;
        this.listener = listener;
    }

    /** Is notified of what this node changed, in the thread that did, within the caller's transaction if there is one. */
    public interface Listener {

        /**
         * A token's record changed, or may have: the outcome of the write can be unknown.
         *
         * @param id the token
         */
        void tokenChanged(TokenId id);

        /** The store's state changed. */
        void stateChanged();
    }

    /**
     * A record before and after, equal if nothing had to be changed, and the store's state when it was read.
     *
     * @param before what was read
     * @param after what is stored now
     * @param state the store's state, of the moment when the record was read
     */
    public record RecordChange(TokenRecord before, TokenRecord after, StoreState state) {

        /** {@return whether this call changed the record} */
        public boolean changed() {
            return before.version() != after.version();
        }
    }

    /**
     * Changes a record.
     *
     * @param id the token
     * @param visible whether the caller may see the record; to others it does not exist
     * @param change returns the next version, or the same record if there is nothing to change
     * @return the record before and after, or empty if no visible record has that id
     */
    public Optional<RecordChange> change(
            TokenId id, Predicate<TokenRecord> visible, UnaryOperator<TokenRecord> change) {
        for (int i = 0; i < MAXIMUM_TRIES; i++) {
            Snapshot found = store.find(Set.of(id));
            TokenRecord before = found.record(id);
            if (before == null || !visible.test(before)) {
                return Optional.empty();
            }
            TokenRecord after = change.apply(before);
            if (after.version() == before.version()) {
                return Optional.of(new RecordChange(before, before, found.state()));
            }
            if (write(List.of(new Write.Update(before, after)))) {
                return Optional.of(new RecordChange(before, after, found.state()));
            }
        }
        throw new TokenStoreException("token " + id + " was changed by others " + MAXIMUM_TRIES + " times in a row");
    }

    /**
     * Changes the store's state.
     *
     * @param change returns the next version, or the same state if there is nothing to change
     * @return the state after the change
     */
    public StoreState changeState(UnaryOperator<StoreState> change) {
        for (int i = 0; i < MAXIMUM_TRIES; i++) {
            // The caller's transaction may see an old snapshot, and its writes what is committed now.
            StoreState before = i == 0 ? state() : store.findCommitted(Set.of()).state();
            StoreState after = change.apply(before);
            if (after.version() == before.version()) {
                return before;
            }
            if (write(List.of(new Write.State(before, after)))) {
                return after;
            }
        }
        throw new TokenStoreException("the store's state was changed by others " + MAXIMUM_TRIES + " times in a row");
    }

    /** {@return the store's state, with what the caller's transaction changed of it} */
    public StoreState state() {
        return store.find(Set.of()).state();
    }

    /**
     * Stores a new record. Nobody caches the absence of a token, so nobody is notified.
     *
     * @param record the record
     * @return whether it is stored; false if its id exists
     */
    public boolean insert(TokenRecord record) {
        return write(List.of(new Write.Insert(record)));
    }

    /**
     * Replaces the hash of a record that was read, if it is still the same: one that was changed meanwhile, revoked for
     * example, stays as it is. It is tried once.
     *
     * @param read the record
     * @param next another hash of the same secret
     */
    public void renewHash(TokenRecord read, SecretHash next) {
        TokenRecord renewed = read.withHash(next);
        if (renewed.version() == read.version()) {
            return;
        }
        try {
            store.write(List.of(new Write.Update(read, renewed)));
        } finally {
            listener.tokenChanged(read.id());
        }
    }

    /**
     * Writes all of these steps or none, and notifies of what they changed.
     *
     * @param writes the steps, at most as many as the store takes at once
     * @return whether they were written; false if the store does not hold any more what one of them expects
     */
    boolean write(List<Write> writes) {
        if (!store.write(writes)) {
            return false;
        }
        for (Write write : writes) {
            TokenId changed = write.changed();
            if (changed != null) {
                listener.tokenChanged(changed);
            }
            if (write instanceof Write.State) {
                listener.stateChanged();
            }
        }
        return true;
    }
}
