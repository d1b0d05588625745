package dev.latchkey.planted;

/** Breaks a rule of the architecture, so that the rule is seen to fail. */
public final class HasSetter {
    private int value;

    public void setValue(int newValue) {
        value = newValue;
    }

    public int value() {
        return value;
    }
}
