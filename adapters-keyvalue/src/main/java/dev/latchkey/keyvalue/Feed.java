package dev.latchkey.keyvalue;

import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.NumberedPosition;
import dev.latchkey.port.TokenStoreException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** How a store keeps its change feed in an engine. Every write that makes an entry reads {@link Keys#end()}. */
interface Feed {

    /** {@return the feed that fits an engine} */
    static Feed of(OpenEngine engine, Keys keys) {
        return engine.hasRevisions() ? new RevisionFeed(engine, keys) : new NumberedFeed(engine, keys);
    }

    /** Creates the beginning of a feed, unless there is one. */
    static void begin(OpenEngine engine, Keys keys, Supplier<byte[]> beginning) {
        Races.retry("opening the change feed", () -> {
            View view = View.read(engine, keys, Set.of(keys.end()));
            return view.has(keys.end()) || engine.commit(view.commit(Map.of(keys.end(), beginning.get()), Set.of()))
                    ? Optional.of(true)
                    : Optional.empty();
        });
    }

    /**
     * Creates the beginning of the feed, unless there is one.
     *
     * @throws TokenStoreException if there is the feed of another kind of engine
     */
    void begin(long nonce);

    FeedPosition end();

    Changes since(FeedPosition from, int limit);

    int trim(Instant before, int limit);

    /** {@return the keys that {@link #isBehind} needs} */
    Set<String> keys(FeedPosition asked);

    /** {@return whether the feed ends before the position, or has another entry there} A trimmed entry is not another one. */
    boolean isBehind(View view, FeedPosition asked);

    /**
     * {@return whether the feed ends at the position, and still will when a commit that expects the view succeeds; empty
     * if the view has to be read again}
     */
    Optional<Boolean> endsAt(View view, FeedPosition asked);

    /**
     * {@return what a commit that expects the view has to add for its entry}
     *
     * @param nonce of the entry
     * @param now when the entry is made
     * @param entry makes the entry, from its number and nonce
     */
    Addition add(View view, long nonce, Instant now, Function<NumberedPosition, FeedEntry> entry);

    /** Makes a write, with its repetitions, when it is this write's turn. */
    boolean inTurn(Supplier<Boolean> write);
}
