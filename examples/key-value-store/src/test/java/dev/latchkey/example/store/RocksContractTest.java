package dev.latchkey.example.store;

import dev.latchkey.keyvalue.KeyValueTokenStore;
import dev.latchkey.port.TokenStore;
import dev.latchkey.testkit.store.ChangeFeedContract;
import dev.latchkey.testkit.store.ConcurrentStoreContract;
import dev.latchkey.testkit.store.DurableStoreContract;
import dev.latchkey.testkit.store.TokenListContract;
import dev.latchkey.testkit.store.TokenStoreContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The whole contract of a store. */
class RocksContractTest {

    @TempDir
    private Path folder;

    private final List<KeyValueTokenStore> opened = new ArrayList<>();

    private KeyValueTokenStore open() {
        KeyValueTokenStore store = RocksStores.open(folder.resolve("tokens" + opened.size()));
        opened.add(store);
        return store;
    }

    @AfterEach
    void close() {
        opened.forEach(KeyValueTokenStore::close);
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
        @Override
        protected KeyValueTokenStore store() {
            return open();
        }
    }

    @Nested
    class Durability extends DurableStoreContract<KeyValueTokenStore> {
        @Override
        protected KeyValueTokenStore open(Path directory) {
            return RocksStores.open(directory);
        }
    }
}
