package dev.latchkey;

/**
 * A change of a stored token by a call.
 *
 * @param before the token as it was read
 * @param after the token as it is stored now
 * @param changed whether this call changed it; false if it already was as requested, and then {@code before} and
 *     {@code after} are the same
 */
public record Change(StoredToken before, StoredToken after, boolean changed) {}
