package dev.latchkey.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Conditions on when a token was last used. */
public sealed interface UseCondition extends TokenCondition {

    @Override
    default boolean needsUse() {
        return true;
    }

    /**
     * See {@link TokenCondition#idleSince}.
     *
     * @param time the time
     */
    record IdleSince(Instant time) implements UseCondition {

        public IdleSince {
            time = RecordTime.require("time", time);
        }

        @Override
        public boolean matches(TokenRecord record, @Nullable TokenUse use) {
            Instant last = use == null ? record.lifecycle().issuedAt() : use.lastUsedAt();
            return last.isBefore(time);
        }
    }

    /** See {@link TokenCondition#neverUsed}. */
    record NeverUsed() implements UseCondition {

        @Override
        public boolean matches(TokenRecord record, @Nullable TokenUse use) {
            return use == null;
        }
    }
}
