package dev.latchkey;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.ChangeTrail;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.TokenPage;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A store, its feed and its trail in memory, for core's own tests: a write works on a copy of everything, which takes the place of the
 * original once all steps were possible. Slow, and easy to see right.
 */
public final class FakeStore implements TokenStore, ChangeFeed, ChangeTrail {

    private static final int MAXIMUM_WRITES = 1_000;

    private final String name = UUID.randomUUID().toString();
    private final InstantSource clock;
    private Content content = new Content();

    public FakeStore() {
        this(InstantSource.system());
    }

    /** @param clock dates the entries of the feed */
    public FakeStore(InstantSource clock) {
        this.clock = clock;
    }

    /** An entry of the feed; without a token it is of the state, or a mark. */
    private record Entry(long number, @Nullable TokenId token, boolean ofState, Instant madeAt) {}

    /** All there is. */
    private final class Content {
        private final Map<TokenId, TokenRecord> records = new HashMap<>();
        private final Map<TokenId, TokenUse> uses = new HashMap<>();
        private final List<Entry> feed = new ArrayList<>();
        private final NavigableMap<String, TrailEntry> trail = new TreeMap<>();
        private StoreState state = StoreState.INITIAL;
        private long end;

        Content copy() {
            Content copy = new Content();
            copy.records.putAll(records);
            copy.uses.putAll(uses);
            copy.feed.addAll(feed);
            copy.trail.putAll(trail);
            copy.state = state;
            copy.end = end;
            return copy;
        }

        private boolean holds(TokenRecord held) {
            TokenRecord present = records.get(held.id());
            return present != null && present.version() == held.version();
        }

        /** {@return whether the step was possible} */
        boolean apply(Write step, FeedPosition endBefore) {
            if (step instanceof Write.Insert insert) {
                return insert(insert.record());
            } else if (step instanceof Write.Update update) {
                return holds(update.held()) && update(update);
            } else if (step instanceof Write.Delete delete) {
                return holds(delete.held()) && delete(delete.held().id());
            } else if (step instanceof Write.State next) {
                return state.version() == next.held().version() && setState(next.next());
            }
            return ((Write.Mark) step).end().equals(endBefore) && append(null, false);
        }

        private boolean insert(TokenRecord record) {
            String key = record.lineage().requestKey();
            boolean taken = key != null
                    && records.values().stream()
                            .anyMatch(other -> key.equals(other.lineage().requestKey())
                                    && other.grant()
                                            .owner()
                                            .equals(record.grant().owner()));
            return !taken && records.putIfAbsent(record.id(), record) == null;
        }

        private boolean update(Write.Update update) {
            TokenRecord present =
                    Objects.requireNonNull(records.get(update.held().id()));
            records.put(present.id(), update.next().asNextOf(present));
            return append(present.id(), false);
        }

        private boolean delete(TokenId id) {
            records.remove(id);
            uses.remove(id);
            return append(id, false);
        }

        private boolean setState(StoreState next) {
            state = next;
            return append(null, true);
        }

        private boolean append(@Nullable TokenId token, boolean ofState) {
            end++;
            return feed.add(new Entry(end, token, ofState, clock.instant()));
        }
    }

    private FeedPosition positionAt(long number) {
        return new FeedPosition(name + "/" + number);
    }

    /** {@return the number of an entry that this store has or had, or -1} */
    private long numberAt(FeedPosition position) {
        String text = position.text();
        long number = text.startsWith(name + "/") ? Long.parseLong(text.substring(name.length() + 1)) : -1;
        return number <= content.end ? number : -1;
    }

    @Override
    public synchronized Snapshot findCommitted(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
        StoreLimits.requireIds(ids);
        if (notBefore != null && numberAt(notBefore) < 0) {
            throw new TokenStoreException("the store is behind position " + notBefore.text() + " of its change feed");
        }
        Map<TokenId, TokenRecord> found = new HashMap<>(content.records);
        found.keySet().retainAll(ids);
        return new Snapshot(found, content.state);
    }

    @Override
    public boolean write(List<Write> writes) {
        return write(writes, List.of());
    }

    @Override
    public synchronized boolean write(List<Write> writes, List<TrailEntry> entries) {
        StoreLimits.requireWrites(writes, entries, MAXIMUM_WRITES);
        FeedPosition end = positionAt(content.end);
        Content next = content.copy();
        boolean possible = writes.stream().allMatch(step -> next.apply(step, end));
        entries.forEach(entry -> next.trail.put(entry.id(), entry));
        content = possible ? next : content;
        return possible;
    }

    @Override
    public int maximumWrites() {
        return MAXIMUM_WRITES;
    }

    @Override
    public synchronized TokenPage list(TokenQuery query) {
        return TokenPage.select(
                query,
                content.records.values().stream()
                        .map(record -> new TokenPage.Entry(record, content.uses.get(record.id())))
                        .toList());
    }

    @Override
    public synchronized Map<TokenId, TokenUse> findUses(Set<TokenId> ids) {
        StoreLimits.requireIds(ids);
        Map<TokenId, TokenUse> found = new HashMap<>(content.uses);
        found.keySet().retainAll(ids);
        return found;
    }

    @Override
    public synchronized void recordUse(Collection<TokenUse> uses) {
        StoreLimits.requireUses(uses);
        uses.stream()
                .filter(use -> content.records.containsKey(use.id()))
                .forEach(use -> content.uses.merge(use.id(), use, TokenUse::and));
    }

    @Override
    public synchronized Changes changesSince(@Nullable FeedPosition position, int limit) {
        StoreLimits.requireBatch(limit);
        if (position == null) {
            return Changes.end(positionAt(content.end));
        }
        long from = numberAt(position);
        long first =
                content.feed.isEmpty() ? content.end + 1 : content.feed.get(0).number();
        if (from < first - 1) {
            return Changes.gap(positionAt(content.end));
        }
        List<Entry> news =
                content.feed.stream().filter(entry -> entry.number() > from).toList();
        List<Entry> read = news.subList(0, Math.min(limit, news.size()));
        Set<TokenId> tokens = new HashSet<>();
        read.stream().map(Entry::token).filter(Objects::nonNull).forEach(tokens::add);
        return new Changes(
                tokens,
                read.stream().anyMatch(Entry::ofState),
                positionAt(from + read.size()),
                read.size() == news.size(),
                false);
    }

    @Override
    public synchronized int trim(Instant before, int limit) {
        Instant time = StoreLimits.requireTime(before);
        StoreLimits.requireBatch(limit);
        int trimmed = 0;
        while (trimmed < limit
                && content.feed.size() > 1
                && content.feed.get(0).madeAt().isBefore(time)) {
            content.feed.remove(0);
            trimmed++;
        }
        return trimmed;
    }

    @Override
    public synchronized TrailPage trail(TrailQuery query) {
        List<String> found = content.trail.descendingMap().values().stream()
                .filter(entry -> query.after() == null || entry.id().compareTo(query.after()) < 0)
                .filter(query::matches)
                .limit(query.limit() + 1L)
                .map(TrailEntry::id)
                .toList();
        return TrailPage.of(query, found, content.trail);
    }

    @Override
    public synchronized int trimTrail(Instant before, int limit) {
        Instant time = StoreLimits.requireTime(before);
        StoreLimits.requireBatch(limit);
        List<String> old = content.trail.values().stream()
                .takeWhile(entry -> entry.act().at().isBefore(time))
                .limit(limit)
                .map(TrailEntry::id)
                .toList();
        content.trail.keySet().removeAll(old);
        return old.size();
    }

    @Override
    public synchronized int eraseTrail(String owner, int limit) {
        StoreLimits.requireBatch(limit);
        List<String> erased = content.trail.values().stream()
                .filter(TrailQuery.all().ofOwner(owner)::matches)
                .limit(limit)
                .map(TrailEntry::id)
                .toList();
        content.trail.keySet().removeAll(erased);
        return erased.size();
    }
}
