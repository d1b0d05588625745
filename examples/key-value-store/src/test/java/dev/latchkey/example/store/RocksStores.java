package dev.latchkey.example.store;

import dev.latchkey.keyvalue.KeyValueTokenStore;
import java.nio.file.Path;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** Opens stores, and damages what they keep. */
final class RocksStores {

    private RocksStores() {}

    static KeyValueTokenStore open(Path folder) {
        return new KeyValueTokenStore(new RocksEngine(folder));
    }

    /** What is done to a database behind the store's back. */
    interface Damage {
        void to(RocksDB db) throws RocksDBException;
    }

    static void damage(Path folder, Damage damage) throws RocksDBException {
        try (RocksDB db = RocksDB.open(folder.toString())) {
            damage.to(db);
        }
    }
}
