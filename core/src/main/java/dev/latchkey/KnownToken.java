package dev.latchkey;

import dev.latchkey.port.StoreState;
import dev.latchkey.scope.CompiledScopes;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.SecretDigest;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record as verification needs it, with what was worked out of it so far.
 *
 * <p>What is worked out is remembered here, so that a held record answers with one look-up. Two threads may work out the same
 * at once; what they remember is immutable and the same.
 */
final class KnownToken {

    private static final long NEVER = Long.MAX_VALUE;

    private final TokenRecord record;
    private final @Nullable RejectionReason standing;
    private final long expiresAtMillis;
    private final boolean disabled;
    private transient @Nullable SecretDigest proof;
    private @Nullable CompiledScopes granted;
    private @Nullable Verified verified;

    /** @param state the state of the store at the moment of which the record is */
    KnownToken(TokenRecord record, StoreState state) {
        this.record = record;
        this.standing = standing(record, state);
        this.expiresAtMillis =
                record.expiresAt() == null ? NEVER : record.expiresAt().toEpochMilli();
        this.disabled = record.disabledAt() != null;
    }

    /** {@return why the token is rejected at any time, or null} */
    private static @Nullable RejectionReason standing(TokenRecord record, StoreState state) {
        if (state.rejects(record)) {
            return RejectionReason.ISSUED_TOO_EARLY;
        }
        return record.revokedAt() == null ? null : RejectionReason.REVOKED;
    }

    /** {@return why the token is rejected at that time, or null} A record's times are whole milliseconds. */
    @Nullable RejectionReason rejectionAt(long nowMillis) {
        if (standing != null) {
            return standing;
        }
        if (nowMillis >= expiresAtMillis) {
            return RejectionReason.EXPIRED;
        }
        return disabled ? RejectionReason.DISABLED : null;
    }

    TokenRecord record() {
        return record;
    }

    SecretHash hash() {
        return record.hash();
    }

    @Nullable SecretDigest proof() {
        return proof;
    }

    void remember(SecretDigest proven) {
        proof = proven;
    }

    @Nullable CompiledScopes granted() {
        return granted;
    }

    void remember(CompiledScopes compiled) {
        granted = compiled;
    }

    @Nullable Verified verified() {
        return verified;
    }

    void remember(Verified answer) {
        verified = answer;
    }
}
