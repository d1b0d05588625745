package dev.latchkey.port;

/**
 * A capability of a {@link TokenStore}: its writes may be part of a transaction of the caller's, which commits later or
 * never.
 *
 * <p>A store without it has committed each write when it returns. Implementations are thread-safe.
 */
public interface JoinsCallerTransactions {

    /**
     * Runs an action once what the calling thread wrote is committed: at once if no transaction of the caller's is active,
     * else after that transaction's commit; never if it is rolled back.
     *
     * @param action takes microseconds, does not call the store, and throws nothing
     */
    void afterCommit(Runnable action);
}
