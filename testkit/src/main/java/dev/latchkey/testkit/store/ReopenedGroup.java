package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.TokenRecord;

/** A group of tests on a store that its contract reopens. */
abstract class ReopenedGroup<S extends TokenStore & ChangeFeed> {

    /** {@return the open store} */
    abstract S store();

    /** Closes the store and reopens it. */
    abstract void reopen() throws Exception;

    /** {@return a record as the store returns it} */
    TokenRecord inserted() {
        TokenRecord record = TokenRecords.ordinary().build();
        assertThat(StoreWrites.insert(store(), record)).isTrue();
        return store().find(record.id()).orElseThrow();
    }
}
