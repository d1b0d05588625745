package dev.latchkey.example.store;

import dev.latchkey.example.store.KeyValues.Step;
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
import dev.latchkey.token.UnreadableToken;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * Keeps tokens in a folder, by RocksDB: a look-up is a point read; a change and its entry in the feed are one write, which is
 * on the disk when it is acknowledged.
 *
 * <p>Lists and the sweep read all tokens: it is meant for one process and some ten thousand of them. Thread-safe.
 */
public final class RocksTokenStore implements TokenStore, ChangeFeed, AutoCloseable {

    private final KeyValues values;
    private final RocksFeed feed = new RocksFeed();

    /**
     * Opens the store.
     *
     * @param folder where it is, or will be
     */
    public RocksTokenStore(Path folder) {
        values = new KeyValues(folder);
        values.write(feed::open);
    }

    @Override
    public Snapshot findCommitted(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
        StoreLimits.requireIds(ids);
        return values.read(step -> {
            if (notBefore != null && feed.isBehind(step, notBefore)) {
                throw new TokenStoreException(
                        "the store is behind entry " + notBefore.sequence() + " of its change feed");
            }
            Map<TokenId, TokenRecord> records = new HashMap<>();
            for (TokenId id : ids) {
                record(step, id).ifPresent(record -> records.put(id, record));
            }
            return new Snapshot(records, step.get("state", Fields::state).orElse(StoreState.INITIAL));
        });
    }

    private static Optional<TokenRecord> record(Step step, TokenId id) throws RocksDBException {
        return step.get("token/" + id, Fields::record);
    }

    @Override
    public boolean insert(TokenRecord record) {
        return values.write(step -> isNew(step, record) && put(step, record));
    }

    @Override
    public boolean update(TokenRecord next) {
        return values.write(step -> putNext(step, next));
    }

    @Override
    public boolean replace(TokenRecord retired, TokenRecord successor) {
        return values.write(step -> isNew(step, successor) && putNext(step, retired) && put(step, successor));
    }

    private static boolean isNew(Step step, TokenRecord record) throws RocksDBException {
        return !step.has("token/" + record.id()) && !step.has(requestKey(record));
    }

    /** A token without a request key claims its own id. No owner is empty or holds a NUL, so no two claims are one by chance. */
    private static String requestKey(TokenRecord record) {
        return "request/"
                + (record.requestKey() == null ? "\0" + record.id() : record.owner() + "\0" + record.requestKey());
    }

    private static boolean put(Step step, TokenRecord record) throws RocksDBException {
        return step.put("token/" + record.id(), Fields.of(record))
                && step.put(requestKey(record), Fields.of(record.id()));
    }

    private boolean putNext(Step step, TokenRecord next) throws RocksDBException {
        Optional<TokenRecord> present = record(step, next.id());
        return present.isPresent()
                && present.get().version() == next.version() - 1
                && put(step, next.asNextOf(present.get()))
                && feed.tell(step, next.id());
    }

    @Override
    public boolean updateState(StoreState next) {
        return values.write(step ->
                step.get("state", Fields::state).orElse(StoreState.INITIAL).version() == next.version() - 1
                        && step.put("state", Fields.of(next))
                        && feed.tell(step, (TokenId) null));
    }

    @Override
    public TokenPage list(TokenQuery query) {
        return values.read(step -> {
            List<Entry> all = new ArrayList<>();
            List<UnreadableToken> unreadable = new ArrayList<>();
            for (TokenId id : ids(step)) {
                try {
                    TokenRecord record = record(step, id).orElseThrow();
                    all.add(new Entry(record, step.get("use/" + id, Fields::use).orElse(null)));
                } catch (TokenStoreException e) {
                    unreadable.add(step.get("token/" + id, bytes -> Fields.unreadable(id, bytes))
                            .orElseThrow());
                }
            }
            return TokenPage.select(query, all, unreadable);
        });
    }

    /** {@return the tokens that there are, by their keys: what is stored of one may be damaged, and the others are not} */
    private static List<TokenId> ids(Step step) throws RocksDBException {
        return step.keys("token/", Integer.MAX_VALUE).stream()
                .flatMap(key -> TokenId.parse(key.substring("token/".length())).stream())
                .toList();
    }

    /** {@return the tokens whose records can be read} */
    private static List<TokenRecord> records(Step step) throws RocksDBException {
        List<TokenRecord> records = new ArrayList<>();
        for (TokenId id : ids(step)) {
            try {
                record(step, id).ifPresent(records::add);
            } catch (TokenStoreException e) {
                // Whoever lists the tokens sees it; it is no reason to stop the sweep.
            }
        }
        return records;
    }

    @Override
    public void recordUse(Collection<TokenUse> uses) {
        StoreLimits.requireUses(uses);
        Map<TokenId, TokenUse> latest = new HashMap<>();
        uses.forEach(use -> latest.merge(use.id(), use, TokenUse::and));
        values.write(step -> {
            for (TokenUse use : latest.values()) {
                if (step.has("token/" + use.id())) {
                    Optional<TokenUse> before = step.get("use/" + use.id(), Fields::use);
                    step.put("use/" + use.id(), Fields.of(before.map(use::and).orElse(use)));
                }
            }
            return latest;
        });
    }

    @Override
    public int deleteEnded(Instant before, int limit) {
        Instant time = StoreLimits.requireTime(before);
        StoreLimits.requireBatch(limit);
        return values.write(step -> {
            List<TokenRecord> ended = records(step).stream()
                    .filter(record -> record.endsAt() != null && record.endsAt().isBefore(time))
                    .sorted(Comparator.comparing(TokenRecord::endsAt).thenComparing(TokenRecord::id))
                    .limit(limit)
                    .toList();
            for (TokenRecord record : ended) {
                step.delete("token/" + record.id(), "use/" + record.id(), requestKey(record));
            }
            feed.tell(step, ended.stream().map(TokenRecord::id).toArray(TokenId[]::new));
            return ended.size();
        });
    }

    @Override
    public FeedPosition position() {
        return values.read(feed::end);
    }

    @Override
    public Changes changesSince(FeedPosition position, int limit) {
        StoreLimits.requireBatch(limit);
        return values.read(step -> feed.since(step, position, limit));
    }

    @Override
    public int trim(Instant before, int limit) {
        Instant time = StoreLimits.requireTime(before);
        StoreLimits.requireBatch(limit);
        return values.write(step -> feed.trim(step, time, limit));
    }

    @Override
    public void close() {
        values.close();
    }
}
