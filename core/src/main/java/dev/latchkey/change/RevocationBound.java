package dev.latchkey.change;

import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenStore;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The bound of all nodes, which is recorded in the store, and this node's own bound. */
public final class RevocationBound {

    private final TokenStore store;
    private final TokenChanges changes;
    private final Duration own;

    /**
     * Creates the bound of a node.
     *
     * @param store where the bound of all nodes is recorded
     * @param changes records it
     * @param own the bound of this node
     */
    public RevocationBound(TokenStore store, TokenChanges changes, Duration own) {
        this.store = store;
        this.changes = changes;
        this.own = own;
    }

    /**
     * Verifies at the start that this node may run.
     *
     * @param notBefore the end of the feed, which the state that is read must not be older than
     * @throws IllegalStateException if the recorded bound is shorter than this node's, or this node's bound cannot be
     *     recorded because the caller's transaction is not committed
     */
    public void requireAllowed(FeedPosition notBefore) {
        Duration recorded = recorded(notBefore);
        if (recorded.compareTo(own) < 0) {
            throw new IllegalStateException("this node would cache records for up to " + own
                    + " after a revocation, and the store has " + recorded
                    + " recorded as the bound of all nodes; lower this node's bound, or raise the recorded one first");
        }
    }

    /**
     * {@return how long this node may cache records now: its own bound, or the recorded one if that was lowered since}
     *
     * @param notBefore the position of the feed that reported the change, which the state that is read must not be older than
     */
    public Duration inForce(FeedPosition notBefore) {
        Duration recorded = recorded(notBefore);
        return recorded.compareTo(own) < 0 ? recorded : own;
    }

    /**
     * {@return the recorded bound; if none is recorded, this node's own is recorded first, so that others can rely on
     * it}
     */
    private Duration recorded(FeedPosition notBefore) {
        Duration recorded = committed(notBefore);
        if (recorded == null) {
            changes.changeState(state -> state.revocationBound() == null ? state.withRevocationBound(own) : state);
            recorded = committed(notBefore);
        }
        if (recorded == null) {
            throw new IllegalStateException(
                    "the revocation bound was recorded in the caller's transaction, which is not"
                            + " committed, so other nodes cannot rely on it; build the access tokens outside of a transaction");
        }
        return recorded;
    }

    private @Nullable Duration committed(FeedPosition notBefore) {
        return store.findCommitted(Set.of(), notBefore).state().revocationBound();
    }
}
