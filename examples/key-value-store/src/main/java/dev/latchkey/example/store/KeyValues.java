package dev.latchkey.example.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.port.TokenStoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** A database of RocksDB, in steps: each reads at one moment, and writes all that it puts at once, or nothing. */
final class KeyValues implements AutoCloseable {

    private final ReentrantLock oneWriter = new ReentrantLock();
    private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();
    private final RocksDB db;

    KeyValues(Path folder) {
        // A log that is damaged before its end is an error, not a reason to open the tokens as they were before: one
        // that
        // was revoked since would work again.
        try (Options options = new Options()
                .setCreateIfMissing(true)
                .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)) {
            this.db = RocksDB.open(options, folder.toString());
        } catch (RocksDBException e) {
            throw new TokenStoreException("the database in " + folder + " cannot be opened", e);
        }
    }

    /** What is done in a step. */
    interface Work<T> {
        T in(Step step) throws RocksDBException;
    }

    <T> T read(Work<T> work) {
        return step(work);
    }

    /** Whoever reads in order to write is alone until it is written. */
    <T> T write(Work<T> work) {
        oneWriter.lock();
        try {
            return step(work);
        } finally {
            oneWriter.unlock();
        }
    }

    /** Closing waits for the steps that are under way: what is closed beneath one would take the process with it. */
    private <T> T step(Work<T> work) {
        open.readLock().lock();
        try {
            if (!db.isOwningHandle()) {
                throw new TokenStoreException("the database is closed");
            }
            return stepWhileOpen(work);
        } finally {
            open.readLock().unlock();
        }
    }

    private <T> T stepWhileOpen(Work<T> work) {
        var moment = db.getSnapshot();
        try (ReadOptions reading = new ReadOptions().setSnapshot(moment);
                WriteBatch writes = new WriteBatch();
                WriteOptions toTheDisk = new WriteOptions().setSync(true)) {
            T result = work.in(new Step(reading, writes));
            if (writes.count() > 0) {
                db.write(toTheDisk, writes);
            }
            return result;
        } catch (RocksDBException e) {
            throw new TokenStoreException("RocksDB failed", e);
        } finally {
            db.releaseSnapshot(moment);
        }
    }

    /** What can be done in a step. It reads what was there when it began. */
    final class Step {

        private final ReadOptions reading;
        private final WriteBatch writes;

        private Step(ReadOptions reading, WriteBatch writes) {
            this.reading = reading;
            this.writes = writes;
        }

        <T> Optional<T> get(String key, Function<byte[], T> reader) throws RocksDBException {
            return Optional.ofNullable(db.get(reading, key.getBytes(UTF_8))).map(reader);
        }

        boolean has(String key) throws RocksDBException {
            return db.get(reading, key.getBytes(UTF_8)) != null;
        }

        /** {@return the values of the first keys that begin so, in the order of the keys} */
        <T> List<T> all(String prefix, int limit, Function<byte[], T> reader) throws RocksDBException {
            return rows(prefix, limit, row -> reader.apply(row.value()));
        }

        /** {@return the first keys that begin so, in their order} */
        List<String> keys(String prefix, int limit) throws RocksDBException {
            return rows(prefix, limit, row -> new String(row.key(), UTF_8));
        }

        private <T> List<T> rows(String prefix, int limit, Function<RocksIterator, T> reader) throws RocksDBException {
            List<T> read = new ArrayList<>();
            try (RocksIterator rows = db.newIterator(reading)) {
                for (rows.seek(prefix.getBytes(UTF_8)); rows.isValid() && read.size() < limit; rows.next()) {
                    if (!new String(rows.key(), UTF_8).startsWith(prefix)) {
                        break;
                    }
                    read.add(reader.apply(rows));
                }
                rows.status();
            }
            return read;
        }

        /** {@return true, so that steps can be joined by "and"} */
        boolean put(String key, byte[] value) throws RocksDBException {
            writes.put(key.getBytes(UTF_8), value);
            return true;
        }

        void delete(String... keys) throws RocksDBException {
            for (String key : keys) {
                writes.delete(key.getBytes(UTF_8));
            }
        }
    }

    @Override
    public void close() {
        open.writeLock().lock();
        try {
            db.close();
        } finally {
            open.writeLock().unlock();
        }
    }
}
