package dev.latchkey.keyvalue;

/**
 * A key-value engine whose commits have an order of their own: etcd, for example.
 *
 * <p>In addition to the guarantees of {@link KeyValueEngine}, the {@linkplain StoredValue#version() version} of a value
 * is the revision of the commit that put it. All values of one commit have the same revision, and a commit that comes
 * later has a larger one. Revisions are positive.
 *
 * <p>The base then reads the change feed in the order of revisions instead of numbering its entries, so that changes of
 * different tokens do not conflict. A store that was used by such an engine cannot be opened without this capability,
 * and vice versa.
 */
public interface RevisionedEngine extends KeyValueEngine {

    /**
     * {@return the values of some keys, and the values of a range that were put after a revision, all of one moment}
     *
     * <p>Like a read, it sees every commit that was acknowledged before it began.
     *
     * @param query which keys, which range, after which revision, and how many
     * @throws Exception if the engine cannot answer
     */
    Newer readNewer(NewerQuery query) throws Exception;
}
