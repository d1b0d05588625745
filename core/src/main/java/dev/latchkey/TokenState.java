package dev.latchkey;

/**
 * The state of a stored token at a time, for display. Verifiers reject every state but {@link #LIVE}.
 *
 * <p>More states may be added; a {@code switch} over this type needs a default.
 */
public enum TokenState {
    /** A verifier accepts it. */
    LIVE,
    /** It was issued before the store's cut-off ({@link Administration#rejectIssuedBefore}). */
    CUT_OFF,
    /** It was revoked, which is final. */
    REVOKED,
    /** Its lifetime is over. */
    EXPIRED,
    /** It is disabled until it is enabled again. */
    DISABLED,
    /** A token that it was derived from has ended, is disabled or does not exist any more. */
    ANCESTOR_ENDED,
    /** Its stored scopes cannot be read, because something other than the library wrote them. */
    UNREADABLE
}
