package dev.latchkey.keyvalue;

import dev.latchkey.keyvalue.NewerQuery.KeyRange;
import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.NumberedPosition;
import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.TokenId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Reads the entries of a feed that is ordered by revisions. */
final class RevisionPages {

    /** An engine may look at every entry of a range, so one read has few segments. */
    private static final int SEGMENTS = 32;

    private final OpenEngine engine;
    private final Keys keys;

    RevisionPages(OpenEngine engine, Keys keys) {
        this.engine = engine;
        this.keys = keys;
    }

    /**
     * {@return the changes after a position; empty if they are unknown} A page is of one moment, at which the entry at
     * the position was still there. Entries are deleted in their order, so none after it was missing.
     */
    Optional<Changes> after(RevisionPosition position, int limit) {
        int most = Math.min(limit, Scan.LARGEST_BATCH - 1);
        long first = Math.max(1, position.entry().sequence());
        Set<String> asked = Set.of(keys.end(), keys.trimmed(), keys.entry(position.entry()));
        Newer read = engine.readNewer(new NewerQuery(asked, segments(first), position.revision(), most + 1));
        View view = new View(keys, asked, read.values());
        if (!isKnown(view, position)) {
            return Optional.empty();
        }
        boolean isCut = read.newer().size() > most;
        boolean drained = !isCut && view.segment().number() < first + SEGMENTS;
        List<Map.Entry<String, StoredValue>> entries = isCut ? read.newer().subList(0, most) : read.newer();
        // Each segment has an entry, or the one at the position was deleted too.
        return entries.isEmpty() && !drained ? Optional.empty() : changes(position, entries, drained);
    }

    private KeyRange segments(long first) {
        return new KeyRange(keys.entry(first), keys.entry(first + SEGMENTS));
    }

    private boolean isKnown(View view, RevisionPosition position) {
        StoredValue entry = view.value(keys.entry(position.entry()));
        return position.isOrigin()
                ? view.segment().origin() == position.entry().nonce() && view.trimmed() == 0
                : entry != null && entry.version() == position.revision();
    }

    /** Ends early if there are very many tokens. */
    private Optional<Changes> changes(
            RevisionPosition from, List<Map.Entry<String, StoredValue>> entries, boolean drained) {
        Set<TokenId> tokens = new HashSet<>();
        boolean stateChanged = false;
        RevisionPosition reached = from;
        int used = 0;
        for (var value : entries) {
            if (tokens.size() >= StoreLimits.MAX_BATCH) {
                break;
            }
            FeedEntry entry = entry(value).orElse(null);
            if (entry == null) {
                return Optional.empty();
            }
            tokens.addAll(entry.tokens());
            stateChanged |= entry.stateChanged();
            reached = new RevisionPosition(entry.position(), value.getValue().version());
            used++;
        }
        return Optional.of(
                new Changes(tokens, stateChanged, reached.position(), drained && used == entries.size(), false));
    }

    /** {@return an entry; empty if it is damaged, because a reader cannot know what changed then} */
    Optional<FeedEntry> entry(Map.Entry<String, StoredValue> stored) {
        try {
            return keys.place(stored.getKey())
                    .map(place ->
                            FeedEntry.read(place.sequence(), stored.getValue().bytes()))
                    .filter(entry -> stored.getKey().equals(keys.entry(entry.position())));
        } catch (TokenStoreException e) {
            return Optional.empty();
        }
    }

    /** {@return the end of the feed} Every entry made before this call is in the segment that it reads, or an earlier one. */
    RevisionPosition end() {
        return endOf(View.read(engine, keys, Set.of(keys.end())).segment());
    }

    /** {@return the last entry of a segment; the origin of the feed if it has none} */
    RevisionPosition endOf(FeedSegment segment) {
        RevisionPosition end = RevisionPosition.origin(segment.origin());
        KeyRange range = new KeyRange(keys.entry(segment.number()), keys.entry(segment.number() + 1));
        long after = 0;
        while (true) {
            List<Map.Entry<String, StoredValue>> values = engine.readNewer(
                            new NewerQuery(Set.of(), range, after, Scan.LARGEST_BATCH))
                    .newer();
            for (var value : values) {
                after = value.getValue().version();
                NumberedPosition place = keys.place(value.getKey()).orElse(null);
                if (place != null) {
                    end = new RevisionPosition(place, after);
                }
            }
            if (values.size() < Scan.LARGEST_BATCH) {
                return end;
            }
        }
    }

    /** {@return the segment of the last key of an entry, whether or not the feed has an end; 0 if there is none} */
    long lastSegment() {
        AtomicLong last = new AtomicLong();
        Scan.of(engine, keys.feed(), keys.feed(), Scan.LARGEST_BATCH, (key, value) -> {
            keys.place(key).ifPresent(place -> last.set(place.sequence()));
            return true;
        });
        return last.get();
    }

    /**
     * {@return the oldest entries, in their order, and one further value, all of one moment} A malformed key is returned
     * alone.
     */
    Newer oldest(String further, int limit) {
        Optional<String> first =
                engine.scan(keys.feed(), keys.feed(), 1).keySet().stream().findFirst();
        if (first.isEmpty()) {
            return new Newer(Map.of(), List.of());
        }
        KeyRange range = first.flatMap(keys::place)
                .map(place -> segments(place.sequence()))
                .orElseGet(() -> new KeyRange(first.get(), first.get() + '\0'));
        return engine.readNewer(new NewerQuery(Set.of(further), range, 0, limit));
    }
}
