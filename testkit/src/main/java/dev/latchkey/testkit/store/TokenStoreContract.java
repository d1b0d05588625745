package dev.latchkey.testkit.store;

import dev.latchkey.port.TokenStore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * Rules TS-1 to TS-3 of {@link TokenStore}, one operation after the other. Extend it, give an empty store, and run.
 *
 * <p>Lists (TS-4) and uses (TS-5) are in {@link TokenListContract}. Marks of the change feed, which are steps of TS-3 too, are
 * in {@link ChangeFeedContract}.
 *
 * <p>Each group is tagged with its rule. A store that breaks one rule fails the groups of that rule and no others, so that
 * they say what to repair. That a record comes back as it was written is tested by TS-2 alone: the other rules begin from what the store gave back, and their
 * times are whole seconds.
 */
public abstract class TokenStoreContract {

    /** For subclasses. */
    protected TokenStoreContract() {}

    /** {@return a store without any token; asked once for each test} */
    protected abstract TokenStore store();

    /**
     * TS-1: what verification reads is committed, whatever was read before; else a token that was revoked is still
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
     * TS-2: a record comes back as it was written; else a cut hash refuses a right secret, and a rounded expiry gives
     * a token time that nobody granted.
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
     * TS-3: an insert never overwrites; else a repeated request mints a second token, or another secret takes over an
     * id.
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
     * TS-3: an update is of the version that was read, or does not happen; else a description written at the same time
     * undoes a revocation.
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
     * TS-3: of a replacement, both halves happen or neither; else a rotation leaves its owner without a token, or with
     * two whose bond nobody knows.
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
     * TS-3: the state is versioned as records are; else of two administrators after a restore, the later undoes the
     * earlier.
     */
    @Nested
    @Tag("TS-3")
    class Updating_the_state extends StateUpdates {
        @Override
        TokenStore newStore() {
            return store();
        }
    }

    /** TS-3: a deletion is of the version that was read; else a sweep deletes a token whose expiry was just moved. */
    @Nested
    @Tag("TS-3")
    class Deleting extends Deletions {
        @Override
        TokenStore newStore() {
            return store();
        }
    }

    /**
     * TS-3: of several steps, all happen or none, in order; else a batch that was refused has revoked some tokens, and
     * nobody knows which.
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
