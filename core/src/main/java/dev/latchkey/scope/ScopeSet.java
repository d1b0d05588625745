package dev.latchkey.scope;

/** Stub. */
public final class ScopeSet {
    private ScopeSet() {}

    /**
     * {@return x}
     *
     * @param other x
     */
    public ScopeSet union(ScopeSet other) {
        return other;
    }
}
