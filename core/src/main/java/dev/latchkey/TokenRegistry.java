package dev.latchkey;

import dev.latchkey.port.TokenQuery;
import dev.latchkey.port.UnavailableException;
import dev.latchkey.token.TokenId;
import java.time.Instant;
import java.util.Optional;

/**
 * The tokens on file: find, list, describe, revoke.
 *
 * <p>It acts on any token. Where an owner acts, use {@link #of(String)}, to which the tokens of others do not exist, so
 * that no forgotten comparison lets one owner reach another's tokens.
 *
 * <p>Every method throws {@link UnavailableException} if the store does not answer, and {@link IllegalArgumentException}
 * for text that no token may have (blank, over 255 characters, control characters).
 *
 * <p>Made by {@link AccessTokens}; implementations are thread-safe.
 */
public interface TokenRegistry {

    /**
     * {@return the tokens of one owner}
     *
     * @param owner the exact owner
     */
    OwnedTokens of(String owner);

    /**
     * {@return the token, or empty if there is none of that id}
     *
     * @param id the token
     */
    Optional<StoredToken> find(TokenId id);

    /**
     * {@return one page of tokens}
     *
     * @param query which, in what order, from where on
     */
    TokenList list(TokenQuery query);

    /**
     * Says anew what a token is for.
     *
     * @param id the token
     * @param description 1 to 255 characters, not blank
     * @return the token as it is now, or empty if there is none of that id
     */
    Optional<StoredToken> changeDescription(TokenId id, String description);

    /**
     * Revokes a token, for good. Revoking one that is revoked changes nothing: the first time and reason stay.
     *
     * @param id the token
     * @param reason why, 1 to 255 characters, not blank; for people
     * @return the token as it is now, or empty if there is none of that id
     */
    Optional<StoredToken> revoke(TokenId id, String reason);

    /**
     * Rejects, from now on, every token issued before a time. The time only moves forward.
     *
     * <p>For the day when an old copy of the database had to be restored, which does not know what was revoked since.
     *
     * @param time the earliest time of issue that is still accepted
     */
    void rejectIssuedBefore(Instant time);
}
