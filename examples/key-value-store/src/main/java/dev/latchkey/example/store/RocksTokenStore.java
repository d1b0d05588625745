package dev.latchkey.example.store;

import dev.latchkey.example.store.Fields.FeedEntry;
import dev.latchkey.example.store.KeyValues.Step;
import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.StoreState;
import dev.latchkey.port.TokenCursor;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenPage.Entry;
import dev.latchkey.port.TokenQuery;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
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
 * <p>Lists and the sweep read all tokens: it is meant for one process and some ten thousand of them. Whoever closes it has
 * seen to it that nobody uses it any more. Thread-safe.
 */
public final class RocksTokenStore implements TokenStore, ChangeFeed, AutoCloseable {

    private final SecureRandom nonces = new SecureRandom();
    private final KeyValues values;

    /**
     * Opens the store.
     *
     * @param folder where it is, or will be
     */
    public RocksTokenStore(Path folder) {
        values = new KeyValues(folder);
        values.write(step -> step.get("end", Fields::entry).isPresent() || tell(step, 0, null));
    }

    @Override
    public Snapshot findCommitted(Set<TokenId> ids) {
        return values.read(step -> {
            Map<TokenId, TokenRecord> records = new HashMap<>();
            for (TokenId id : ids) {
                step.get("token/" + id, Fields::record).ifPresent(record -> records.put(id, record));
            }
            return new Snapshot(records, step.get("state", Fields::state).orElse(StoreState.INITIAL));
        });
    }

    @Override
    public Optional<TokenRecord> find(TokenId id) {
        return values.read(step -> step.get("token/" + id, Fields::record));
    }

    @Override
    public boolean insert(TokenRecord record) {
        return values.write(step -> isNew(step, record) && put(step, record));
    }

    @Override
    public boolean update(TokenRecord next) {
        return values.write(step -> follows(step, next) && putNext(step, next));
    }

    @Override
    public boolean replace(TokenRecord retired, TokenRecord successor) {
        return values.write(step ->
                follows(step, retired) && isNew(step, successor) && put(step, successor) && putNext(step, retired));
    }

    private static boolean isNew(Step step, TokenRecord record) throws RocksDBException {
        return step.get("token/" + record.id(), Fields::record).isEmpty()
                && (record.requestKey() == null
                        || step.get(requestKey(record), Fields::id).isEmpty());
    }

    private static String requestKey(TokenRecord record) {
        // No owner holds a NUL, so no two of owner and key are one.
        return "request/" + record.owner() + '\0' + record.requestKey();
    }

    private static boolean follows(Step step, TokenRecord next) throws RocksDBException {
        return step.get("token/" + next.id(), Fields::record)
                .filter(present -> present.version() == next.version() - 1)
                .isPresent();
    }

    private static boolean put(Step step, TokenRecord record) throws RocksDBException {
        step.put("token/" + record.id(), Fields.of(record));
        if (record.requestKey() != null) {
            step.put(requestKey(record), Fields.of(record.id()));
        }
        return true;
    }

    /** What a record was inserted with stays, whatever the next version says. */
    private boolean putNext(Step step, TokenRecord next) throws RocksDBException {
        TokenRecord present = step.get("token/" + next.id(), Fields::record).orElseThrow();
        TokenRecord kept = next.toBuilder()
                .owner(present.owner())
                .issuedAt(present.issuedAt())
                .parent(present.parent())
                .family(present.family())
                .requestKey(present.requestKey())
                .build();
        return put(step, kept) && tell(step, end(step).sequence() + 1, next.id());
    }

    @Override
    public boolean updateState(StoreState next) {
        return values.write(step -> {
            if (step.get("state", Fields::state).orElse(StoreState.INITIAL).version() != next.version() - 1) {
                return false;
            }
            step.put("state", Fields.of(next));
            return tell(step, end(step).sequence() + 1, null);
        });
    }

    @Override
    public TokenPage list(TokenQuery query) {
        Comparator<TokenCursor> up = Comparator.comparingLong(TokenCursor::key).thenComparing(TokenCursor::id);
        Comparator<TokenCursor> order = query.descending() ? up.reversed() : up;
        return values.read(step -> {
            List<Entry> found = new ArrayList<>();
            for (TokenRecord record : step.all("token/", Integer.MAX_VALUE, Fields::record)) {
                Entry entry = new Entry(
                        record, step.get("use/" + record.id(), Fields::use).orElse(null));
                if (matches(record, query.filter())
                        && (query.after() == null
                                || order.compare(TokenCursor.of(entry, query.order()), query.after()) > 0)) {
                    found.add(entry);
                }
            }
            found.sort(Comparator.comparing(entry -> TokenCursor.of(entry, query.order()), order));
            return TokenPage.of(query, found.subList(0, Math.min(found.size(), query.limit() + 1)));
        });
    }

    private static boolean matches(TokenRecord record, TokenQuery.Filter filter) {
        return (filter.owner() == null || filter.owner().equals(record.owner()))
                && (filter.parent() == null || filter.parent().equals(record.parent()))
                && (filter.family() == null || filter.family().equals(record.family()))
                && (filter.requestKey() == null || filter.requestKey().equals(record.requestKey()));
    }

    @Override
    public void recordUse(Collection<TokenUse> uses) {
        Map<TokenId, TokenUse> latest = new HashMap<>();
        uses.forEach(use -> latest.merge(use.id(), use, TokenUse::and));
        values.write(step -> {
            for (TokenUse use : latest.values()) {
                if (step.get("token/" + use.id(), Fields::record).isPresent()) {
                    Optional<TokenUse> before = step.get("use/" + use.id(), Fields::use);
                    step.put("use/" + use.id(), Fields.of(before.map(use::and).orElse(use)));
                }
            }
            return latest;
        });
    }

    @Override
    public int deleteEnded(Instant before, int limit) {
        requireLimit(limit);
        return values.write(step -> {
            List<TokenRecord> ended = step.all("token/", Integer.MAX_VALUE, Fields::record).stream()
                    .filter(record -> record.endsAt() != null && record.endsAt().isBefore(before))
                    .sorted(Comparator.comparing(TokenRecord::endsAt).thenComparing(TokenRecord::id))
                    .limit(limit)
                    .toList();
            long last = end(step).sequence();
            for (TokenRecord record : ended) {
                step.delete("token/" + record.id());
                step.delete("use/" + record.id());
                if (record.requestKey() != null) {
                    step.delete(requestKey(record));
                }
                tell(step, ++last, record.id());
            }
            return ended.size();
        });
    }

    private static void requireLimit(int limit) {
        if (limit < 1 || limit > 10_000) {
            throw new IllegalArgumentException("limit " + limit + " is not between 1 and 10000");
        }
    }

    /** Makes an entry in the feed; the number 0 is the feed's origin. */
    private boolean tell(Step step, long number, @Nullable TokenId changed) throws RocksDBException {
        byte[] entry = Fields.of(number, nonces.nextLong(), Instant.now(), changed);
        step.put(entryKey(number), entry);
        step.put("end", entry);
        return true;
    }

    private static String entryKey(long number) {
        return number == 0 ? "origin" : "feed/" + HexFormat.of().toHexDigits(number);
    }

    private static FeedPosition end(Step step) throws RocksDBException {
        return step.get("end", Fields::entry).orElseThrow().position();
    }

    @Override
    public FeedPosition position() {
        return values.read(RocksTokenStore::end);
    }

    @Override
    public Changes changesSince(FeedPosition position, int limit) {
        requireLimit(limit);
        return values.read(step -> {
            FeedPosition end = end(step);
            FeedPosition reached = position;
            Set<TokenId> tokens = new HashSet<>();
            boolean stateChanged = false;
            Optional<FeedEntry> entry = step.get(entryKey(position.sequence()), Fields::entry)
                    .filter(known -> known.position().equals(position));
            for (int i = 0; entry.isPresent() && i < limit && reached.sequence() < end.sequence(); i++) {
                entry = step.get(entryKey(reached.sequence() + 1), Fields::entry);
                reached = entry.map(FeedEntry::position).orElse(reached);
                entry.map(FeedEntry::token).ifPresent(tokens::add);
                stateChanged |= entry.isPresent() && entry.get().token() == null;
            }
            return entry.isEmpty()
                    ? Changes.gap(end)
                    : new Changes(tokens, stateChanged, reached, reached.equals(end), false);
        });
    }

    @Override
    public int trim(Instant before, int limit) {
        requireLimit(limit);
        return values.write(step -> {
            FeedPosition end = end(step);
            List<FeedEntry> old = step.all("feed/", limit, Fields::entry).stream()
                    .takeWhile(entry ->
                            entry.madeAt().isBefore(before) && !entry.position().equals(end))
                    .toList();
            for (FeedEntry entry : old) {
                step.delete(entryKey(entry.position().sequence()));
            }
            return old.size();
        });
    }

    @Override
    public void close() {
        values.close();
    }
}
