package dev.latchkey.inmemory;

import dev.latchkey.port.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.token.TokenId;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The entries of a change feed, numbered without holes. Not thread-safe: its store lets one in at a time. */
final class FeedLog {

    private final SecureRandom nonces = new SecureRandom();
    private final NavigableMap<Long, Entry> entries = new TreeMap<>();
    private final InstantSource clock;
    private final FeedPosition beginning = new FeedPosition(0, nonces.nextLong());
    private FeedPosition end = beginning;

    FeedLog(InstantSource clock) {
        this.clock = clock;
    }

    /** @param token whose record changed; null if it was the store's state */
    private record Entry(long nonce, @Nullable TokenId token, Instant madeAt) {}

    FeedPosition position() {
        return end;
    }

    void append(@Nullable TokenId token) {
        Entry entry = new Entry(nonces.nextLong(), token, clock.instant());
        end = new FeedPosition(end.sequence() + 1, entry.nonce());
        entries.put(end.sequence(), entry);
    }

    Changes since(FeedPosition position, int limit) {
        if (!isKnown(position)) {
            return Changes.gap(end);
        }
        Set<TokenId> tokens = new HashSet<>();
        boolean stateChanged = false;
        FeedPosition reached = position;
        for (var next : entries.tailMap(position.sequence(), false).entrySet()) {
            if (next.getKey() > position.sequence() + limit) {
                return new Changes(tokens, stateChanged, reached, false, false);
            }
            Entry entry = next.getValue();
            if (entry.token() == null) {
                stateChanged = true;
            } else {
                tokens.add(entry.token());
            }
            reached = new FeedPosition(next.getKey(), entry.nonce());
        }
        return new Changes(tokens, stateChanged, reached, true, false);
    }

    /** A position is known if its entry is still there and has the same nonce, or if it is the end. */
    private boolean isKnown(FeedPosition position) {
        if (position.equals(end)) {
            return true;
        }
        Entry last = entries.get(position.sequence());
        return last != null ? last.nonce() == position.nonce() : position.equals(beginning) && entries.containsKey(1L);
    }

    /** {@return whether the feed ends before the position, or has another entry there} A trimmed entry is not another one. */
    boolean isBehind(FeedPosition position) {
        if (position.sequence() == 0) {
            return !position.equals(beginning);
        }
        Entry entry = entries.get(position.sequence());
        return position.sequence() > end.sequence() || (entry != null && entry.nonce() != position.nonce());
    }

    int trim(Instant before, int limit) {
        int trimmed = 0;
        while (trimmed < limit
                && entries.size() > 1
                && entries.firstEntry().getValue().madeAt().isBefore(before)) {
            entries.pollFirstEntry();
            trimmed++;
        }
        return trimmed;
    }
}
