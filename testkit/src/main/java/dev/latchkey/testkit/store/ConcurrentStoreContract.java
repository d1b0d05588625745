package dev.latchkey.testkit.store;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.TokenStore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * The rules of {@link TokenStore} and {@link ChangeFeed} for concurrent callers. Extend it and return an empty store
 * that has a feed.
 *
 * @param <S> the store's type
 */
public abstract class ConcurrentStoreContract<S extends TokenStore & ChangeFeed> {

    /** For subclasses. */
    protected ConcurrentStoreContract() {}

    /** {@return a store without any token; called once for each test} */
    protected abstract S store();

    /**
     * {@return another store of the same data, like that of another node. Default: the same store}
     *
     * <p>Override it if several processes may share the data: a store that serializes its own writes can still lose a
     * race against those of another node.
     *
     * @param store what {@link #store()} returned last
     */
    protected S another(S store) {
        return store;
    }

    /** {@return how many rounds of each race are run. Default: 100} */
    protected int rounds() {
        return 100;
    }

    /**
     * TS-3: the comparison is a part of the write; else one of two callers that both found the version right overwrites
     * the other's change.
     */
    @Nested
    @Tag("TS-3")
    class Racing_writes extends RacingWrites<S> {
        @Override
        S newStore() {
            return store();
        }

        @Override
        S another(S node) {
            return ConcurrentStoreContract.this.another(node);
        }

        @Override
        int rounds() {
            return ConcurrentStoreContract.this.rounds();
        }
    }

    /**
     * TS-1: a read is of one moment, and sees what was acknowledged before it; else a token is accepted that was
     * revoked together with others.
     */
    @Nested
    @Tag("TS-1")
    class Reading_among_writers extends ReadsAmongWrites<S> {
        @Override
        S newStore() {
            return store();
        }

        @Override
        S another(S node) {
            return ConcurrentStoreContract.this.another(node);
        }

        @Override
        int rounds() {
            return ConcurrentStoreContract.this.rounds();
        }
    }

    /**
     * TS-5: concurrently recorded uses all count; else a scope that is needed looks unused and is removed. None is stored
     * for a token that is deleted at the same time; else an erased owner leaves traces that no sweep finds.
     */
    @Nested
    @Tag("TS-5")
    class Recording_uses_at_once extends RacingUses<S> {
        @Override
        S newStore() {
            return store();
        }

        @Override
        S another(S node) {
            return ConcurrentStoreContract.this.another(node);
        }

        @Override
        int rounds() {
            return ConcurrentStoreContract.this.rounds();
        }
    }

    /**
     * TF-1: the feed is in commit order; else a reader misses the entry of a transaction that commits late, and accepts
     * a revoked token as long as it runs.
     */
    @Nested
    @Tag("TF-1")
    class Following_among_writers extends FeedAmongWrites<S> {
        @Override
        S newStore() {
            return store();
        }

        @Override
        S another(S node) {
            return ConcurrentStoreContract.this.another(node);
        }

        @Override
        int rounds() {
            return ConcurrentStoreContract.this.rounds();
        }
    }
}
