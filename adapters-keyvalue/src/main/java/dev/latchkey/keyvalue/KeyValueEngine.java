package dev.latchkey.keyvalue;

import dev.latchkey.port.TokenStoreException;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * An ordered key-value engine for {@link KeyValueTokenStore}: three operations on keys, and its limits.
 *
 * <p>Keys are text, stored as UTF-8 and compared byte by byte; they are never empty and at most 1,129 bytes long. Values are
 * bytes.
 *
 * <p>The engine must guarantee the following, on which the store's guarantees are based:
 *
 * <ul>
 *   <li>Reads and scans see every commit that was acknowledged before they began, by any process. Do not read from a
 *       follower or a cached snapshot that may lag.
 *   <li>A commit that was acknowledged is durable, and is never undone.
 *   <li>A commit is atomic, and its expectations are compared in the same atomic step.
 * </ul>
 *
 * <p>The base keeps the change feed itself, as numbered entries, and every commit that makes an entry expects the end
 * of the feed as it was read. So the engine needs no order of its own. The drawback is that concurrent changes of
 * several nodes conflict and are retried. An engine that has an order of its own avoids that: see
 * {@link RevisionedEngine}.
 *
 * <p>Any exception of a method becomes a {@link TokenStoreException} of the store. Implementations are thread-safe. No
 * method is called during {@link #close} or after it, so an engine in native code needs no lock of its own for that.
 */
public interface KeyValueEngine extends AutoCloseable {

    /**
     * {@return the values of those keys that exist, all of one moment}
     *
     * @param keys at most {@link EngineLimits#operations()} keys
     * @throws Exception if the engine cannot answer
     */
    Map<String, StoredValue> read(Set<String> keys) throws Exception;

    /**
     * {@return the first keys after {@code after} that begin with a prefix, in ascending order, with their values}
     *
     * <p>An engine may return fewer than {@code limit}, for example because they are large, but at least one if there
     * is one: the base continues until the answer is empty.
     *
     * @param prefix the prefix of the keys; ASCII
     * @param after the key to continue after; it begins with the prefix, or is the prefix itself, and need not exist
     * @param limit the maximum number, 1 to 1,000
     * @throws Exception if the engine cannot answer
     */
    SortedMap<String, StoredValue> scan(String prefix, String after, int limit) throws Exception;

    /**
     * Writes and deletes keys in one atomic step, if the expectations are met.
     *
     * @param commit what to write, and what it expects; within {@link #limits()}
     * @return true if it was written and is durable; false, and nothing is written, if an expectation failed
     * @throws Exception if the outcome is unknown, or the commit failed for another reason
     */
    boolean commit(EngineCommit commit) throws Exception;

    /** {@return the limits of one call; always the same. Default: no limits} */
    default EngineLimits limits() {
        return EngineLimits.none();
    }

    /** Closes the engine. The store calls it once. */
    @Override
    void close();
}
