package dev.latchkey.testkit.store;

import dev.latchkey.port.TokenStore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * Rules TS-4 (lists) and TS-5 (uses) of {@link TokenStore}. Extend it and return an empty store.
 *
 * <p>TS-2, in {@link TokenStoreContract}, tests that a record is returned as it was written.
 */
public abstract class TokenListContract {

    /** For subclasses. */
    protected TokenListContract() {}

    /** {@return a store without any token; called once for each test} */
    protected abstract TokenStore store();

    /**
     * TS-4: a list is complete, in order, and divided into pages without loss; else a search for leaked tokens does not
     * show them all, and "revoke all of an owner" misses some.
     */
    @Nested
    @Tag("TS-4")
    class Listing extends Lists {
        @Override
        TokenStore newStore() {
            return store();
        }
    }

    /**
     * TS-4: a list has exactly the tokens that meet its conditions, and a page examines a bounded number of tokens; else
     * a search does not find a token that has to be revoked, or costs more the more tokens there are.
     */
    @Nested
    @Tag("TS-4")
    class Searching extends Searches {
        @Override
        TokenStore newStore() {
            return store();
        }
    }

    /**
     * TS-5: uses are merged beside the record; else a scope that is needed looks unused and is removed, or recording a
     * use overwrites a revocation.
     */
    @Nested
    @Tag("TS-5")
    class Recording_uses extends Uses {
        @Override
        TokenStore newStore() {
            return store();
        }
    }
}
