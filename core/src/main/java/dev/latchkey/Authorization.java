package dev.latchkey;

/**
 * What a verifier says of a presented text and a required scope: {@link Permitted}, {@link Rejected}, or
 * {@link InsufficientScope}.
 */
public sealed interface Authorization permits Permitted, Rejected, InsufficientScope {}
