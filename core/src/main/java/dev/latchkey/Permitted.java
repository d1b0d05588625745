package dev.latchkey;

/**
 * The token is valid and may do what is required.
 *
 * @param token the token
 */
public record Permitted(AccessToken token) implements Authorization {}
