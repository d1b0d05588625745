package dev.latchkey.token;

import org.jspecify.annotations.Nullable;

/**
 * The call could not be decided now: the token is neither accepted nor rejected. A host maps it to 503 (Service
 * Unavailable) and may retry.
 */
public class UnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what could not be done; never contains a secret
     * @param cause the underlying failure, or null
     */
    public UnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
