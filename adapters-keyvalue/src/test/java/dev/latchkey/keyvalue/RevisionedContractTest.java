package dev.latchkey.keyvalue;

import dev.latchkey.port.TokenStore;
import dev.latchkey.testkit.store.ChangeFeedContract;
import dev.latchkey.testkit.store.ConcurrentStoreContract;
import dev.latchkey.testkit.store.DatedFeedContract;
import dev.latchkey.testkit.store.TokenStoreContract;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;

/** The contract of a store whose feed is in the order of revisions, with the least limits and the longest prefix. */
class RevisionedContractTest {

    private static final EngineLimits LEAST =
            new EngineLimits(EngineLimits.FEWEST_OPERATIONS, EngineLimits.FEWEST_BYTES);
    private static final String PREFIX = "p".repeat(Keys.MAX_PREFIX_LENGTH);

    private static KeyValueTokenStore open(MemoryEngine engine) {
        return new KeyValueTokenStore(engine, PREFIX, InstantSource.system());
    }

    @Nested
    class Store extends TokenStoreContract {
        @Override
        protected TokenStore store() {
            return open(new RevisionedMemoryEngine(LEAST));
        }
    }

    @Nested
    class Feed extends ChangeFeedContract<KeyValueTokenStore> {
        @Override
        protected KeyValueTokenStore store() {
            return open(new RevisionedMemoryEngine(LEAST));
        }
    }

    @Nested
    class Concurrency extends ConcurrentStoreContract<KeyValueTokenStore> {
        private final MemoryEngine engine = new RevisionedMemoryEngine();

        @Override
        protected KeyValueTokenStore store() {
            return open(engine);
        }

        @Override
        protected KeyValueTokenStore another(KeyValueTokenStore store) {
            return open(engine);
        }
    }

    @Nested
    class Times extends DatedFeedContract<KeyValueTokenStore> {
        @Override
        protected KeyValueTokenStore store(InstantSource entries) {
            return new KeyValueTokenStore(new RevisionedMemoryEngine(), PREFIX, entries);
        }
    }
}
