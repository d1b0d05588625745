package dev.latchkey.keyvalue;

import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.NumberedPosition;
import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.TokenId;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The change feed as numbered values. Every commit that makes an entry expects the end before it, so numbers are in
 * commit order and have no holes.
 */
final class NumberedFeed implements Feed {

    private final OpenEngine engine;
    private final Keys keys;

    /** Writes that make an entry conflict with each other, so this process runs them one at a time. */
    private final ReentrantLock turn = new ReentrantLock(true);

    NumberedFeed(OpenEngine engine, Keys keys) {
        this.engine = engine;
        this.keys = keys;
    }

    @Override
    public void begin(long nonce) {
        Feed.begin(engine, keys, FeedEnd.first(nonce)::bytes);
        lastEntry();
    }

    @Override
    public FeedPosition end() {
        return lastEntry().position();
    }

    private NumberedPosition lastEntry() {
        return View.read(engine, keys, Set.of(keys.end())).end().position();
    }

    @Override
    public Optional<Boolean> endsAt(View view, FeedPosition asked) {
        return Optional.of(asked.equals(view.end().position().position()));
    }

    @Override
    public Addition add(View view, long nonce, Instant now, Function<NumberedPosition, FeedEntry> entry) {
        NumberedPosition next = view.end().next(nonce);
        byte[] end = new FeedEnd(next, view.end().origin()).bytes();
        return new Addition(
                Map.of(keys.entry(next.sequence()), entry.apply(next).bytes(), keys.end(), end), Set.of());
    }

    @Override
    public boolean inTurn(Supplier<Boolean> write) {
        turn.lock();
        try {
            return write.get();
        } finally {
            turn.unlock();
        }
    }

    @Override
    public Set<String> keys(FeedPosition asked) {
        Set<String> read = new HashSet<>(Set.of(keys.end()));
        NumberedPosition.of(asked).ifPresent(position -> read.add(keys.entry(position.sequence())));
        return read;
    }

    @Override
    public boolean isBehind(View view, FeedPosition asked) {
        NumberedPosition position = NumberedPosition.of(asked).orElse(null);
        if (position == null) {
            return true;
        }
        FeedEnd end = view.end();
        if (position.sequence() == 0 || position.sequence() >= end.position().sequence()) {
            return !position.equals(end.position()) && !end.isOrigin(position);
        }
        byte[] entry = view.bytes(keys.entry(position.sequence()));
        return entry != null
                && !FeedEntry.read(position.sequence(), entry).position().equals(position);
    }

    @Override
    public Changes since(FeedPosition from, int limit) {
        View view = View.read(engine, keys, keys(from));
        FeedEnd end = view.end();
        NumberedPosition position = NumberedPosition.of(from)
                .filter(asked -> isKnown(view, end, asked))
                .orElse(null);
        return position == null ? Changes.gap(end.position().position()) : read(position, end.position(), limit);
    }

    /** A position is known if its entry is still there and has the same nonce, or if the feed ends or begins there. */
    private boolean isKnown(View view, FeedEnd end, NumberedPosition position) {
        if (position.equals(end.position()) || end.isOrigin(position)) {
            return true;
        }
        return position.sequence() < end.position().sequence()
                && entry(position.sequence(), view.bytes(keys.entry(position.sequence())))
                        .filter(entry -> entry.position().equals(position))
                        .isPresent();
    }

    /**
     * {@return the entry; empty if it is missing or damaged, because in both cases a reader cannot know what changed}
     */
    private static Optional<FeedEntry> entry(long sequence, byte @Nullable [] bytes) {
        try {
            return Optional.ofNullable(bytes).map(present -> FeedEntry.read(sequence, present));
        } catch (TokenStoreException e) {
            return Optional.empty();
        }
    }

    /** Reads entries up to the limit, or up to about as many tokens; entries of a lost feed may follow the end. */
    private Changes read(NumberedPosition from, NumberedPosition end, int limit) {
        Set<TokenId> tokens = new HashSet<>();
        boolean stateChanged = false;
        NumberedPosition reached = from;
        long last = Math.min(end.sequence(), from.sequence() + limit);
        while (reached.sequence() < last && tokens.size() < StoreLimits.MAX_BATCH) {
            Map<String, StoredValue> values =
                    engine.scan(keys.feed(), keys.entry(reached.sequence()), Scan.batch(last - reached.sequence()));
            if (values.isEmpty()) {
                return Changes.gap(end.position());
            }
            for (var value : values.entrySet()) {
                FeedEntry entry = entry(reached.sequence() + 1, value.getValue().bytes())
                        .filter(read ->
                                value.getKey().equals(keys.entry(read.position().sequence())))
                        .orElse(null);
                if (entry == null) {
                    return Changes.gap(end.position());
                }
                tokens.addAll(entry.tokens());
                stateChanged |= entry.stateChanged();
                reached = entry.position();
            }
        }
        return new Changes(tokens, stateChanged, reached.position(), reached.sequence() == end.sequence(), false);
    }

    @Override
    public int trim(Instant before, int limit) {
        int trimmed = 0;
        while (trimmed < limit) {
            int most = Math.min(limit - trimmed, engine.limits().maximumTrim());
            int deleted = Races.retry("trimming the change feed", () -> trimOnce(before, most));
            trimmed += deleted;
            if (deleted < most) {
                break;
            }
        }
        return trimmed;
    }

    private Optional<Integer> trimOnce(Instant before, int most) {
        String newest = keys.entry(lastEntry().sequence());
        Map<String, StoredValue> old = new LinkedHashMap<>();
        Scan.of(engine, keys.feed(), keys.feed(), Scan.batch(most), (key, value) -> {
            boolean isOld = old.size() < most && key.compareTo(newest) < 0 && isOld(key, value, before);
            if (isOld) {
                old.put(key, value);
            }
            return isOld && old.size() < most;
        });
        return old.isEmpty() || engine.commit(new EngineCommit(old, Set.of(), Map.of(), old.keySet()))
                ? Optional.of(old.size())
                : Optional.empty();
    }

    /** A damaged entry counts as old; otherwise nothing after it could be trimmed. */
    private boolean isOld(String key, StoredValue value, Instant before) {
        return entry(keys.sequence(key), value.bytes())
                .map(entry -> entry.madeAt().isBefore(before))
                .orElse(true);
    }
}
