package dev.latchkey.testkit.store;

import dev.latchkey.port.TokenStore;
import org.junit.jupiter.api.BeforeEach;

/** A group of tests on the store of its contract. */
abstract class StoreGroup<S extends TokenStore> {

    S store;

    /** {@return a store without any token} */
    abstract S newStore();

    @BeforeEach
    void take_a_store() {
        store = newStore();
    }
}
