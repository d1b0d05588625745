package dev.latchkey.token;

import org.jspecify.annotations.Nullable;

/**
 * No answer can be given now: neither yes nor no. A host maps it to 503 (Service Unavailable) and may try again.
 */
public class UnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what could not be done; never holds a secret
     * @param cause what went wrong beneath, or null
     */
    public UnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
