package dev.latchkey.keyvalue;

import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.NumberedPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The change feed in the order of the engine's revisions. A position is the revision of an entry, and the entry's key.
 *
 * <p>An entry has a key of its own, so entries of different writes do not conflict. The keys are in segments, so that a
 * read need not look at the whole feed: each write expects that the present segment is what it read, and the first one
 * after 100 milliseconds begins the next one. So the entries of a segment precede those of later segments.
 *
 * <p>A mark needs the feed's end to stay where it is. It closes the segment first, and then begins the next one on the
 * condition that nobody else has.
 */
final class RevisionFeed implements Feed {

    /** Short, because a poll looks at the whole last segment; only in the write that begins one do others conflict. */
    private static final Duration LONGEST_SEGMENT = Duration.ofMillis(100);

    /** One write in so many begins a segment whatever the clocks say, by its nonce; a power of two. */
    private static final int ENTRIES_OF_A_SEGMENT = 256;

    private final OpenEngine engine;
    private final Keys keys;
    private final RevisionPages pages;
    private final RevisionTrim trim;

    RevisionFeed(OpenEngine engine, Keys keys) {
        this.engine = engine;
        this.keys = keys;
        this.pages = new RevisionPages(engine, keys);
        this.trim = new RevisionTrim(engine, keys, pages);
    }

    /** If only the end was lost, the feed continues behind the entries that are there. */
    @Override
    public void begin(long nonce) {
        Feed.begin(engine, keys, () -> new FeedSegment(pages.lastSegment() + 1, Instant.EPOCH, false, nonce).bytes());
        View.read(engine, keys, Set.of(keys.end())).segment();
    }

    @Override
    public FeedPosition end() {
        return pages.end().position();
    }

    @Override
    public Set<String> keys(FeedPosition asked) {
        return RevisionPosition.of(asked)
                .map(position ->
                        position.isOrigin() ? Set.of(keys.end()) : Set.of(keys.entry(position.entry()), keys.trimmed()))
                .orElse(Set.of());
    }

    @Override
    public boolean isBehind(View view, FeedPosition asked) {
        RevisionPosition position = RevisionPosition.of(asked).orElse(null);
        if (position == null) {
            return true;
        }
        if (position.isOrigin()) {
            return view.segment().origin() != position.entry().nonce();
        }
        StoredValue entry = view.value(keys.entry(position.entry()));
        return entry == null ? position.revision() > view.trimmed() : entry.version() != position.revision();
    }

    @Override
    public Changes since(FeedPosition from, int limit) {
        return RevisionPosition.of(from)
                .flatMap(position -> pages.after(position, limit))
                .orElseGet(() -> Changes.gap(end()));
    }

    @Override
    public int trim(Instant before, int limit) {
        return trim.trim(before, limit);
    }

    /** A closed segment takes no more entries as long as the view is unchanged, so its end may be read after the view. */
    @Override
    public Optional<Boolean> endsAt(View view, FeedPosition asked) {
        FeedSegment segment = view.segment();
        if (!pages.endOf(segment).position().equals(asked)) {
            return Optional.of(false);
        }
        if (segment.closed()) {
            return Optional.of(true);
        }
        engine.commit(view.commit(Map.of(keys.end(), segment.close().bytes()), Set.of()));
        return Optional.empty();
    }

    /** The key of the entry is expected to be absent, so that an engine can recognise a commit whose answer was lost. */
    @Override
    public Addition add(View view, long nonce, Instant now, Function<NumberedPosition, FeedEntry> entry) {
        FeedSegment present = view.segment();
        boolean begins = present.closed()
                || present.isOlderThan(LONGEST_SEGMENT, now)
                || (nonce & (ENTRIES_OF_A_SEGMENT - 1)) == 0;
        FeedSegment segment = begins ? present.next(now) : present;
        NumberedPosition place = new NumberedPosition(segment.number(), nonce);
        String key = keys.entry(place);
        byte[] value = entry.apply(place).bytes();
        return new Addition(begins ? Map.of(key, value, keys.end(), segment.bytes()) : Map.of(key, value), Set.of(key));
    }

    @Override
    public boolean inTurn(Supplier<Boolean> write) {
        return write.get();
    }
}
