package dev.latchkey.token;

/**
 * Why a presented text was rejected; for audit alone.
 *
 * <p>A client must not learn it: to the outside all rejected tokens look the same, or an attacker could tell a token that
 * once existed from one that never did. More reasons may come; a {@code switch} over this type needs a default.
 */
public enum RejectionReason {
    /** There is no text, or it is not the canonical spelling of one of this service's tokens. No store was asked. */
    MALFORMED,
    /** There is no token of that id. */
    UNKNOWN,
    /** There is a token of that id, and the secret is not its secret. */
    WRONG_SECRET,
    /** The token was revoked. */
    REVOKED,
    /** The token's time is over. */
    EXPIRED,
    /** The token is switched off for now. */
    DISABLED,
    /** The token was issued before the store's cut-off: the time from which it accepts tokens at all. */
    CUT_OFF,
    /** A token that this one was derived from has ended, was disabled or does not exist any more. */
    ANCESTOR_ENDED,
    /** The token was replaced by another one and its time is over; its secret was presented all the same. */
    REUSED
}
