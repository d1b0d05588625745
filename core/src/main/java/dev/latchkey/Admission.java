package dev.latchkey;

import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a stored token is valid at a time: the one place that says so, for the verifier and for what people see.
 *
 * <p>Each check answers from when on it rejects a token, so that a cached token needs one comparison with the earliest of
 * these times. A token is valid only while now is before them all. Its time of issue is not among the checks: clocks of
 * several nodes differ, and a token must work as soon as it is issued.
 */
final class Admission {

    /** A token that no check rejects, ever. */
    static final long NEVER = Long.MAX_VALUE;

    private static final long ALWAYS = Long.MIN_VALUE;

    /** In the order in which reasons are reported. The next reason to reject a token is one more entry. */
    private static final List<Check> CHECKS = List.of(
            new Check(RejectionReason.CUT_OFF, TokenState.CUT_OFF, Admission::cutOff),
            new Check(
                    RejectionReason.REVOKED,
                    TokenState.REVOKED,
                    (token, store) -> token.lifecycle().isRevoked() ? ALWAYS : NEVER),
            new Check(
                    RejectionReason.EXPIRED,
                    TokenState.EXPIRED,
                    (token, store) -> token.lifecycle().expiresAt() == null
                            ? NEVER
                            : token.lifecycle().expiresAt().toEpochMilli()),
            new Check(
                    RejectionReason.DISABLED,
                    TokenState.DISABLED,
                    (token, store) -> token.lifecycle().isDisabled() ? ALWAYS : NEVER));

    private Admission() {}

    /** From when on a token is rejected, in milliseconds since 1970. */
    private interface Rule {
        long rejectsFrom(TokenRecord token, StoreState store);
    }

    /** A reason to reject a token, what people see of it, and from when on it holds. */
    private record Check(RejectionReason reason, TokenState state, Rule rule) {}

    private static long cutOff(TokenRecord token, StoreState store) {
        return store.rejectIssuedBefore() != null
                        && token.lifecycle().issuedAt().isBefore(store.rejectIssuedBefore())
                ? ALWAYS
                : NEVER;
    }

    /**
     * {@return until when the token is valid, in milliseconds since 1970, exclusive; {@link #NEVER} if it never ends}
     *
     * @param token the token's record
     * @param store the store's state of the same moment
     */
    static long validUntil(TokenRecord token, StoreState store) {
        long until = NEVER;
        for (Check check : CHECKS) {
            until = Math.min(until, check.rule().rejectsFrom(token, store));
        }
        return until;
    }

    /** {@return why the token is rejected at that time, or null} */
    static @Nullable RejectionReason rejection(TokenRecord token, StoreState store, long nowMillis) {
        Check failed = failed(token, store, nowMillis);
        return failed == null ? null : failed.reason();
    }

    /** {@return what people see of the token at that time} */
    static TokenState state(TokenRecord token, StoreState store, long nowMillis) {
        Check failed = failed(token, store, nowMillis);
        return failed == null ? TokenState.LIVE : failed.state();
    }

    private static @Nullable Check failed(TokenRecord token, StoreState store, long nowMillis) {
        for (Check check : CHECKS) {
            if (nowMillis >= check.rule().rejectsFrom(token, store)) {
                return check;
            }
        }
        return null;
    }
}
