package dev.latchkey.token;

/**
 * Too many secrets are being hashed, and the wait for a permit was too long.
 */
public class VerifierOverloadedException extends UnavailableException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what the call waited for, and how long
     */
    public VerifierOverloadedException(String message) {
        super(message, null);
    }
}
