package dev.latchkey.proof.planted;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;

/** Breaks a rule of the architecture, so that the rule is seen to fail. */
public record SeesBouncyCastle(Argon2BytesGenerator generator) {}
