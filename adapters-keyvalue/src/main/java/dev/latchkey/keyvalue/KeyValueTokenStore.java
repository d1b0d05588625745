package dev.latchkey.keyvalue;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.port.Write;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps tokens in an ordered key-value engine.
 *
 * <p>A look-up is one read. A write reads the keys that its steps touch at one moment, decides, and commits on the
 * condition that none of them has changed; if another writer was first, it repeats this, up to twenty times. It does
 * not join the caller's transactions.
 *
 * <p>A page in ascending order of ids is read from its place on (conditions on the use also read all uses), and the token of a request key by that key. Every
 * other page reads all tokens, which is acceptable for some ten thousand of them.
 *
 * <p>Thread-safe. Several stores, in several processes, may share an engine's data under one prefix.
 */
public final class KeyValueTokenStore implements TokenStore, ChangeFeed, AutoCloseable {

    private final OpenEngine engine;
    private final InstantSource clock;
    private final Keys keys;
    private final Feed feed;
    private final SecureRandom nonces = new SecureRandom();
    private final int maximumWrites;

    /**
     * Opens a store whose keys have no prefix, and dates its feed by the system's clock.
     *
     * @param engine the engine; closed with the store, and if this throws
     * @throws TokenStoreException if the engine cannot be read or written
     */
    public KeyValueTokenStore(KeyValueEngine engine) {
        this(engine, "", InstantSource.system());
    }

    /**
     * Opens a store.
     *
     * @param engine the engine; closed with the store, and if this throws
     * @param keyPrefix the prefix of all keys, {@code latchkey/} for example; at most 100 printable ASCII characters
     *     without spaces, or empty
     * @param clock dates the entries of the feed
     * @throws IllegalArgumentException if the prefix is anything else
     * @throws TokenStoreException if the engine cannot be read or written
     */
    public KeyValueTokenStore(KeyValueEngine engine, String keyPrefix, InstantSource clock) {
        this.clock = clock;
        try {
            this.keys = new Keys(keyPrefix);
            this.engine = new OpenEngine(engine);
            this.feed = Feed.of(this.engine, keys);
            this.maximumWrites = engine.limits().maximumWrites();
            feed.begin(nonces.nextLong());
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    @Override
    public Snapshot findCommitted(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
        StoreLimits.requireIds(ids);
        Set<String> asked = new HashSet<>(Set.of(keys.state()));
        ids.forEach(id -> asked.add(keys.token(id)));
        if (notBefore != null) {
            asked.addAll(feed.keys(notBefore));
        }
        View view = View.read(engine, keys, asked);
        if (notBefore != null && feed.isBehind(view, notBefore)) {
            throw new TokenStoreException("the store is behind position " + notBefore.text() + " of its change feed");
        }
        Map<TokenId, TokenRecord> records = new HashMap<>();
        for (TokenId id : ids) {
            TokenRecord record = view.record(id);
            if (record != null) {
                records.put(id, record);
            }
        }
        return new Snapshot(records, view.state());
    }

    @Override
    public boolean write(List<Write> writes) {
        StoreLimits.requireWrites(writes, maximumWrites);
        if (writes.isEmpty()) {
            return true;
        }
        return writes.stream().allMatch(Write.Insert.class::isInstance)
                ? Races.retry("an insertion", () -> writeOnce(writes, false))
                : feed.inTurn(() -> Races.retry("a write", () -> writeOnce(writes, true)));
    }

    /** {@return whether the steps were written, or refused; empty if another writer was first} */
    private Optional<Boolean> writeOnce(List<Write> writes, boolean makesEntry) {
        View view = View.read(engine, keys, PendingWrites.keys(keys, writes));
        PendingWrites pending = new PendingWrites(keys, view);
        for (Write write : writes) {
            Optional<Boolean> possible =
                    write instanceof Write.Mark mark ? feed.endsAt(view, mark.end()) : Optional.of(pending.add(write));
            if (!possible.equals(Optional.of(true))) {
                return possible;
            }
        }
        Instant now = clock.instant();
        Addition entry =
                makesEntry ? feed.add(view, nonces.nextLong(), now, place -> pending.entry(place, now)) : Addition.NONE;
        return engine.commit(pending.commit(entry)) ? Optional.of(true) : Optional.empty();
    }

    @Override
    public int maximumWrites() {
        return maximumWrites;
    }

    @Override
    public TokenPage list(TokenQuery query) {
        return new TokenLists(engine, keys).list(query);
    }

    @Override
    public Map<TokenId, TokenUse> findUses(Set<TokenId> ids) {
        StoreLimits.requireIds(ids);
        View view = View.read(engine, keys, ids.stream().map(keys::use).collect(Collectors.toSet()));
        Map<TokenId, TokenUse> found = new HashMap<>();
        for (TokenId id : ids) {
            TokenUse use = view.use(id);
            if (use != null) {
                found.put(id, use);
            }
        }
        return found;
    }

    @Override
    public void recordUse(Collection<TokenUse> uses) {
        StoreLimits.requireUses(uses);
        new UseRecorder(engine, keys).record(uses);
    }

    @Override
    public Changes changesSince(@Nullable FeedPosition position, int limit) {
        StoreLimits.requireBatch(limit);
        return position == null ? Changes.end(feed.end()) : feed.since(position, limit);
    }

    @Override
    public int trim(Instant before, int limit) {
        Instant time = StoreLimits.requireTime(before);
        StoreLimits.requireBatch(limit);
        return feed.trim(time, limit);
    }

    /** Waits for the calls in progress, then closes the engine. Later calls fail. */
    @Override
    public void close() {
        engine.close();
    }
}
