package dev.latchkey.change;

import dev.latchkey.port.TokenStore;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The store's statement since when every node records uses, which is checked when a node starts. */
public final class UsesStatement {

    private final TokenStore store;
    private final TokenChanges changes;

    /**
     * Creates the check for a store.
     *
     * @param store the store
     * @param changes changes its state
     */
    public UsesStatement(TokenStore store, TokenChanges changes) {
        this.store = store;
        this.changes = changes;
    }

    /**
     * States that uses are recorded, unless that is stated already.
     *
     * @param now from when on
     * @throws IllegalStateException if it is stated only in the caller's transaction, which is not committed
     */
    public void makeTrue(Instant now) {
        if (recordedSince() == null) {
            changes.changeState(state -> state.usesRecordedSince() == null ? state.withUsesRecordedSince(now) : state);
            if (recordedSince() == null) {
                throw new IllegalStateException("that uses are recorded was written in the caller's transaction, which"
                        + " is not committed; build the access tokens outside of a transaction");
            }
        }
    }

    /**
     * Verifies that no node states that all record.
     *
     * @throws IllegalStateException if one does
     */
    public void requireNone() {
        Instant since = recordedSince();
        if (since != null) {
            throw new IllegalStateException("the store states that every node records uses since " + since
                    + ", and this node would not: set recordingUses(), or by name notRecordingUses(), which ends that"
                    + " statement");
        }
    }

    /** Ends the statement, because this node does not record. */
    public void end() {
        if (recordedSince() != null) {
            changes.changeState(state -> state.withoutUsesRecorded());
        }
    }

    private @Nullable Instant recordedSince() {
        return store.findCommitted(Set.of()).state().usesRecordedSince();
    }
}
