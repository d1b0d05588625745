package dev.latchkey.planted;

/** Breaks a rule of the architecture, so that the rule is seen to fail. */
public final class HoldsMonitor {
    public synchronized int value() {
        return 1;
    }
}
