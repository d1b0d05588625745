package dev.latchkey.resilience;

/**
 * Something that was asked of a node, and how it ended; times are of the host's one monotonic clock, in nanoseconds.
 *
 * @param node which node was asked; {@link #DRIVER} for what the driver did itself
 * @param token the token's id
 * @param invoked when it was asked
 * @param completed when it was answered
 */
record Operation(int node, Kind kind, String token, long invoked, long completed, Outcome outcome) {

    static final int DRIVER = -1;

    enum Kind {
        ISSUE,
        VERIFY,
        REVOKE,
        REVOKE_AND_AWAIT,
        /** The token was disabled, for good. */
        DISABLE,
        /** The token that issued it was revoked. */
        REVOKE_PARENT,
        /** The store's cut-off was set to after the token's issue. */
        CUT_OFF,
        /** The database was put back to a time when the token did not exist, which ends it as a revocation does. */
        LOSE
    }

    enum Outcome {
        /** Done, of everything but a verification. */
        DONE,
        /** It failed in a way that leaves open whether it was done. */
        UNKNOWN,
        ACCEPTED,
        /** Refused because the token was ended: revoked, disabled or cut off, or its parent was revoked. */
        REVOKED,
        /** Refused for any other reason. */
        REJECTED,
        /** Neither yes nor no. */
        UNAVAILABLE
    }

    static Operation verified(int node, String token, long invoked, long completed, Outcome outcome) {
        return new Operation(node, Kind.VERIFY, token, invoked, completed, outcome);
    }

    boolean is(Outcome other) {
        return outcome == other;
    }
}
