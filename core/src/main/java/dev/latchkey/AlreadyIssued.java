package dev.latchkey;

/**
 * The token was issued by an earlier call with the same request key, which returned its secret. The secret is not
 * available again: if that answer was lost, revoke the token and make a new request.
 *
 * @param stored what is stored of the token now; it may have ended meanwhile
 */
public record AlreadyIssued(StoredToken stored) implements Issuance {}
