package dev.latchkey.planted;

import java.time.Instant;

/** Breaks a rule of the architecture, so that the rule is seen to fail. */
public final class ReadsTheMachinesClock {
    public Instant time() {
        return Instant.now();
    }
}
