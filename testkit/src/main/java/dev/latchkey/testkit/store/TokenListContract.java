package dev.latchkey.testkit.store;

import dev.latchkey.port.TokenStore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * Rules TS-4 (lists) and TS-5 (uses) of {@link TokenStore}. Extend it, give an empty store, and run.
 *
 * <p>That a record comes back as it was written is tested by TS-2, in {@link TokenStoreContract}.
 */
public abstract class TokenListContract {

    /** For subclasses. */
    protected TokenListContract() {}

    /** {@return a store without any token; asked once for each test} */
    protected abstract TokenStore store();

    /**
     * TS-4: a list is whole, in order, and cut into pages without loss; else whoever looks for leaked tokens does not
     * see them all, and "revoke all of an owner" misses some.
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
     * TS-5: uses gather beside the record; else a scope that is needed looks unused and is taken away, or noting a use
     * overwrites a revocation.
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
