package dev.latchkey.port;

/**
 * The caller's transaction, which a call of the store had joined, failed because of another: it has to be rolled back and run
 * again. On some databases, after a deadlock on MySQL for example, it is lost already, with everything that was written in it.
 *
 * <p>Nothing in the core continues after it: what would be written next would be committed without what came before.
 */
public class CallerTransactionException extends TokenStoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what failed
     * @param cause what the database said
     */
    public CallerTransactionException(String message, Throwable cause) {
        super(message, cause);
    }
}
