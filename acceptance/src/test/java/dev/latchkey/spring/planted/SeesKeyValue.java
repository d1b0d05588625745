package dev.latchkey.spring.planted;

import dev.latchkey.keyvalue.KeyValueTokenStore;

/** Breaks a rule of the architecture, so that the rule is seen to fail. */
public record SeesKeyValue(KeyValueTokenStore store) {}
