package dev.latchkey.keyvalue;

import dev.latchkey.port.TokenStoreException;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * An ordered key-value engine, as {@link KeyValueTokenStore} needs it: three operations on keys, and its limits.
 *
 * <p>Keys are text, stored as UTF-8 and compared byte by byte; they are never empty and at most 1,129 bytes long. Values are
 * bytes.
 *
 * <p>What the engine must keep, because every promise of the store follows from it:
 *
 * <ul>
 *   <li>Reads and scans see every commit that was acknowledged before they began, wherever it was made. A follower or a cached
 *       snapshot that may lag is no place to read from.
 *   <li>A commit that was acknowledged is durable, and is never undone.
 *   <li>A commit is done as a whole or not at all, and its expectations are compared in the same atomic step.
 * </ul>
 *
 * <p>The base keeps the change feed itself, as numbered entries, and every commit that makes an entry expects the end of
 * the feed as it was read. So the engine needs no order of its own. One that has such an order (etcd's revisions) works like
 * this too; the price is that changes made by several nodes at once conflict with each other and are retried.
 *
 * <p>Whatever a method throws becomes a {@link TokenStoreException} of the store. Implementations are thread-safe. Nothing is
 * called during {@link #close} or after it, so an engine in native code needs no lock of its own for that.
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
     * {@return the first keys behind {@code after} that begin with a prefix, in ascending order, with their values}
     *
     * <p>An engine may return fewer than asked for, because they are large for example, but at least one if there is one:
     * the base reads on until the answer is empty.
     *
     * @param prefix what the keys begin with; ASCII
     * @param after the key to continue behind; it begins with the prefix, or is the prefix itself, and need not exist
     * @param limit how many at the most, 1 to 1,000
     * @throws Exception if the engine cannot answer
     */
    SortedMap<String, StoredValue> scan(String prefix, String after, int limit) throws Exception;

    /**
     * Writes and deletes keys in one atomic step, if what was read is still true.
     *
     * @param commit what to write, and what it expects; within {@link #limits()}
     * @return true if it was done, and is durable; false, and nothing is written, if an expectation failed
     * @throws Exception if the outcome is unknown, or it was not done for another reason
     */
    boolean commit(EngineCommit commit) throws Exception;

    /** {@return how much one call may carry; always the same; no limits unless an engine overrides this} */
    default EngineLimits limits() {
        return EngineLimits.none();
    }

    /** Closes the engine. The store calls it once. */
    @Override
    void close();
}
