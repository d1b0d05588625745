package dev.latchkey;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Snapshot;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Passes every call on to a {@link FakeStore}; a test overrides the call in question. */
public class DelegatingStore implements TokenStore, ChangeFeed {

    private final FakeStore delegate;

    public DelegatingStore(FakeStore delegate) {
        this.delegate = delegate;
    }

    final FakeStore delegate() {
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
    public Changes changesSince(@Nullable FeedPosition position, int limit) {
        return delegate.changesSince(position, limit);
    }

    @Override
    public int trim(Instant before, int limit) {
        return delegate.trim(before, limit);
    }
}
