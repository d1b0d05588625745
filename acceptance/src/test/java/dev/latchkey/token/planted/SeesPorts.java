package dev.latchkey.token.planted;

import dev.latchkey.port.TokenStore;

/** Breaks a rule of the architecture, so that the rule is seen to fail. */
public record SeesPorts(TokenStore store) {}
