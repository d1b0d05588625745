package dev.latchkey.token;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A revocation or disablement of a token: when, by whom, and why.
 *
 * @param at when, in whole milliseconds; sub-millisecond precision is truncated
 * @param by the actor, as the host names actors, 1 to 255 characters; null for the service itself
 * @param reason why, for people, 1 to 255 characters
 */
public record Intervention(Instant at, @Nullable String by, String reason) {

    /**
     * Makes an intervention.
     *
     * @throws IllegalArgumentException if a value is not allowed in a record
     */
    public Intervention {
        at = RecordTime.require("time of the intervention", Objects.requireNonNull(at, "at"));
        by = by == null ? null : RecordText.requireText("actor", by, TokenRecord.MAX_TEXT_LENGTH);
        reason = RecordText.requireText("reason", reason, TokenRecord.MAX_TEXT_LENGTH);
    }

    int textLength() {
        return (by == null ? 0 : by.length()) + reason.length();
    }

    /** {@return the time only: actor and reason belong in the audit trail} */
    @Override
    public String toString() {
        return "Intervention[" + at + "]";
    }
}
