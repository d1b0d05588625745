package dev.latchkey.scope.planted;

import dev.latchkey.token.TokenId;

/** Breaks a rule of the architecture, so that the rule is seen to fail. */
public record SeesTokens(TokenId id) {}
