package dev.latchkey.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Conditions on the lifetime, the revocation and the disablement of a token. */
public sealed interface LifecycleCondition extends TokenCondition {

    /** Whether a token can be used, without regard to its ancestors; every token is in one of these states. */
    enum State {
        /** Neither ended nor disabled. */
        LIVE,
        /** Revoked, expired, or issued before the cut-off; disabled or not. */
        ENDED,
        /** Disabled, and not ended. */
        DISABLED
    }

    /**
     * See {@link TokenCondition#live}, {@link TokenCondition#ended} and {@link TokenCondition#disabled}.
     *
     * @param state the state
     * @param now the time at which the token is in that state
     * @param cutOff tokens issued before this have ended; null for none
     */
    record InState(State state, Instant now, @Nullable Instant cutOff) implements LifecycleCondition {

        public InState {
            now = RecordTime.require("now", now);
            cutOff = RecordTime.check("cut-off", cutOff);
        }

        @Override
        public boolean matches(TokenRecord record, @Nullable TokenUse use) {
            Lifecycle lifecycle = record.lifecycle();
            Instant expiry = lifecycle.expiresAt();
            boolean ended = lifecycle.isRevoked()
                    || (expiry != null && !expiry.isAfter(now))
                    || (cutOff != null && lifecycle.issuedAt().isBefore(cutOff));
            return switch (state) {
                case LIVE -> !ended && !lifecycle.isDisabled();
                case ENDED -> ended;
                case DISABLED -> !ended && lifecycle.isDisabled();
            };
        }

        @Override
        public boolean isOfState() {
            return true;
        }
    }

    /** See {@link TokenCondition#unrevoked}. */
    record Unrevoked() implements LifecycleCondition {

        @Override
        public boolean matches(TokenRecord record, @Nullable TokenUse use) {
            return !record.lifecycle().isRevoked();
        }

        @Override
        public boolean matches(UnreadableToken token) {
            return token.revokedAt() == null;
        }

        @Override
        public boolean isOfState() {
            return true;
        }
    }

    /**
     * See {@link TokenCondition#expiringBefore}.
     *
     * @param time the time
     */
    record ExpiringBefore(Instant time) implements LifecycleCondition {

        public ExpiringBefore {
            time = RecordTime.require("time", time);
        }

        @Override
        public boolean matches(TokenRecord record, @Nullable TokenUse use) {
            Instant expiry = record.lifecycle().expiresAt();
            return expiry != null && expiry.isBefore(time);
        }
    }

    /** See {@link TokenCondition#neverExpiring}. */
    record NeverExpiring() implements LifecycleCondition {

        @Override
        public boolean matches(TokenRecord record, @Nullable TokenUse use) {
            return record.lifecycle().expiresAt() == null;
        }
    }
}
