package dev.latchkey.inmemory;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.ChangeTrail;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenPage.Entry;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.port.Write;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import dev.latchkey.token.TrailEntry;
import dev.latchkey.token.TrailPage;
import dev.latchkey.token.TrailQuery;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps tokens in memory until the process ends: for tests, demonstrations and tools of one process.
 *
 * <p>It does not join transactions: every operation is atomic. It implements the whole contract of {@link TokenStore},
 * {@link ChangeFeed} and {@link ChangeTrail} within its process, one operation at a time; lists are sorted at each
 * call, so it is not meant for more than some ten thousand tokens.
 *
 * <p>Thread-safe.
 */
public final class InMemoryTokenStore implements TokenStore, ChangeFeed, ChangeTrail {

    private static final int MAXIMUM_WRITES = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<TokenId, TokenRecord> records = new TreeMap<>();
    private final Map<TokenId, TokenUse> uses = new HashMap<>();
    private final TrailLog trail = new TrailLog();
    private final FeedLog feed;
    private StoreState state = StoreState.INITIAL;

    /** Creates an empty store that dates its feed by the system's clock. */
    public InMemoryTokenStore() {
        this(InstantSource.system());
    }

    /**
     * Creates an empty store.
     *
     * @param clock dates the entries of the feed
     */
    public InMemoryTokenStore(InstantSource clock) {
        this.feed = new FeedLog(clock);
    }

    @Override
    public Snapshot findCommitted(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
        StoreLimits.requireIds(ids);
        return alone(() -> {
            if (notBefore != null && feed.isBehind(notBefore)) {
                throw new TokenStoreException(
                        "the store is behind position " + notBefore.text() + " of its change feed");
            }
            Map<TokenId, TokenRecord> found = new HashMap<>();
            for (TokenId id : ids) {
                TokenRecord record = records.get(id);
                if (record != null) {
                    found.put(id, record);
                }
            }
            return new Snapshot(found, state);
        });
    }

    @Override
    public boolean write(List<Write> writes) {
        return write(writes, List.of());
    }

    @Override
    public boolean write(List<Write> writes, List<TrailEntry> entries) {
        StoreLimits.requireWrites(writes, entries, MAXIMUM_WRITES);
        return alone(() -> {
            PendingWrites pending = new PendingWrites(records, state, feed.position());
            for (Write write : writes) {
                if (!pending.add(write)) {
                    return false;
                }
            }
            pending.changed().forEach((id, record) -> {
                if (record == null) {
                    records.remove(id);
                } else {
                    records.put(id, record);
                }
            });
            uses.keySet().removeAll(pending.deleted());
            state = pending.state();
            pending.causes().forEach(feed::append);
            trail.add(entries);
            return true;
        });
    }

    @Override
    public int maximumWrites() {
        return MAXIMUM_WRITES;
    }

    @Override
    public TokenPage list(TokenQuery query) {
        return alone(() -> TokenPage.select(
                query,
                records.values().stream()
                        .map(record -> new Entry(record, uses.get(record.id())))
                        .toList()));
    }

    @Override
    public Map<TokenId, TokenUse> findUses(Set<TokenId> ids) {
        StoreLimits.requireIds(ids);
        return alone(() -> {
            Map<TokenId, TokenUse> found = new HashMap<>(uses);
            found.keySet().retainAll(ids);
            return found;
        });
    }

    @Override
    public void recordUse(Collection<TokenUse> newUses) {
        StoreLimits.requireUses(newUses);
        alone(() -> {
            for (TokenUse use : newUses) {
                if (records.containsKey(use.id())) {
                    uses.merge(use.id(), use, TokenUse::and);
                }
            }
            return newUses.size();
        });
    }

    @Override
    public Changes changesSince(@Nullable FeedPosition position, int limit) {
        StoreLimits.requireBatch(limit);
        return alone(() -> position == null ? Changes.end(feed.position()) : feed.since(position, limit));
    }

    @Override
    public int trim(Instant before, int limit) {
        Instant time = StoreLimits.requireTime(before);
        StoreLimits.requireBatch(limit);
        return alone(() -> feed.trim(time, limit));
    }

    @Override
    public TrailPage trail(TrailQuery query) {
        return alone(() -> trail.page(query));
    }

    @Override
    public int trimTrail(Instant before, int limit) {
        Instant time = StoreLimits.requireTime(before);
        StoreLimits.requireBatch(limit);
        return alone(() -> trail.trim(time, limit));
    }

    @Override
    public int eraseTrail(String owner, int limit) {
        TrailQuery query = TrailQuery.all().ofOwner(owner);
        StoreLimits.requireBatch(limit);
        return alone(() -> trail.erase(query, limit));
    }

    private <T extends @Nullable Object> T alone(Supplier<T> operation) {
        lock.lock();
        try {
            return operation.get();
        } finally {
            lock.unlock();
        }
    }
}
