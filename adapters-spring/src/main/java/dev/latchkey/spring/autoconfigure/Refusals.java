package dev.latchkey.spring.autoconfigure;

import dev.latchkey.spring.LatchkeyConfigurationException;
import java.util.function.Supplier;

/** What the library refuses at start, explained by the properties that ask for it. */
final class Refusals {

    private Refusals() {}

    /**
     * {@return what is made}
     *
     * @param prefix what the names of the properties begin with
     * @param made makes it
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
