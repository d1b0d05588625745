package dev.latchkey.change.planted;

import dev.latchkey.lease.LeaseClock;

/** Breaks a rule of the architecture, so that the rule is seen to fail. */
public record SeesLeases(LeaseClock clock) {}
