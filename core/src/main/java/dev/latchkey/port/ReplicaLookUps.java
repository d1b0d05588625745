package dev.latchkey.port;

/**
 * A capability of a {@link TokenStore}: it may serve look-ups from a replica, which shows a write later than the write is
 * acknowledged.
 *
 * <p>With such a store, a revocation bound of zero cannot be kept, and is refused. Implementations are thread-safe.
 */
public interface ReplicaLookUps {

    /** {@return whether {@link TokenStore#findCommitted} may lack writes that were acknowledged before it began} */
    boolean lookUpsMayLag();
}
