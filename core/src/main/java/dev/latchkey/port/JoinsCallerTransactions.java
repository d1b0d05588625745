package dev.latchkey.port;

/**
 * A capability of a {@link TokenStore}: its writes may join the caller's transaction, which commits later or never.
 *
 * <p>A store without it has committed each write when it returns. Implementations are thread-safe.
 */
public interface JoinsCallerTransactions {

    /**
     * Runs an action after the calling thread's writes are committed: immediately if the caller has no active
     * transaction, else after that transaction's commit; never if it is rolled back.
     *
     * @param action must take microseconds, must not call the store, and must not throw
     */
    void afterCommit(Runnable action);
}
