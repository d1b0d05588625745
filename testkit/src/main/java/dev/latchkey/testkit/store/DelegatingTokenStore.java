package dev.latchkey.testkit.store;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.JoinsCallerTransactions;
import dev.latchkey.port.ReplicaLookUps;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.StoreDecorator;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.Write;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenUse;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Delegates every call to another store. A subclass overrides the methods that it counts, delays, or lets fail.
 *
 * <p>The convenience methods of the interfaces, such as {@link #position} and {@link #find(TokenId)}, call the methods here, so
 * that they need no override.
 *
 * <p>As thread-safe as the other store.
 *
 * @param <S> the other store's class
 */
public class DelegatingTokenStore<S extends TokenStore & ChangeFeed>
        implements StoreDecorator, ChangeFeed, JoinsCallerTransactions, ReplicaLookUps {

    private final S delegate;

    /**
     * Creates a store that delegates every call.
     *
     * @param delegate the other store
     */
    public DelegatingTokenStore(S delegate) {
        this.delegate = Objects.requireNonNull(delegate, "delegate");
    }

    /**
     * {@return the other store, through which capabilities are found that this class does not delegate, such as a
     * durable trail}
     */
    @Override
    public final TokenStore decorated() {
        return delegate;
    }

    /** {@return the other store} */
    protected final S delegate() {
        return delegate;
    }

    @Override
    public Snapshot findCommitted(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
        return delegate.findCommitted(ids, notBefore);
    }

    @Override
    public Snapshot find(Set<TokenId> ids) {
        return delegate.find(ids);
    }

    @Override
    public boolean write(List<Write> writes) {
        return delegate.write(writes);
    }

    @Override
    public int maximumWrites() {
        return delegate.maximumWrites();
    }

    @Override
    public TokenPage list(TokenQuery query) {
        return delegate.list(query);
    }

    @Override
    public Map<TokenId, TokenUse> findUses(Set<TokenId> ids) {
        return delegate.findUses(ids);
    }

    @Override
    public void recordUse(Collection<TokenUse> uses) {
        delegate.recordUse(uses);
    }

    @Override
    public void afterCommit(Runnable action) {
        JoinsCallerTransactions joins = StoreDecorator.capability(delegate, JoinsCallerTransactions.class);
        if (joins == null) {
            action.run();
        } else {
            joins.afterCommit(action);
        }
    }

    @Override
    public boolean lookUpsMayLag() {
        ReplicaLookUps replica = StoreDecorator.capability(delegate, ReplicaLookUps.class);
        return replica != null && replica.lookUpsMayLag();
    }

    @Override
    public Changes changesSince(@Nullable FeedPosition position, int limit) {
        return delegate.changesSince(position, limit);
    }

    @Override
    public int trim(Instant before, int limit) {
        return delegate.trim(before, limit);
    }
}
