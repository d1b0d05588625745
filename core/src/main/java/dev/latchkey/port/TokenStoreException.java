package dev.latchkey.port;

import dev.latchkey.token.UnavailableException;
import org.jspecify.annotations.Nullable;

/** A store could not answer: unreachable, too slow, or its content is not what Latchkey wrote. */
public class TokenStoreException extends UnavailableException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what could not be done; never contains a secret or a hash
     */
    public TokenStoreException(String message) {
        super(message, null);
    }

    /**
     * Makes an exception.
     *
     * @param message what could not be done; never contains a secret or a hash
     * @param cause the underlying failure, or null
     */
    public TokenStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
