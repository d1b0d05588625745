package dev.latchkey.lease;

import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.ReplicaLookUps;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.StoreDecorator;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads tokens for the cache, never older than the change feed's position, and counts how often the store was behind.
 *
 * @param <T> the type that records are converted to
 */
public final class PositionedReads<T> implements RecordLoader.Reader<T> {

    private static final System.Logger LOG = System.getLogger("dev.latchkey");

    private final TokenStore store;
    private final BiFunction<TokenRecord, StoreState, T> form;
    private final @Nullable Heartbeats heartbeats;
    private final boolean replica;
    private final LongAdder behind = new LongAdder();
    private final AtomicBoolean warned = new AtomicBoolean();

    /**
     * Makes a reader.
     *
     * @param store where records are kept
     * @param form converts a record, and the store's state of the same moment, to what is cached
     */
    public PositionedReads(TokenStore store, BiFunction<TokenRecord, StoreState, T> form) {
        this(store, form, null);
    }

    /**
     * Makes a reader that reads without a lease only if the store takes heartbeats.
     *
     * @param store where records are kept
     * @param form as above
     * @param heartbeats asked before a read without a lease; null to read without
     */
    public PositionedReads(
            TokenStore store, BiFunction<TokenRecord, StoreState, T> form, @Nullable Heartbeats heartbeats) {
        this.store = store;
        this.form = form;
        this.heartbeats = heartbeats;
        ReplicaLookUps look = StoreDecorator.capability(store, ReplicaLookUps.class);
        this.replica = look != null && look.lookUpsMayLag();
    }

    BiFunction<TokenRecord, StoreState, T> form() {
        return form;
    }

    @Override
    public Map<TokenId, T> read(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
        FeedPosition reached = notBefore == null ? withoutLease() : notBefore;
        Snapshot snapshot = store.findCommitted(ids, reached);
        if (snapshot.behind()) {
            behind.increment();
            if (warned.compareAndSet(false, true)) {
                LOG.log(
                        Level.WARNING,
                        "the records come from a database that is behind the feed; each read that finds it behind is"
                                + " repeated where the feed is read");
            }
        }
        return formed(snapshot, ids);
    }

    private Map<TokenId, T> formed(Snapshot snapshot, Set<TokenId> ids) {
        Map<TokenId, T> formed = new HashMap<>();
        for (TokenId id : ids) {
            T token = TokenSource.formed(snapshot, id, form);
            if (token != null) {
                formed.put(id, token);
            }
        }
        return formed;
    }

    /** A replica could be behind what was read before at the primary, which a store reads if there is no position. */
    private @Nullable FeedPosition withoutLease() {
        FeedPosition proven = heartbeats == null ? null : heartbeats.require();
        return replica ? null : proven;
    }

    /** {@return how many reads were repeated} */
    public long behind() {
        return behind.sum();
    }
}
