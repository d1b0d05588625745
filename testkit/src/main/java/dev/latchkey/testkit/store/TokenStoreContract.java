package dev.latchkey.testkit.store;

import dev.latchkey.port.TokenStore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * Rules TS-1 to TS-3 of {@link TokenStore}, one operation after the other. Extend it and return an empty store.
 *
 * <p>Lists (TS-4) and uses (TS-5) are in {@link TokenListContract}. Marks of the change feed, which are steps of TS-3 too, are
 * in {@link ChangeFeedContract}.
 *
 * <p>Each group is tagged with its rule. A store that breaks one rule fails the groups of that rule and no others, so
 * that failures show what to repair. Only TS-2 tests that a record is returned as it was written: the other rules start
 * from records that the store returned, and their times are whole seconds.
 */
public abstract class TokenStoreContract {

    /** For subclasses. */
    protected TokenStoreContract() {}

    /** {@return a store without any token; called once for each test} */
    protected abstract TokenStore store();

    /**
     * TS-1: verification reads what is committed, independently of earlier reads; else a revoked token is still
     * accepted.
     */
    @Nested
    @Tag("TS-1")
    class Committed_reads extends CommittedReads {
        @Override
        TokenStore newStore() {
            return store();
        }
    }

    /**
     * TS-2: a record is returned as it was written; else a truncated hash rejects a right secret, and a rounded expiry
     * lets a token live too long.
     */
    @Nested
    @Tag("TS-2")
    class Kept_records extends KeptRecords {
        @Override
        TokenStore newStore() {
            return store();
        }
    }

    /**
     * TS-3: an insert never overwrites; else a repeated request issues a second token, or another secret replaces that
     * of an id.
     */
    @Nested
    @Tag("TS-3")
    class Writing_new_records extends Inserts {
        @Override
        TokenStore newStore() {
            return store();
        }
    }

    /**
     * TS-3: an update requires the version that was read; else a concurrent change of the description undoes a
     * revocation.
     */
    @Nested
    @Tag("TS-3")
    class Updating extends Updates {
        @Override
        TokenStore newStore() {
            return store();
        }
    }

    /**
     * TS-3: a replacement is atomic; else a rotation leaves its owner without a token, or with two unrelated ones.
     */
    @Nested
    @Tag("TS-3")
    class Replacing extends Replacements {
        @Override
        TokenStore newStore() {
            return store();
        }
    }

    /**
     * TS-3: the state is versioned like records; else after a restore, one administrator's change undoes another's.
     */
    @Nested
    @Tag("TS-3")
    class Updating_the_state extends StateUpdates {
        @Override
        TokenStore newStore() {
            return store();
        }
    }

    /**
     * TS-3: a deletion requires the version that was read; else a sweep deletes a token whose expiry was just changed.
     */
    @Nested
    @Tag("TS-3")
    class Deleting extends Deletions {
        @Override
        TokenStore newStore() {
            return store();
        }
    }

    /**
     * TS-3: all of several steps are written or none, in order; else a refused batch has revoked some tokens, and it is
     * unknown which.
     */
    @Nested
    @Tag("TS-3")
    class Several_steps extends WritesOfSteps {
        @Override
        TokenStore newStore() {
            return store();
        }
    }
}
