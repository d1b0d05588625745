package dev.latchkey.inmemory;

import dev.latchkey.inmemory.FeedLog.Cause;
import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.NumberedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.port.Write;
import dev.latchkey.token.TokenId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Correct as well, with a feed of its own beside the records: what a subclass can leave out of it, or put in too much. */
class OwnFeedStore extends DelegatingStore {

    final FeedLog feed = new FeedLog(InstantSource.system());
    /** Every position that there ever was, by its number. */
    final List<FeedPosition> positions = new ArrayList<>(List.of(feed.position()));

    OwnFeedStore() {}

    OwnFeedStore(InMemoryTokenStore right) {
        super(right);
    }

    void append(Cause cause) {
        feed.append(cause);
        positions.add(feed.position());
    }

    void append(Write write) {
        TokenId changed = write.changed();
        if (changed != null) {
            append(Cause.token(changed));
        } else if (write instanceof Write.State) {
            append(Cause.STATE);
        } else if (write instanceof Write.Mark) {
            append(Cause.MARK);
        }
    }

    // Not synchronized: a look-up waits for nobody.
    @Override
    public Snapshot findCommitted(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
        if (notBefore != null && isBehind(notBefore)) {
            throw new TokenStoreException("the store is behind position " + notBefore.text());
        }
        return right.findCommitted(ids);
    }

    private synchronized boolean isBehind(FeedPosition position) {
        return feed.isBehind(position);
    }

    @Override
    synchronized boolean writeSteps(List<Write> writes) {
        List<Write> others = new ArrayList<>();
        for (Write write : writes) {
            if (!(write instanceof Write.Mark mark)) {
                others.add(write);
            } else if (!mark.end().equals(feed.position())) {
                return false;
            }
        }
        boolean written = right.write(others);
        if (written) {
            writes.forEach(this::append);
        }
        return written;
    }

    @Override
    public synchronized Changes changesSince(@Nullable FeedPosition position, int limit) {
        StoreLimits.requireBatch(limit);
        return position == null ? Changes.end(feed.position()) : feed.since(position, limit);
    }

    /** {@return the number of the entry there} */
    static long number(@Nullable FeedPosition position) {
        return position == null
                ? Long.MAX_VALUE
                : NumberedPosition.of(position).map(NumberedPosition::sequence).orElse(Long.MAX_VALUE);
    }

    @Override
    public synchronized int trim(Instant before, int limit) {
        Instant time = StoreLimits.requireTime(before);
        right.trim(Instant.EPOCH, limit);
        return feed.trim(time, limit);
    }
}
