package dev.latchkey.argon2.vector;

/** The vector code cannot be used here; the message is the reason, for the log. */
final class UnusableVectorsException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnusableVectorsException(String reason) {
        super(reason);
    }
}
