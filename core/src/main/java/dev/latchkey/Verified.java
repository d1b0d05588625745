package dev.latchkey;

/**
 * The presented text is a valid token.
 *
 * @param token the token
 */
public record Verified(AccessToken token) implements Verification {}
