package dev.latchkey.change;

import dev.latchkey.change.Trail.Deed;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.port.Write;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TrailEntry.Act;
import dev.latchkey.token.TrailEntry.Action;
import dev.latchkey.token.TrailPage;
import dev.latchkey.token.TrailQuery;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Makes all changes of stored tokens and the store's state. Optimistic update: read, modify, compare-and-set, retry.
 *
 * <p>Thread-safe.
 */
public final class TokenChanges {

    private static final int MAXIMUM_TRIES = 20;

    private final TokenStore store;
    private final Trail trail;
    private final CombinedWrites combined;
    private final Listener listener;
    private final TokenEvents events;

    /**
     * Creates an instance for a store.
     *
     * @param store where records are kept
     * @param trail records changes of tokens
     * @param listener is notified of each change by this node
     * @param events sends changes of tokens to the host's listeners
     */
    public TokenChanges(TokenStore store, Trail trail, Listener listener, TokenEvents events) {
        this.store = store;
        this.trail = trail;
        this.combined = new CombinedWrites(store, trail);
        this.listener = listener;
        this.events = events;
    }

    /** Is notified of changes by this node, in the changing thread, within the caller's transaction if there is one. */
    public interface Listener {

        /** Does nothing. */
        Listener NONE = new Listener() {
            @Override
            public void tokenChanged(TokenId id) {}

            @Override
            public void stateChanged() {}
        };

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
     * @param visible whether the caller may see the record; otherwise it is treated as absent
     * @param act who does what, and why
     * @param change returns the next version, or the same record if there is nothing to change
     * @return the record before and after, or empty if no visible record has that id
     */
    public Optional<RecordChange> change(
            TokenId id, Predicate<TokenRecord> visible, Act act, UnaryOperator<TokenRecord> change) {
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
            Deed deed = Deed.changed(before, after, act);
            if (combined.write(deed)) {
                carriedOut(List.of(deed), List.of());
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
            // The caller's transaction may read an old snapshot, while its writes see what is committed now.
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

    /** {@return the store's state, including changes by the caller's transaction} */
    public StoreState state() {
        return store.find(Set.of()).state();
    }

    /**
     * {@return one page of the durable trail}
     *
     * @param query which entries
     * @throws IllegalStateException if no trail is kept
     */
    public TrailPage trail(TrailQuery query) {
        return trail.page(query);
    }

    /**
     * {@return the record that was issued under a request key, or empty if it does not exist}
     *
     * @param owner the owner
     * @param requestKey the key
     * @throws TokenStoreException also if it exists but cannot be read
     */
    public Optional<TokenRecord> findRequest(String owner, String requestKey) {
        TokenPage page = store.list(TokenQuery.all().ownedBy(owner).requestedAs(requestKey));
        if (!page.unreadable().isEmpty()) {
            throw new TokenStoreException(
                    "token " + page.unreadable().get(0).id() + ", which was issued for this request, cannot be read");
        }
        return page.entries().stream().map(TokenPage.Entry::record).findFirst();
    }

    /**
     * Stores a new record. The absence of a token is never cached, so the listener is not notified.
     *
     * @param record the record
     * @param act who issues it
     * @return whether it is stored; false if its id, or its request key of that owner, exists
     */
    public boolean insert(TokenRecord record, Act act) {
        return carryOut(List.of(Deed.issued(record, act)));
    }

    /**
     * Stores a new record and retires the one that it replaces, atomically.
     *
     * @param read the other record, as it was read
     * @param retired its next version
     * @param successor the new record
     * @param act who does it
     * @return whether it was written; false if the other record changed, or the new one's id or request key exists
     */
    public boolean replace(TokenRecord read, TokenRecord retired, TokenRecord successor, Act act) {
        return carryOut(List.of(
                Deed.changed(read, retired, act),
                Deed.issued(successor, new Act(act.at(), act.by(), Action.ISSUED, null))));
    }

    /**
     * Changes a record that was read, and another one as it is now, atomically. Does not retry.
     *
     * @param read the record, as it was read
     * @param next its next version, which the trail does not show
     * @param other the other record's id
     * @param change returns its next version, or the same record if there is nothing to change
     * @param act who changes the other record
     */
    public void changeBoth(
            TokenRecord read, TokenRecord next, TokenId other, UnaryOperator<TokenRecord> change, Act act) {
        TokenRecord before = store.find(Set.of(other)).record(other);
        TokenRecord after = before == null ? null : change.apply(before);
        Write own = new Write.Update(read, next);
        if (before == null || after == null || after.version() == before.version()) {
            write(List.of(own));
        } else {
            carryOut(List.of(Deed.changed(before, after, act)), List.of(own));
        }
    }

    /**
     * Replaces the hash of a record that was read, unless it was changed meanwhile, for example revoked. Does not
     * retry.
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
     * Makes all of these changes or none, records them in the trail, notifies the listener, and sends their events.
     *
     * @param deeds at most as many as the store writes at once
     * @return whether they were made; false if the expectation of one of them is not met any more
     */
    boolean carryOut(List<Deed> deeds) {
        return carryOut(deeds, List.of());
    }

    private boolean carryOut(List<Deed> deeds, List<Write> besides) {
        if (!trail.write(deeds, besides)) {
            return false;
        }
        carriedOut(deeds, besides);
        return true;
    }

    private void carriedOut(List<Deed> deeds, List<Write> besides) {
        notifyOf(deeds.stream().map(Deed::step).toList());
        notifyOf(besides);
        events.changed(deeds);
    }

    /**
     * Writes all of these steps or none, and notifies the listener of the changes.
     *
     * @param writes the steps, at most as many as the store takes at once
     * @return whether they were written; false if the expectation of one of them is not met any more
     */
    boolean write(List<Write> writes) {
        if (!store.write(writes)) {
            return false;
        }
        notifyOf(writes);
        return true;
    }

    private void notifyOf(List<Write> writes) {
        for (Write write : writes) {
            TokenId changed = write.changed();
            if (changed != null) {
                listener.tokenChanged(changed);
            }
            if (write instanceof Write.State) {
                listener.stateChanged();
            }
        }
    }
}
