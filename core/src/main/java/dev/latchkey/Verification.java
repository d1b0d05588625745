package dev.latchkey;

/** The result of verifying a presented text: {@link Verified} or {@link Rejected}. */
public sealed interface Verification permits Verified, Rejected {}
