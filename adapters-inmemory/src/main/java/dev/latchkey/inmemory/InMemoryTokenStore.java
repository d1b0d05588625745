package dev.latchkey.inmemory;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenPage.Entry;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
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
 * <p>It knows no transactions: every operation is one. It keeps all the promises of {@link TokenStore} and
 * {@link ChangeFeed} within its process, one operation at a time; lists are sorted at each call, so it is not meant for
 * more than some ten thousand tokens.
 *
 * <p>Thread-safe.
 */
public final class InMemoryTokenStore implements TokenStore, ChangeFeed {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<TokenId, TokenRecord> records = new TreeMap<>();
    private final Map<TokenId, TokenUse> uses = new HashMap<>();
    private final FeedLog feed;
    private StoreState state = StoreState.INITIAL;

    /** Makes an empty store that dates its feed by the system's clock. */
    public InMemoryTokenStore() {
        this(InstantSource.system());
    }

    /**
     * Makes an empty store.
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
                        "the store is behind entry " + notBefore.sequence() + " of its change feed");
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
    public boolean insert(TokenRecord record) {
        return alone(() -> {
            if (!isInsertable(record)) {
                return false;
            }
            records.put(record.id(), record);
            return true;
        });
    }

    private boolean isInsertable(TokenRecord record) {
        return !records.containsKey(record.id())
                && (record.requestKey() == null
                        || records.values().stream()
                                .noneMatch(other -> other.owner().equals(record.owner())
                                        && record.requestKey().equals(other.requestKey())));
    }

    @Override
    public boolean update(TokenRecord next) {
        return alone(() -> {
            TokenRecord present = records.get(next.id());
            if (present == null || !isNext(present, next)) {
                return false;
            }
            put(present, next);
            return true;
        });
    }

    private static boolean isNext(TokenRecord present, TokenRecord next) {
        return present.version() == next.version() - 1;
    }

    private void put(TokenRecord present, TokenRecord next) {
        records.put(next.id(), next.asNextOf(present));
        feed.append(next.id());
    }

    @Override
    public boolean replace(TokenRecord retired, TokenRecord successor) {
        return alone(() -> {
            TokenRecord present = records.get(retired.id());
            if (present == null || !isNext(present, retired) || !isInsertable(successor)) {
                return false;
            }
            records.put(successor.id(), successor);
            put(present, retired);
            return true;
        });
    }

    @Override
    public boolean updateState(StoreState next) {
        return alone(() -> {
            if (state.version() != next.version() - 1) {
                return false;
            }
            state = next;
            feed.append(null);
            return true;
        });
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
    public int deleteEnded(Instant before, int limit) {
        Instant time = StoreLimits.requireTime(before);
        StoreLimits.requireBatch(limit);
        return alone(() -> {
            List<TokenId> ended = records.values().stream()
                    .filter(record -> endsBefore(record, time))
                    .sorted(Comparator.comparing(InMemoryTokenStore::end).thenComparing(TokenRecord::id))
                    .limit(limit)
                    .map(TokenRecord::id)
                    .toList();
            for (TokenId id : ended) {
                records.remove(id);
                uses.remove(id);
                feed.append(id);
            }
            return ended.size();
        });
    }

    private static boolean endsBefore(TokenRecord record, Instant before) {
        Instant end = record.endsAt();
        return end != null && end.isBefore(before);
    }

    private static Instant end(TokenRecord record) {
        Instant end = record.endsAt();
        return end == null ? Instant.MAX : end;
    }

    @Override
    public FeedPosition position() {
        return alone(feed::position);
    }

    @Override
    public Changes changesSince(FeedPosition position, int limit) {
        StoreLimits.requireBatch(limit);
        return alone(() -> feed.since(position, limit));
    }

    @Override
    public int trim(Instant before, int limit) {
        Instant time = StoreLimits.requireTime(before);
        StoreLimits.requireBatch(limit);
        return alone(() -> feed.trim(time, limit));
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
