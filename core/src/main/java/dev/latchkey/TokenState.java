package dev.latchkey;

/**
 * What a stored token is at a time, for people to see. Every state but {@link #LIVE} is one that verifiers reject.
 *
 * <p>More states may be added; a {@code switch} over this type needs a default.
 */
public enum TokenState {
    /** A verifier accepts it. */
    LIVE,
    /** It was issued before the store's cut-off ({@link Administration#rejectIssuedBefore}). */
    CUT_OFF,
    /** It was revoked, for good. */
    REVOKED,
    /** Its lifetime is over. */
    EXPIRED,
    /** It is disabled for now. */
    DISABLED,
    /** A token that it was derived from has ended, is disabled or does not exist any more. */
    ANCESTOR_ENDED,
    /** Its stored scopes cannot be read, because something other than the library wrote them. */
    UNREADABLE
}
