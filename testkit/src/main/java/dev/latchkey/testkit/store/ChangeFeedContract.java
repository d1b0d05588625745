package dev.latchkey.testkit.store;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.TokenStore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * Rules TF-1 and TF-2 of {@link ChangeFeed}, TF-3, which is about both, and TS-3 as far as it is about marks. Extend it, give an
 * empty store that has a feed, and run.
 *
 * <p>A write that a store should have refused and did not is no matter of its feed: TF-1 holds an entry against what was
 * written, not against what should have been.
 *
 * @param <S> the store's type
 */
public abstract class ChangeFeedContract<S extends TokenStore & ChangeFeed> {

    /** For subclasses. */
    protected ChangeFeedContract() {}

    /** {@return a store without any token; asked again where a test needs another store} */
    protected abstract S store();

    /**
     * TF-1: every change makes an entry in its transaction, and nothing else does; else a node that keeps records in
     * memory accepts a revoked token for as long as it runs.
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
     * TF-1: the feed is read in order, none left out, or reports a gap; else a node that keeps records in memory
     * accepts a revoked token for as long as it runs.
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
     * TS-3 for marks: a mark is of the end that was read, or is not made; else two nodes that both believe to have
     * made it do the same work.
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
     * reader that was away for a day continues with outdated records.
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
     * TF-3: a look-up is never older than the position that it names; else a node that follows the feed of the
     * primary, and reads records from a copy that is behind, accepts a revoked token for as long as it runs.
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
