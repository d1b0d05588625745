package dev.latchkey.planted;

/** Breaks a rule of the architecture, so that the rule is seen to fail. */
public final class PrintsToConsole {
    public void print() {
        System.err.println("x");
    }
}
