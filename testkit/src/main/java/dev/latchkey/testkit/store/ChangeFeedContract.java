package dev.latchkey.testkit.store;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.TokenStore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * Rules TF-1 and TF-2 of {@link ChangeFeed}, TF-3, which concerns feed and store, and TS-3 for marks. Extend it and
 * return an empty store that has a feed.
 *
 * <p>A write that a store should have refused is not a defect of its feed: TF-1 compares an entry with what was
 * written, not with what should have been written.
 *
 * @param <S> the store's type
 */
public abstract class ChangeFeedContract<S extends TokenStore & ChangeFeed> {

    /** For subclasses. */
    protected ChangeFeedContract() {}

    /** {@return a store without any token; called again if a test needs another store} */
    protected abstract S store();

    /**
     * TF-1: every change makes an entry in its transaction, and nothing else does; else a node that caches records
     * accepts a revoked token as long as it runs.
     */
    @Nested
    @Tag("TF-1")
    class Entries extends FeedEntries<S> {
        @Override
        S newStore() {
            return store();
        }
    }

    /**
     * TF-1: entries are read in order, none missing, or the feed reports a gap; else a node that caches records accepts
     * a revoked token as long as it runs.
     */
    @Nested
    @Tag("TF-1")
    class Reading extends FeedReading<S> {
        @Override
        S newStore() {
            return store();
        }
    }

    /**
     * TS-3 for marks: a mark is made only if the feed ends where it was read; else two nodes that both made it do the
     * same work.
     */
    @Nested
    @Tag("TS-3")
    class Marking extends Marks<S> {
        @Override
        S newStore() {
            return store();
        }
    }

    /**
     * TF-2: old entries are deleted, and a reader that needed them is notified; else the feed grows forever, or a
     * reader that was disconnected for a day continues with outdated records.
     */
    @Nested
    @Tag("TF-2")
    class Trimming_old_entries extends Trimming<S> {
        @Override
        S newStore() {
            return store();
        }
    }

    /**
     * TF-3: a look-up is never older than its position; else a node that follows the feed of the primary, and reads
     * records from a copy that is behind, accepts a revoked token as long as it runs.
     */
    @Nested
    @Tag("TF-3")
    class Looking_up_at_a_position extends PositionedLookUps<S> {
        @Override
        S newStore() {
            return store();
        }
    }
}
