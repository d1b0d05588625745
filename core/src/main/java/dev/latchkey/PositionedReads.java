package dev.latchkey;

import dev.latchkey.cache.LeasedRecords;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.TokenId;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Reads tokens for memory, never older than the change feed's position, and counts how often the store was behind it. */
final class PositionedReads implements LeasedRecords.Reader<KnownToken> {

    private static final System.Logger LOG = System.getLogger("dev.latchkey");

    private final TokenStore store;
    private final LongAdder behind = new LongAdder();
    private final AtomicBoolean warned = new AtomicBoolean();

    PositionedReads(TokenStore store) {
        this.store = store;
    }

    @Override
    public @Nullable KnownToken read(TokenId id, @Nullable FeedPosition notBefore) {
        Snapshot snapshot = store.findCommitted(Set.of(id), notBefore);
        if (snapshot.behind()) {
            behind.increment();
            if (warned.compareAndSet(false, true)) {
                LOG.log(
                        Level.WARNING,
                        "the records come from a database that is behind the feed; each load that finds it behind is"
                                + " repeated where the feed is read");
            }
        }
        return TokenSource.known(snapshot, id);
    }

    /** {@return how many reads were repeated} */
    long behind() {
        return behind.sum();
    }
}
