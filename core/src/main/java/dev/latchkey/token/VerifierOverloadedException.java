package dev.latchkey.token;

/**
 * Too many secrets are being hashed at once, and the wait for a turn was too long. Memory stays bounded instead.
 */
public class VerifierOverloadedException extends UnavailableException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what was waited for, and how long
     */
    public VerifierOverloadedException(String message) {
        super(message, null);
    }
}
