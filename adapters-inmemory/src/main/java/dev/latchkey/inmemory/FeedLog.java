package dev.latchkey.inmemory;

import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.NumberedPosition;
import dev.latchkey.token.TokenId;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The entries of a change feed, numbered without holes. Not thread-safe: its store serializes access. */
final class FeedLog {

    private final SecureRandom nonces = new SecureRandom();
    private final NavigableMap<Long, Entry> entries = new TreeMap<>();
    private final InstantSource clock;
    private final NumberedPosition beginning = new NumberedPosition(0, nonces.nextLong());
    private NumberedPosition end = beginning;

    FeedLog(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * What an entry reports.
     *
     * @param token the token whose record changed, or null
     * @param stateChanged whether the store's state changed
     */
    record Cause(@Nullable TokenId token, boolean stateChanged) {

        static final Cause STATE = new Cause(null, true);
        static final Cause MARK = new Cause(null, false);

        static Cause token(TokenId token) {
            return new Cause(token, false);
        }
    }

    private record Entry(long nonce, Cause cause, Instant madeAt) {}

    FeedPosition position() {
        return end.position();
    }

    void append(Cause cause) {
        Entry entry = new Entry(nonces.nextLong(), cause, clock.instant());
        end = new NumberedPosition(end.sequence() + 1, entry.nonce());
        entries.put(end.sequence(), entry);
    }

    Changes since(FeedPosition from, int limit) {
        NumberedPosition position =
                NumberedPosition.of(from).filter(this::isKnown).orElse(null);
        if (position == null) {
            return Changes.gap(position());
        }
        Set<TokenId> tokens = new HashSet<>();
        boolean stateChanged = false;
        NumberedPosition reached = position;
        for (var next : entries.tailMap(position.sequence(), false).entrySet()) {
            if (next.getKey() > position.sequence() + limit) {
                return new Changes(tokens, stateChanged, reached.position(), false, false);
            }
            Entry entry = next.getValue();
            stateChanged |= entry.cause().stateChanged();
            if (entry.cause().token() != null) {
                tokens.add(entry.cause().token());
            }
            reached = new NumberedPosition(next.getKey(), entry.nonce());
        }
        return new Changes(tokens, stateChanged, reached.position(), true, false);
    }

    /** A position is known if its entry is still there and has the same nonce, or if it is the end. */
    private boolean isKnown(NumberedPosition position) {
        if (position.equals(end)) {
            return true;
        }
        Entry last = entries.get(position.sequence());
        return last != null ? last.nonce() == position.nonce() : position.equals(beginning) && entries.containsKey(1L);
    }

    /** {@return whether the feed ends before the position, or has another entry there} A trimmed entry is not another one. */
    boolean isBehind(FeedPosition asked) {
        NumberedPosition position = NumberedPosition.of(asked).orElse(null);
        if (position == null) {
            return true;
        }
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
