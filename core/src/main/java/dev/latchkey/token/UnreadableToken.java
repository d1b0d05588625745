package dev.latchkey.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token whose stored form was changed or damaged, with the parts of it that can be read.
 *
 * <p>If its record cannot be read, no node that reads it accepts the token, and the library cannot revoke it: repair or
 * delete the stored form. If only its use cannot be read, the token works and can be revoked.
 *
 * @param id the token's public name
 * @param owner who it acts for, or null if that cannot be read
 * @param issuedAt when it was issued, or null if that cannot be read
 * @param expiresAt when it expires, or null if that cannot be read, or never
 * @param revokedAt when it was revoked, or null if that cannot be read, or it was not
 * @param problem what is wrong, for an operator; contains neither secret nor hash
 */
public record UnreadableToken(
        TokenId id,
        @Nullable String owner,
        @Nullable Instant issuedAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        String problem) {

    /**
     * {@return a token of which only the id can be read}
     *
     * @param id the token's public name
     * @param problem what is wrong
     */
    public static UnreadableToken of(TokenId id, String problem) {
        return new UnreadableToken(id, null, null, null, null, problem);
    }
}
