package dev.latchkey.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The lifetime of a token, its revocation and its disablement. A part of a {@link TokenRecord}.
 *
 * @param issuedAt when the token was issued, in whole milliseconds; sub-millisecond precision is truncated
 * @param expiresAt the first instant at which it is no longer valid, likewise; null if it does not expire
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
     * @throws IllegalArgumentException if a time is not allowed in a record
     */
    public Lifecycle {
        issuedAt = RecordTime.require("issuedAt", issuedAt);
        expiresAt = RecordTime.check("expiresAt", expiresAt);
    }

    /** {@return whether the token is revoked, which is final} */
    public boolean isRevoked() {
        return revocation != null;
    }

    /** {@return when it was revoked, or null if it was not} */
    public @Nullable Instant revokedAt() {
        return revocation == null ? null : revocation.at();
    }

    /** {@return whether the token is disabled} */
    public boolean isDisabled() {
        return disablement != null;
    }

    /**
     * {@return this lifecycle, revoked; or this one if it is already revoked, because the first revocation is kept}
     *
     * @param by when, who and why
     */
    public Lifecycle revoked(Intervention by) {
        return revocation != null ? this : new Lifecycle(issuedAt, expiresAt, by, disablement);
    }

    /**
     * {@return this lifecycle, disabled; or this one if it is already disabled or revoked, because the first
     * disablement is kept and a revocation is final}
     *
     * @param by when, who and why
     */
    public Lifecycle disabled(Intervention by) {
        return disablement != null || revocation != null ? this : new Lifecycle(issuedAt, expiresAt, null, by);
    }

    /** {@return this lifecycle, no longer disabled; or this one if it is not disabled, or revoked} */
    public Lifecycle enabled() {
        return disablement == null || revocation != null ? this : new Lifecycle(issuedAt, expiresAt, null, null);
    }

    /**
     * {@return this lifecycle with an earlier expiry; or this one if it expires at that time}
     *
     * @param end the first instant at which the token is no longer valid
     * @throws IllegalArgumentException if it expires before that
     */
    public Lifecycle shortenedTo(Instant end) {
        if (expiresAt != null && end.isAfter(expiresAt)) {
            throw new IllegalArgumentException("end " + end + " is after the present one, " + expiresAt
                    + "; a token is never made to live longer");
        }
        return end.equals(expiresAt) ? this : new Lifecycle(issuedAt, end, revocation, disablement);
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
