package dev.latchkey.lease;

import dev.latchkey.port.TokenStoreException;

/** Converts what a store throws: code in other languages can throw undeclared checked exceptions. */
final class Failures {

    private Failures() {}

    /**
     * {@return what to throw for a failure of the store: itself, or an exception with it as the cause if it is checked}
     *
     * @throws Error if the failure is one
     */
    static RuntimeException unchecked(String message, Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException unchecked ? unchecked : new TokenStoreException(message, failure);
    }
}
