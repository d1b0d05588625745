package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.TokenRecord;

/** A group of tests on a store that its contract opens again. */
abstract class ReopenedGroup<S extends TokenStore & ChangeFeed> {

    /** {@return the store that is open} */
    abstract S store();

    /** Closes the store and opens it again. */
    abstract void reopen() throws Exception;

    /** {@return a record as the store gives it back} */
    TokenRecord inserted() {
        TokenRecord record = TokenRecords.ordinary().build();
        assertThat(StoreWrites.insert(store(), record)).isTrue();
        return store().find(record.id()).orElseThrow();
    }
}
