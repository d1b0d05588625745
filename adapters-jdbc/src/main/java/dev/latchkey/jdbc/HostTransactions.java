package dev.latchkey.jdbc;

/**
 * The host's transactions, as the host reports them. A data source cannot be asked: a connection with autocommit off may be
 * in a transaction of the host, or come from a pool that is set so.
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
     * <p>While it is, writes join that transaction: they are done only if the host commits. Once the transaction was
     * committed or rolled back, this must be false, because nothing would commit a write that joined it.
     */
    boolean active();

    /**
     * Runs an action after the calling thread's transaction was committed; never if it is rolled back. Called only while
     * {@link #active()}.
     *
     * @param action takes microseconds, reads and writes no database, and throws nothing
     */
    void afterCommit(Runnable action);
}
