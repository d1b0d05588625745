package dev.latchkey.keyvalue;

import dev.latchkey.port.TokenStoreException;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * An engine that is called only while it is open, and throws only {@link TokenStoreException}. A call of a closed
 * engine in native code would crash the process.
 */
final class OpenEngine {

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final KeyValueEngine engine;
    private final EngineLimits limits;
    private boolean closed;

    OpenEngine(KeyValueEngine engine) {
        this.engine = engine;
        this.limits = engine.limits();
    }

    Map<String, StoredValue> read(Set<String> keys) {
        return whileOpen("read", () -> engine.read(keys));
    }

    SortedMap<String, StoredValue> scan(String prefix, String after, int limit) {
        return whileOpen("scan", () -> engine.scan(prefix, after, limit));
    }

    boolean commit(EngineCommit commit) {
        return whileOpen("commit", () -> engine.commit(commit));
    }

    /** Only for an engine that {@link #hasRevisions}. */
    Newer readNewer(NewerQuery query) {
        return whileOpen("read", () -> ((RevisionedEngine) engine).readNewer(query));
    }

    boolean hasRevisions() {
        return engine instanceof RevisionedEngine;
    }

    EngineLimits limits() {
        return limits;
    }

    private <T> T whileOpen(String what, Callable<T> call) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new TokenStoreException("the store is closed");
            }
            return call.call();
        } catch (TokenStoreException e) {
            throw e;
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new TokenStoreException("the key-value engine failed in a " + what, e);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Waits for the calls in progress. */
    void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                engine.close();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
