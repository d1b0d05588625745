package dev.latchkey.example.store;

import dev.latchkey.port.TokenStore;
import dev.latchkey.testkit.store.ChangeFeedContract;
import dev.latchkey.testkit.store.ConcurrentStoreContract;
import dev.latchkey.testkit.store.DurableStoreContract;
import dev.latchkey.testkit.store.TokenListContract;
import dev.latchkey.testkit.store.TokenStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The whole contract of a store. */
class RocksContractTest {

    @TempDir
    private Path folder;

    private RocksTokenStore store;

    @BeforeEach
    void open() {
        store = new RocksTokenStore(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Nested
    class Store extends TokenStoreContract {
        @Override
        protected TokenStore store() {
            return store;
        }
    }

    @Nested
    class Lists extends TokenListContract {
        @Override
        protected TokenStore store() {
            return store;
        }
    }

    @Nested
    class Feed extends ChangeFeedContract<RocksTokenStore> {
        @Override
        protected RocksTokenStore store() {
            return store;
        }
    }

    @Nested
    class Concurrency extends ConcurrentStoreContract<RocksTokenStore> {
        @Override
        protected RocksTokenStore store() {
            return store;
        }
    }

    @Nested
    class Durability extends DurableStoreContract<RocksTokenStore> {
        @Override
        protected RocksTokenStore open(Path directory) {
            return new RocksTokenStore(directory);
        }
    }
}
