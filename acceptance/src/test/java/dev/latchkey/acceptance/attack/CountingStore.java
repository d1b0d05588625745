package dev.latchkey.acceptance.attack;

import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.testkit.store.DelegatingTokenStore;
import dev.latchkey.token.TokenId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A store in memory that counts look-ups, and sees which of one id overlap. */
final class CountingStore extends DelegatingTokenStore<InMemoryTokenStore> {

    private final AtomicLong lookUps = new AtomicLong();
    private final AtomicInteger mostAtOnceOfOneId = new AtomicInteger();
    private final ConcurrentMap<TokenId, Integer> running = new ConcurrentHashMap<>();

    CountingStore() {
        super(new InMemoryTokenStore());
    }

    long lookUps() {
        return lookUps.get();
    }

    int mostAtOnceOfOneId() {
        return mostAtOnceOfOneId.get();
    }

    @Override
    public Snapshot findCommitted(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
        lookUps.addAndGet(ids.size());
        ids.forEach(id -> mostAtOnceOfOneId.accumulateAndGet(running.merge(id, 1, Integer::sum), Math::max));
        try {
            return super.findCommitted(ids, notBefore);
        } finally {
            ids.forEach(id -> running.computeIfPresent(id, (key, count) -> count == 1 ? null : count - 1));
        }
    }

    @Override
    public Snapshot find(Set<TokenId> ids) {
        lookUps.addAndGet(ids.size());
        return super.find(ids);
    }
}
