package dev.latchkey.inmemory;

import dev.latchkey.token.TrailEntry;
import dev.latchkey.token.TrailPage;
import dev.latchkey.token.TrailQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The entries of a durable trail, by their ids, which sort by time. Not thread-safe: its store serializes access. */
final class TrailLog {

    private final NavigableMap<String, TrailEntry> entries = new TreeMap<>();

    void add(List<TrailEntry> more) {
        more.forEach(entry -> entries.put(entry.id(), entry));
    }

    TrailPage page(TrailQuery query) {
        NavigableMap<String, TrailEntry> newestFirst = entries.descendingMap();
        Stream<TrailEntry> behind =
                (query.after() == null ? newestFirst : newestFirst.tailMap(query.after(), false)).values().stream();
        List<String> found = behind.filter(query::matches)
                .limit(query.limit() + 1L)
                .map(TrailEntry::id)
                .toList();
        return TrailPage.of(query, found, entries);
    }

    int trim(Instant before, int limit) {
        List<String> old = new ArrayList<>();
        for (TrailEntry entry : entries.values()) {
            if (old.size() == limit || !entry.act().at().isBefore(before)) {
                break;
            }
            old.add(entry.id());
        }
        old.forEach(entries::remove);
        return old.size();
    }

    int erase(TrailQuery query, int limit) {
        List<String> found = entries.values().stream()
                .filter(query::matches)
                .limit(limit)
                .map(TrailEntry::id)
                .toList();
        found.forEach(entries::remove);
        return found.size();
    }
}
