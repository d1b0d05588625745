package dev.latchkey.spring.autoconfigure;

import dev.latchkey.spring.LatchkeyConfigurationException;
import java.util.function.Supplier;

/** Explains a configuration that the library refuses, by naming the properties that caused it. */
final class Refusals {

    private Refusals() {}

    /**
     * {@return the created object}
     *
     * @param prefix what the names of the properties begin with
     * @param made creates the object
     * @throws LatchkeyConfigurationException if it is refused
     */
    static <T> T explained(String prefix, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new LatchkeyConfigurationException(
                    "The service cannot have access tokens as it is configured: " + e.getMessage() + ".",
                    "Change the properties " + prefix + ".*, or the beans and customizers that take their place.",
                    e);
        }
    }
}
