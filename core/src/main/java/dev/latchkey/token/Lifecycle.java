package dev.latchkey.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * From when to when a token lives, and what was done to that: a part of a {@link TokenRecord}.
 *
 * @param issuedAt when the token was issued, in whole milliseconds; sub-millisecond precision is truncated
 * @param expiresAt from when on it is no longer valid, likewise; null if it does not expire
 * @param revocation when, by whom and why it was revoked; null if it was not
 * @param disablement when, by whom and why it was disabled; null if it is not
 */
public record Lifecycle(
        Instant issuedAt,
        @Nullable Instant expiresAt,
        @Nullable Intervention revocation,
        @Nullable Intervention disablement) {

    /**
     * Makes a lifecycle.
     *
     * @throws IllegalArgumentException if a time is one that no record may hold
     */
    public Lifecycle {
        issuedAt = RecordTime.require("issuedAt", issuedAt);
        expiresAt = RecordTime.check("expiresAt", expiresAt);
    }

    /** {@return when the token ended or will end: its revocation or its expiry, whichever is first; null if never} */
    public @Nullable Instant endsAt() {
        if (revocation == null || expiresAt == null) {
            return revocation == null ? expiresAt : revocation.at();
        }
        return revocation.at().isBefore(expiresAt) ? revocation.at() : expiresAt;
    }

    int textLength() {
        return length(revocation) + length(disablement);
    }

    private static int length(@Nullable Intervention intervention) {
        return intervention == null ? 0 : intervention.textLength();
    }
}
