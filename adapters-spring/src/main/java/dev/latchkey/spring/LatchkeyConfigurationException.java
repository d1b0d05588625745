package dev.latchkey.spring;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The service cannot start as it is configured. Spring Boot prints what is wrong and what to change. */
public final class LatchkeyConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    /**
     * Makes an exception.
     *
     * @param problem what is wrong; never contains a secret
     * @param action what to change
     */
    public LatchkeyConfigurationException(String problem, String action) {
        this(problem, action, null);
    }

    /**
     * Makes an exception with a cause.
     *
     * @param problem what is wrong; never contains a secret
     * @param action what to change
     * @param cause the underlying failure, or null
     */
    public LatchkeyConfigurationException(String problem, String action, @Nullable Throwable cause) {
        super(problem, cause);
        this.action = Objects.requireNonNull(action, "action");
    }

    /** {@return what to change} */
    public String action() {
        return action;
    }
}
