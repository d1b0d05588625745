package dev.latchkey.change;

import dev.latchkey.token.TokenId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The tokens that were used since the last flush, up to a maximum; further ones are lost until they are used again after
 * a flush.
 *
 * <p>Thread-safe. Adding never waits and never calls the store.
 */
public final class UseBuffer {

    private final ConcurrentMap<TokenId, UsedToken> pending = new ConcurrentHashMap<>();
    private final long maximum;
    private final LongAdder lost = new LongAdder();
    private volatile Runnable whenHalfFull = () -> {};
    private volatile boolean closed;

    /**
     * Makes an empty buffer.
     *
     * @param maximum the most tokens that are pending, approximately if several threads add at once
     */
    public UseBuffer(long maximum) {
        this.maximum = maximum;
    }

    /**
     * {@return what notes the uses of a token: the one that is pending, or a new one}
     *
     * @param id the token
     */
    public UsedToken of(TokenId id) {
        UsedToken present = pending.get(id);
        return present != null ? present : new UsedToken(id, this);
    }

    void whenHalfFull(Runnable action) {
        this.whenHalfFull = action;
    }

    /** Adds a token that has become pending. If another object for the same token is pending, that one gets its uses. */
    void add(UsedToken used) {
        long size = pending.size();
        if (closed || size >= maximum) {
            used.endPending();
            lost.increment();
        } else {
            put(used);
        }
        // Afterwards, so that the writer finds the use that woke it.
        if (size >= maximum / 2) {
            whenHalfFull.run();
        }
    }

    private void put(UsedToken used) {
        UsedToken other = pending.putIfAbsent(used.id(), used);
        if (other != null && other != used) {
            used.endPending();
            other.absorb(used);
        }
    }

    /** {@return what was pending, and is not any more} For one thread at a time. */
    List<UsedToken> drain() {
        List<UsedToken> drained = new ArrayList<>();
        for (Iterator<UsedToken> all = pending.values().iterator(); all.hasNext(); ) {
            UsedToken used = all.next();
            all.remove();
            used.endPending();
            drained.add(used);
        }
        return drained;
    }

    /** Counts uses that are not written. */
    void lose(int number) {
        lost.add(number);
    }

    /** Uses from now on are lost; the pending ones can still be drained. */
    void close() {
        closed = true;
    }

    /** {@return how many tokens are pending} */
    public long pending() {
        return pending.size();
    }

    /** {@return how many uses were not recorded: the buffer was full or closed, or the store refused one alone} */
    public long lost() {
        return lost.sum();
    }
}
