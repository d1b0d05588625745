package dev.latchkey.jdbc;

/**
 * The host's transactions, as the host reports them. A data source does not reveal them: a connection with autocommit
 * off may be in a transaction of the host, or come from a pool with autocommit off.
 *
 * <p>With Spring:
 *
 * <pre>{@code
 * new HostTransactions() {
 *     public boolean active() {
 *         return TransactionSynchronizationManager.isActualTransactionActive();
 *     }
 *
 *     public void afterCommit(Runnable action) {
 *         TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
 *             public void afterCommit() {
 *                 action.run();
 *             }
 *         });
 *     }
 * }
 * }</pre>
 *
 * <p>Implementations are thread-safe.
 */
public interface HostTransactions {

    /**
     * {@return whether the calling thread is in a transaction of the host, which the host will commit or roll back}
     *
     * <p>While this is true, writes join that transaction and take effect only if the host commits. After the
     * transaction was committed or rolled back, it must be false, because a write that joined would never be committed.
     */
    boolean active();

    /**
     * Runs an action after the calling thread's transaction was committed; never if it is rolled back. Called only while
     * {@link #active()}.
     *
     * @param action takes microseconds, does not use a database, and does not throw
     */
    void afterCommit(Runnable action);
}
