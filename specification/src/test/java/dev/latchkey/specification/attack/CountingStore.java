package dev.latchkey.specification.attack;

import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.StoreState;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenQuery;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A store in memory that counts look-ups, sees which of one id overlap, and can be as slow as a database. */
final class CountingStore implements TokenStore, ChangeFeed {

    private final InMemoryTokenStore store = new InMemoryTokenStore();
    private final AtomicLong lookUps = new AtomicLong();
    private final AtomicInteger mostAtOnceOfOneId = new AtomicInteger();
    private final ConcurrentMap<TokenId, Integer> running = new ConcurrentHashMap<>();
    private volatile long nanosPerLookUp;

    long lookUps() {
        return lookUps.get();
    }

    int mostAtOnceOfOneId() {
        return mostAtOnceOfOneId.get();
    }

    void takeForEachLookUp(Duration time) {
        nanosPerLookUp = time.toNanos();
    }

    @Override
    public Snapshot findCommitted(Set<TokenId> ids) {
        lookUps.addAndGet(ids.size());
        ids.forEach(id -> mostAtOnceOfOneId.accumulateAndGet(running.merge(id, 1, Integer::sum), Math::max));
        try {
            spin();
            return store.findCommitted(ids);
        } finally {
            ids.forEach(id -> running.computeIfPresent(id, (key, count) -> count == 1 ? null : count - 1));
        }
    }

    /** A wait that the scheduler ends would take longer than what it stands for. */
    private void spin() {
        long end = System.nanoTime() + nanosPerLookUp;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Override
    public Optional<TokenRecord> find(TokenId id) {
        lookUps.incrementAndGet();
        return store.find(id);
    }

    @Override
    public boolean insert(TokenRecord record) {
        return store.insert(record);
    }

    @Override
    public boolean update(TokenRecord next) {
        return store.update(next);
    }

    @Override
    public boolean replace(TokenRecord retired, TokenRecord successor) {
        return store.replace(retired, successor);
    }

    @Override
    public boolean updateState(StoreState next) {
        return store.updateState(next);
    }

    @Override
    public TokenPage list(TokenQuery query) {
        return store.list(query);
    }

    @Override
    public void recordUse(Collection<TokenUse> uses) {
        store.recordUse(uses);
    }

    @Override
    public int deleteEnded(Instant before, int limit) {
        return store.deleteEnded(before, limit);
    }

    @Override
    public FeedPosition position() {
        return store.position();
    }

    @Override
    public Changes changesSince(FeedPosition position, int limit) {
        return store.changesSince(position, limit);
    }

    @Override
    public int trim(Instant before, int limit) {
        return store.trim(before, limit);
    }
}
