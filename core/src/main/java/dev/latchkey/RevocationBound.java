package dev.latchkey;

import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.StoreState;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.TokenStoreException;
import java.time.Duration;
import java.util.Set;

/** The bound that all nodes of a store keep, which is recorded in it; and the one that this node would keep by itself. */
final class RevocationBound {

    private static final int MAXIMUM_TRIES = 20;

    private final TokenStore store;
    private final Duration own;

    RevocationBound(TokenStore store, Duration own) {
        this.store = store;
        this.own = own;
    }

    /**
     * Sees at the start that this node may run.
     *
     * @param notBefore the end of the feed, which the state that is read must not be older than
     * @throws IllegalStateException if the recorded bound is shorter than this node's
     */
    void requireAllowed(FeedPosition notBefore) {
        Duration recorded = recorded(notBefore);
        if (recorded.compareTo(own) < 0) {
            throw new IllegalStateException("this node would hold records for up to " + own
                    + " after a revocation, and the store has " + recorded
                    + " recorded as the bound of all nodes; lower this node's bound, or raise the recorded one first");
        }
    }

    /**
     * {@return how long this node may hold records now: its own bound, or the recorded one if that was lowered since}
     *
     * @param notBefore the position of the feed that reported the change, which the state that is read must not be older than
     */
    Duration inForce(FeedPosition notBefore) {
        Duration recorded = recorded(notBefore);
        return recorded.compareTo(own) < 0 ? recorded : own;
    }

    /** {@return the recorded bound; this node's own is recorded if none is, so that others can rely on it} */
    private Duration recorded(FeedPosition notBefore) {
        for (int i = 0; i < MAXIMUM_TRIES; i++) {
            StoreState state = store.findCommitted(Set.of(), notBefore).state();
            Duration recorded = state.revocationBound();
            if (recorded != null) {
                return recorded;
            }
            store.updateState(state.withRevocationBound(own));
        }
        throw new TokenStoreException("the store's state was changed by others " + MAXIMUM_TRIES + " times in a row");
    }
}
