package dev.latchkey.port;

/**
 * A capability of a {@link TokenStore}: it may serve look-ups from a replica, where a write is visible later than its
 * acknowledgement.
 *
 * <p>With such a store a revocation bound of zero is impossible, and is refused. Implementations are thread-safe.
 */
public interface ReplicaLookUps {

    /** {@return whether {@link TokenStore#findCommitted} may lack writes that were acknowledged before it began} */
    boolean lookUpsMayLag();
}
