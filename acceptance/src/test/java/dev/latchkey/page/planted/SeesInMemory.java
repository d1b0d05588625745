package dev.latchkey.page.planted;

import dev.latchkey.inmemory.InMemoryTokenStore;

/** Breaks a rule of the architecture, so that the rule is seen to fail. */
public record SeesInMemory(InMemoryTokenStore store) {}
