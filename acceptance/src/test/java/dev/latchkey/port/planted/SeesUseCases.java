package dev.latchkey.port.planted;

import dev.latchkey.AccessTokens;

/** Breaks a rule of the architecture, so that the rule is seen to fail. */
public record SeesUseCases(AccessTokens tokens) {}
