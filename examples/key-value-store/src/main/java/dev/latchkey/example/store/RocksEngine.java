package dev.latchkey.example.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.keyvalue.EngineCommit;
import dev.latchkey.keyvalue.KeyValueEngine;
import dev.latchkey.keyvalue.StoredValue;
import dev.latchkey.port.TokenStoreException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** A folder of RocksDB, which one process opens at a time. Reads use a snapshot; a commit is on the disk when it returns. */
public final class RocksEngine implements KeyValueEngine {

    private final ReentrantLock oneWriter = new ReentrantLock();
    private final RocksDB db;

    /**
     * Opens the database.
     *
     * @param folder its folder, which is created if absent
     */
    public RocksEngine(Path folder) {
        // By default RocksDB ignores everything from a damage in the log on, so a token that was revoked after it would
        // work again.
        try (Options options = new Options()
                .setCreateIfMissing(true)
                .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)) {
            this.db = RocksDB.open(options, folder.toString());
        } catch (RocksDBException e) {
            throw new TokenStoreException("the database in " + folder + " cannot be opened", e);
        }
    }

    @Override
    public Map<String, StoredValue> read(Set<String> keys) throws RocksDBException {
        Snapshot moment = db.getSnapshot();
        try (ReadOptions reading = new ReadOptions().setSnapshot(moment)) {
            Map<String, StoredValue> found = new HashMap<>();
            for (String key : keys) {
                byte[] value = db.get(reading, bytes(key));
                if (value != null) {
                    found.put(key, new StoredValue(value));
                }
            }
            return found;
        } finally {
            db.releaseSnapshot(moment);
        }
    }

    @Override
    public SortedMap<String, StoredValue> scan(String prefix, String after, int limit) throws RocksDBException {
        SortedMap<String, StoredValue> found = new TreeMap<>();
        try (RocksIterator rows = db.newIterator()) {
            for (rows.seek(bytes(after + '\0')); rows.isValid() && found.size() < limit; rows.next()) {
                String key = new String(rows.key(), UTF_8);
                if (!key.startsWith(prefix)) {
                    break;
                }
                found.put(key, new StoredValue(rows.value()));
            }
            rows.status();
        }
        return found;
    }

    @Override
    public boolean commit(EngineCommit commit) throws RocksDBException {
        oneWriter.lock();
        try {
            boolean met = commit.isMetBy(read(commit.expectedKeys()));
            if (met) {
                write(commit);
            }
            return met;
        } finally {
            oneWriter.unlock();
        }
    }

    private void write(EngineCommit commit) throws RocksDBException {
        try (WriteBatch batch = new WriteBatch();
                WriteOptions toTheDisk = new WriteOptions().setSync(true)) {
            for (var put : commit.puts().entrySet()) {
                batch.put(bytes(put.getKey()), put.getValue());
            }
            for (String key : commit.deletes()) {
                batch.delete(bytes(key));
            }
            db.write(toTheDisk, batch);
        }
    }

    private static byte[] bytes(String key) {
        return key.getBytes(UTF_8);
    }

    @Override
    public void close() {
        db.close();
    }
}
