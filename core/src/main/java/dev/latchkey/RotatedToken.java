package dev.latchkey;

/**
 * The result of {@link Tokens#rotate}.
 *
 * @param successor the new token, with its secret; or, for a repeated request, the one that the first call issued
 * @param retired the old token as it is stored now, with the end of its overlap
 * @param ending how many tokens that have not ended were derived from the old one, and end with it
 */
public record RotatedToken(Issuance successor, StoredToken retired, int ending) {}
