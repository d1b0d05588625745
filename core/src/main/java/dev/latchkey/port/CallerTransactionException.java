package dev.latchkey.port;

/**
 * The caller's transaction, which a call of the store had joined, failed because of a conflict with another one: roll
 * it back and run it again. Some databases have already rolled it back, for example MySQL after a deadlock.
 *
 * <p>The core does not continue after it, because further writes would be committed without the earlier ones.
 */
public class CallerTransactionException extends TokenStoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what failed
     * @param cause the database's exception
     */
    public CallerTransactionException(String message, Throwable cause) {
        super(message, cause);
    }
}
