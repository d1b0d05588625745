package dev.latchkey;

import dev.latchkey.StoredToken.State;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a stored token is valid at a time, both for the verifier and for the state that people see.
 *
 * <p>Each check returns the time from which it rejects a token, so that a cached token needs one comparison with the
 * earliest of these times. A token is valid only before all of them. The time of issue is not checked: the clocks of
 * nodes differ, and a token must work as soon as it is issued.
 */
final class Admission {

    /** The time of a check that never rejects. */
    static final long NEVER = Long.MAX_VALUE;

    private static final long ALWAYS = Long.MIN_VALUE;

    /** In the order in which reasons are reported. To add a reason for rejection, add an entry. */
    private static final List<Check> CHECKS = List.of(
            new Check(RejectionReason.CUT_OFF, State.CUT_OFF, (token, around) -> cutOff(token, around.store())),
            new Check(
                    RejectionReason.REVOKED,
                    State.REVOKED,
                    (token, around) -> token.lifecycle().isRevoked() ? ALWAYS : NEVER),
            new Check(
                    RejectionReason.EXPIRED,
                    State.EXPIRED,
                    (token, around) -> token.lifecycle().expiresAt() == null
                            ? NEVER
                            : token.lifecycle().expiresAt().toEpochMilli()),
            new Check(
                    RejectionReason.DISABLED,
                    State.DISABLED,
                    (token, around) -> token.lifecycle().isDisabled() ? ALWAYS : NEVER),
            new Check(
                    RejectionReason.ANCESTOR_ENDED, State.ANCESTOR_ENDED, (token, around) -> around.ancestorsUntil()));

    private Admission() {}

    /** From when on a token is rejected, in milliseconds since 1970. */
    private interface Rule {
        long rejectsFrom(TokenRecord token, Circumstances around);
    }

    /** A reason to reject a token, the state that people see, and from when on it applies. */
    private record Check(RejectionReason reason, State state, Rule rule) {}

    /**
     * The parts of a token's validity that are not in its own record.
     *
     * @param store the store's state, of the same moment as the record
     * @param ancestorsUntil until when all of its ancestors are valid, in milliseconds since 1970, exclusive; {@link #NEVER} if
     *     they never end, or the token has none
     */
    record Circumstances(StoreState store, long ancestorsUntil) {

        /** {@return the surroundings of a token that has no ancestors, or whose ancestors are checked separately} */
        static Circumstances of(StoreState store) {
            return new Circumstances(store, NEVER);
        }
    }

    private static long cutOff(TokenRecord token, StoreState store) {
        return store.rejectIssuedBefore() != null
                        && token.lifecycle().issuedAt().isBefore(store.rejectIssuedBefore())
                ? ALWAYS
                : NEVER;
    }

    /**
     * {@return until when all ancestors of a token are valid, in milliseconds since 1970, exclusive}
     *
     * @param token the token's record
     * @param ancestors the records of its ancestors that exist; one that is missing ends the token
     * @param store the store's state
     */
    static long ancestorsUntil(TokenRecord token, Map<TokenId, TokenRecord> ancestors, StoreState store) {
        long until = NEVER;
        for (TokenId id : token.lineage().ancestors()) {
            TokenRecord ancestor = ancestors.get(id);
            until = Math.min(until, ancestor == null ? ALWAYS : validUntil(ancestor, Circumstances.of(store)));
        }
        return until;
    }

    /**
     * {@return until when the token is valid, in milliseconds since 1970, exclusive; {@link #NEVER} if it never ends}
     *
     * @param token the token's record
     * @param around the rest of what its validity depends on
     */
    static long validUntil(TokenRecord token, Circumstances around) {
        long until = NEVER;
        for (Check check : CHECKS) {
            until = Math.min(until, check.rule().rejectsFrom(token, around));
        }
        return until;
    }

    /** {@return why the token is rejected at that time, or null} */
    static @Nullable RejectionReason rejection(TokenRecord token, Circumstances around, long nowMillis) {
        Check failed = failed(token, around, nowMillis);
        return failed == null ? null : failed.reason();
    }

    /** {@return what people see of the token at that time} */
    static State state(TokenRecord token, Circumstances around, long nowMillis) {
        Check failed = failed(token, around, nowMillis);
        return failed == null ? State.LIVE : failed.state();
    }

    private static @Nullable Check failed(TokenRecord token, Circumstances around, long nowMillis) {
        for (Check check : CHECKS) {
            if (nowMillis >= check.rule().rejectsFrom(token, around)) {
                return check;
            }
        }
        return null;
    }
}
