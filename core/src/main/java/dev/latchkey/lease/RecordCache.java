package dev.latchkey.lease;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.latchkey.token.TokenId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Cached records, and the loads that may add to them.
 *
 * @param <V> the type that records are converted to
 */
final class RecordCache<V> {

    private final Cache<TokenId, V> records;
    private final ConcurrentMap<TokenId, Load<V>> loads = new ConcurrentHashMap<>();

    RecordCache(long maximumSize) {
        // Callers evict; no other thread does, in particular none whose class loader outlives the host's.
        this.records = Caffeine.newBuilder()
                .maximumSize(maximumSize)
                .executor(Runnable::run)
                .build();
    }

    @Nullable V find(TokenId id) {
        return records.getIfPresent(id);
    }

    long size() {
        return records.estimatedSize();
    }

    /** {@return null if the load is registered now, or else the load of that token that is registered already} */
    @Nullable Load<V> begin(TokenId id, Load<V> own) {
        return loads.putIfAbsent(id, own);
    }

    /** Removes a load that failed. */
    void abandon(TokenId id, Load<V> own) {
        loads.remove(id, own);
    }

    /** {@return whether the record is cached now: it exists, and no change was reported meanwhile} */
    boolean complete(TokenId id, Load<V> own, @Nullable V read) {
        boolean[] kept = new boolean[1];
        loads.computeIfPresent(id, (key, present) -> {
            if (present != own) {
                return present;
            }
            if (read != null) {
                records.put(key, read);
                kept[0] = true;
            }
            return null;
        });
        return kept[0];
    }

    /** First the load, then the record, so that a record which the load cached before is evicted too. */
    void forget(TokenId id) {
        loads.remove(id);
        records.invalidate(id);
    }
}
