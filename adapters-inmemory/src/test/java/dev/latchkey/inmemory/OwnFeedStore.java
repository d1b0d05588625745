package dev.latchkey.inmemory;

import dev.latchkey.port.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.TokenPage.Entry;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Correct as well, with a feed of its own beside the records: what a subclass can leave out of it, or put in too much. */
class OwnFeedStore extends DelegatingStore {

    final FeedLog feed = new FeedLog(InstantSource.system());
    /** Every position that there ever was, by its number. */
    final List<FeedPosition> positions = new ArrayList<>(List.of(feed.position()));

    OwnFeedStore() {}

    OwnFeedStore(InMemoryTokenStore right) {
        super(right);
    }

    void append(@Nullable TokenId token) {
        feed.append(token);
        positions.add(feed.position());
    }

    // Not synchronized: a look-up waits for nobody.
    @Override
    public Snapshot findCommitted(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
        if (notBefore != null && isBehind(notBefore)) {
            throw new TokenStoreException("the store is behind entry " + notBefore.sequence());
        }
        return right.findCommitted(ids);
    }

    private synchronized boolean isBehind(FeedPosition position) {
        return feed.isBehind(position);
    }

    @Override
    public synchronized boolean update(TokenRecord next) {
        boolean written = right.update(next);
        if (written) {
            append(next.id());
        }
        return written;
    }

    @Override
    public synchronized boolean replace(TokenRecord retired, TokenRecord successor) {
        boolean written = right.replace(retired, successor);
        if (written) {
            append(retired.id());
        }
        return written;
    }

    @Override
    public synchronized boolean updateState(StoreState next) {
        boolean written = right.updateState(next);
        if (written) {
            append(null);
        }
        return written;
    }

    @Override
    public synchronized int deleteEnded(Instant before, int limit) {
        Set<TokenId> gone = new HashSet<>(ids());
        int deleted = right.deleteEnded(before, limit);
        gone.removeAll(ids());
        gone.forEach(this::append);
        return deleted;
    }

    private List<TokenId> ids() {
        return all(TokenQuery.all()).stream()
                .map(Entry::record)
                .map(TokenRecord::id)
                .toList();
    }

    @Override
    public synchronized FeedPosition position() {
        return feed.position();
    }

    @Override
    public synchronized Changes changesSince(FeedPosition position, int limit) {
        // What the feed of the right store says matters for its checks of the limit alone.
        right.changesSince(position, limit);
        return feed.since(position, limit);
    }

    @Override
    public synchronized int trim(Instant before, int limit) {
        Instant time = StoreLimits.requireTime(before);
        right.trim(Instant.EPOCH, limit);
        return feed.trim(time, limit);
    }
}
