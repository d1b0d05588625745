package dev.latchkey.token;

/**
 * Why a presented text was rejected; only for audit.
 *
 * <p>Do not reveal it to clients: the answers must be the same for all rejected tokens, or an attacker could find out
 * whether a token once existed. Reasons may be added; a {@code switch} over this type needs a default.
 */
public enum RejectionReason {
    /**
     * There is no text, or it is not the canonical spelling of one of this service's tokens. The store was not read.
     */
    MALFORMED,
    /** There is no token of that id. */
    UNKNOWN,
    /** There is a token of that id, and the secret is not its secret. */
    WRONG_SECRET,
    /** The token was revoked. */
    REVOKED,
    /** The token has expired. */
    EXPIRED,
    /** The token is disabled. */
    DISABLED,
    /** The token was issued before the store's cut-off. */
    CUT_OFF,
    /** A token that this one was derived from has ended, is disabled or does not exist any more. */
    ANCESTOR_ENDED,
    /** The token was replaced by another one and has ended, and its secret was presented. */
    REUSED
}
