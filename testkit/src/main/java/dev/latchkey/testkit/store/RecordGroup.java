package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.TokenStore;
import dev.latchkey.token.TokenRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The base of the groups of {@link TokenStoreContract}; its times are whole seconds. */
abstract class RecordGroup extends StoreGroup<TokenStore> {

    static final Instant T0 = TokenRecords.ISSUED.truncatedTo(ChronoUnit.SECONDS);
    static final Instant EARLIEST = Instant.EPOCH;
    static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    /** {@return the record as the store returns it} */
    TokenRecord insert(TokenRecord record) {
        assertThat(StoreWrites.insert(store, record)).isTrue();
        return stored(record);
    }

    TokenRecord stored(TokenRecord record) {
        return store.find(record.id()).orElseThrow();
    }
}
