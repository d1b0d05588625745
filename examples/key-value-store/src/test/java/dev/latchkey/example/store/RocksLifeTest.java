package dev.latchkey.example.store;

import dev.latchkey.keyvalue.KeyValueTokenStore;
import dev.latchkey.port.TokenStore;
import dev.latchkey.resilience.LifeModelContract;
import dev.latchkey.resilience.LifeRacesContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The life of tokens on this store. */
class RocksLifeTest {

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
    class Model extends LifeModelContract {
        @Override
        protected TokenStore store() {
            return open();
        }
    }

    @Nested
    class Races extends LifeRacesContract {
        @Override
        protected TokenStore store() {
            return open();
        }
    }
}
