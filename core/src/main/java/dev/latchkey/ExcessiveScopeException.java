package dev.latchkey;

import dev.latchkey.scope.ScopeSet;

/** A token was asked for that could do more than whoever grants it. A host that issues over HTTP maps it to 403. */
public class ExcessiveScopeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient ScopeSet excess;

    /**
     * Makes an exception.
     *
     * @param excess the requested scopes that the grantor does not have
     */
    public ExcessiveScopeException(ScopeSet excess) {
        super("the grantor does not have: " + excess);
        this.excess = excess;
    }

    /** {@return the requested scopes that the grantor does not have} */
    public ScopeSet excess() {
        return excess;
    }
}
