package dev.latchkey.keyvalue;

import dev.latchkey.port.TokenStoreException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An engine in memory that checks what it is asked, counts the versions of its keys, and returns a few keys of a scan. */
class MemoryEngine implements KeyValueEngine {

    private static final int LARGEST_SCAN = 7;

    private final ReentrantLock lock = new ReentrantLock();
    private final TreeMap<String, StoredValue> values = new TreeMap<>();
    private final EngineLimits limits;
    private final Deque<Runnable> rivals = new ArrayDeque<>();
    private long version;
    private int conflicts;
    private boolean closed;

    MemoryEngine() {
        this(EngineLimits.none());
    }

    MemoryEngine(EngineLimits limits) {
        this.limits = limits;
    }

    final <T extends @Nullable Object> T alone(Supplier<T> operation) {
        lock.lock();
        try {
            if (closed) {
                throw new TokenStoreException("the engine is closed");
            }
            return operation.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Map<String, StoredValue> read(Set<String> keys) {
        require(keys.size() <= limits.operations(), "too many keys");
        return alone(() -> {
            Map<String, StoredValue> found = new TreeMap<>(values);
            found.keySet().retainAll(keys);
            return found;
        });
    }

    @Override
    public SortedMap<String, StoredValue> scan(String prefix, String after, int limit) {
        require(after.startsWith(prefix) && limit >= 1 && limit <= 1_000, "scan of " + prefix + " after " + after);
        return alone(() -> {
            SortedMap<String, StoredValue> found = new TreeMap<>();
            for (var next : values.tailMap(after, false).entrySet()) {
                if (!next.getKey().startsWith(prefix) || found.size() == Math.min(limit, LARGEST_SCAN)) {
                    break;
                }
                found.put(next.getKey(), next.getValue());
            }
            return found;
        });
    }

    @Override
    public boolean commit(EngineCommit commit) {
        require(commit.unchanged().size() + commit.absent().size() <= limits.operations(), "too many expectations");
        require(commit.puts().size() + commit.deletes().size() <= limits.operations(), "too many operations");
        require(commit.deletes().stream().noneMatch(commit.puts()::containsKey), "a key is put and deleted");
        require(Commits.bytes(commit) <= limits.bytes(), "too many bytes");
        require(
                commit.puts().isEmpty() || commit.puts().keySet().stream().anyMatch(commit.expectedKeys()::contains),
                "no key that is put is expected");
        Runnable rival = alone(rivals::poll);
        if (rival != null) {
            rival.run();
        }
        return alone(() -> {
            if (!commit.isMetBy(values)) {
                conflicts++;
                return false;
            }
            version++;
            commit.puts().forEach((key, value) -> values.put(key, new StoredValue(value, version)));
            values.keySet().removeAll(commit.deletes());
            return true;
        });
    }

    /** Lets another node write before the next commit. If there are several, each comes before one commit. */
    final void beforeNextCommit(Runnable rival) {
        rivals.add(rival);
    }

    /** {@return how many commits had an expectation that was not met} */
    final int conflicts() {
        return conflicts;
    }

    static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }

    /** {@return the values now, for {@link #alone}} */
    final SortedMap<String, StoredValue> values() {
        return values;
    }

    /** Writes a value past the store, as damage does. */
    final void put(String key, byte[] value) {
        values.put(key, new StoredValue(value, ++version));
    }

    /** Restores what is written now in an empty engine. */
    final void copyTo(MemoryEngine other) {
        other.values.putAll(values);
        other.version = version;
    }

    final void delete(String key) {
        values.remove(key);
    }

    final byte[] get(String key) {
        return values.get(key).bytes();
    }

    final void truncate(String key, int length) {
        put(key, Arrays.copyOf(get(key), length));
    }

    final Set<String> keys() {
        return values.keySet();
    }

    @Override
    public EngineLimits limits() {
        return limits;
    }

    @Override
    public void close() {
        closed = true;
    }

    final boolean isClosed() {
        return closed;
    }
}
