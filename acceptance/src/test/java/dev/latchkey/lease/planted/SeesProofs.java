package dev.latchkey.lease.planted;

import dev.latchkey.proof.SecretProofs;

/** Breaks a rule of the architecture, so that the rule is seen to fail. */
public record SeesProofs(SecretProofs proofs) {}
