package dev.latchkey.example.store;

import dev.latchkey.example.store.Fields.FeedEntry;
import dev.latchkey.example.store.KeyValues.Step;
import dev.latchkey.port.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.TokenId;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** The change feed: one value for each entry, under its number, and the last entry again under {@code end}. */
final class RocksFeed {

    private final SecureRandom nonces = new SecureRandom();

    /** Makes the origin, which has the number 0 and is no entry, if there is none. */
    boolean open(Step step) throws RocksDBException {
        if (step.get("end", Fields::entry).isEmpty()) {
            enter(step, 0, null);
        }
        return true;
    }

    /** Tells that tokens changed; null stands for the store's state. */
    boolean tell(Step step, @Nullable TokenId... changed) throws RocksDBException {
        long last = end(step).sequence();
        for (TokenId token : changed) {
            enter(step, ++last, token);
        }
        return true;
    }

    private void enter(Step step, long number, @Nullable TokenId changed) throws RocksDBException {
        byte[] entry = Fields.of(number, nonces.nextLong(), Instant.now(), changed);
        step.put(key(number), entry);
        step.put("end", entry);
    }

    private static String key(long number) {
        return number == 0 ? "origin" : "feed/" + HexFormat.of().toHexDigits(number);
    }

    FeedPosition end(Step step) throws RocksDBException {
        return step.get("end", Fields::entry)
                .orElseThrow(() -> new TokenStoreException("the end of the feed is missing"))
                .position();
    }

    /** {@return the entry; empty if it is missing or damaged, which is the same to a reader: it cannot know what changed} */
    private static Optional<FeedEntry> entry(Step step, long number) throws RocksDBException {
        try {
            return step.get(key(number), Fields::entry)
                    .filter(entry -> entry.position().sequence() == number);
        } catch (TokenStoreException e) {
            return Optional.empty();
        }
    }

    Changes since(Step step, FeedPosition position, int limit) throws RocksDBException {
        FeedPosition end = end(step);
        FeedPosition reached = position;
        Set<TokenId> tokens = new HashSet<>();
        boolean stateChanged = false;
        Optional<FeedEntry> entry = position.sequence() > end.sequence()
                ? Optional.empty()
                : entry(step, position.sequence())
                        .filter(known -> known.position().equals(position));
        for (int i = 0; entry.isPresent() && i < limit && reached.sequence() < end.sequence(); i++) {
            entry = entry(step, reached.sequence() + 1);
            reached = entry.map(FeedEntry::position).orElse(reached);
            entry.map(FeedEntry::token).ifPresent(tokens::add);
            stateChanged |= entry.isPresent() && entry.get().token() == null;
        }
        return entry.isEmpty()
                ? Changes.gap(end)
                : new Changes(tokens, stateChanged, reached, reached.equals(end), false);
    }

    /** {@return whether the feed ends before the position, or has another entry there} A trimmed entry is not another one. */
    boolean isBehind(Step step, FeedPosition position) throws RocksDBException {
        Optional<FeedEntry> entry = step.get(key(position.sequence()), Fields::entry);
        return position.sequence() > end(step).sequence()
                || entry.filter(known -> !known.position().equals(position)).isPresent();
    }

    int trim(Step step, Instant before, int limit) throws RocksDBException {
        String end = key(end(step).sequence());
        int deleted = 0;
        for (String key : step.keys("feed/", limit)) {
            if (key.equals(end) || !isOld(step, key, before)) {
                break;
            }
            step.delete(key);
            deleted++;
        }
        return deleted;
    }

    /** A damaged entry counts as old, or nothing after it could ever be trimmed. */
    private static boolean isOld(Step step, String key, Instant before) throws RocksDBException {
        return entry(step, HexFormat.fromHexDigitsToLong(key, "feed/".length(), key.length()))
                .map(entry -> entry.madeAt().isBefore(before))
                .orElse(true);
    }
}
