package dev.latchkey.argon2.planted;

import dev.latchkey.cache.SecretProofs;

/** Breaks a rule of the architecture, so that the rule is seen to fail. */
public record SeesCaches(SecretProofs proofs) {}
