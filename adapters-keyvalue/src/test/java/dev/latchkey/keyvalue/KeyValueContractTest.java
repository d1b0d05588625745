package dev.latchkey.keyvalue;

import dev.latchkey.port.TokenStore;
import dev.latchkey.testkit.store.ChangeFeedContract;
import dev.latchkey.testkit.store.ConcurrentStoreContract;
import dev.latchkey.testkit.store.NumberedFeedContract;
import dev.latchkey.testkit.store.TokenListContract;
import dev.latchkey.testkit.store.TokenStoreContract;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;

/** The whole contract of a store, on an engine without limits. */
class KeyValueContractTest {

    KeyValueTokenStore open() {
        return new KeyValueTokenStore(new MemoryEngine());
    }

    @Nested
    class Store extends TokenStoreContract {
        @Override
        protected TokenStore store() {
            return open();
        }
    }

    @Nested
    class Lists extends TokenListContract {
        @Override
        protected TokenStore store() {
            return open();
        }
    }

    @Nested
    class Feed extends ChangeFeedContract<KeyValueTokenStore> {
        @Override
        protected KeyValueTokenStore store() {
            return open();
        }
    }

    @Nested
    class Concurrency extends ConcurrentStoreContract<KeyValueTokenStore> {
        private final MemoryEngine engine = new MemoryEngine();

        @Override
        protected KeyValueTokenStore store() {
            return new KeyValueTokenStore(engine);
        }

        @Override
        protected KeyValueTokenStore another(KeyValueTokenStore store) {
            return new KeyValueTokenStore(engine);
        }
    }

    @Nested
    class Numbers extends NumberedFeedContract<KeyValueTokenStore> {
        @Override
        protected KeyValueTokenStore store(InstantSource entries) {
            return new KeyValueTokenStore(new MemoryEngine(), "", entries);
        }
    }
}
