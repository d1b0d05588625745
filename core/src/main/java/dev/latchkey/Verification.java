package dev.latchkey;

/** What a verifier says of a presented text: {@link Verified}, or {@link Rejected}. */
public sealed interface Verification permits Verified, Rejected {}
