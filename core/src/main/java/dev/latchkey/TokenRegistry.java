package dev.latchkey;

import dev.latchkey.port.TokenQuery;
import dev.latchkey.port.UnavailableException;
import dev.latchkey.token.TokenId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The tokens on file: find, list, describe, revoke.
 *
 * <p>It acts on any token. Where an owner acts, use {@link #of(String)}, to which the tokens of others do not exist, so
 * that no forgotten comparison lets one owner reach another's tokens.
 *
 * <p>Every method throws {@link UnavailableException} if the store does not answer, and {@link IllegalArgumentException}
 * for text that no token may have (blank, over 255 characters, control characters) or be given
 * ({@linkplain dev.latchkey.token.VisibleText invisible characters}).
 *
 * <p>Made by {@link AccessTokens}; implementations are thread-safe.
 */
public interface TokenRegistry {

    /**
     * {@return the tokens of one owner}
     *
     * <p>The owner may be any that a stored token may have, also one for which no token is issued any more because its
     * text has invisible characters: its tokens can be listed and revoked.
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
     * @param description 1 to 255 characters, at least one of them visible
     * @return the token as it is now, or empty if there is none of that id
     */
    Optional<StoredToken> changeDescription(TokenId id, String description);

    /**
     * Revokes a token, for good. Revoking one that is revoked changes nothing: the first time and reason stay.
     *
     * @param id the token
     * @param reason why, 1 to 255 characters, at least one of them visible; for people
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

    /**
     * Revokes a token as {@link #revoke}, and returns when no verification that begins from then on can accept it, on any
     * node: it waits as long as the bound that is recorded in the store, not at all where none is.
     *
     * @param id the token
     * @param reason why, 1 to 255 characters, at least one of them visible; for people
     * @return the token as it is now, or empty if there is none of that id
     * @throws IllegalStateException if the caller's own transaction, not yet committed, holds the revocation
     * @throws UnavailableException also if the thread is interrupted while it waits; the token is revoked
     */
    Optional<StoredToken> revokeAndAwait(TokenId id, String reason);

    /**
     * Records how long after a revocation some node may still accept the token: the bound that all nodes keep.
     *
     * <p>The first node that holds records ({@link AccessTokensBuilder#revocationWithin}) records its own. To lower the
     * bound, restart all nodes with the new one, then record it; to raise it, record it first. A node whose own bound is
     * longer than the recorded one does not start.
     *
     * @param bound at least zero; what is finer than a millisecond is cut off
     */
    void recordRevocationBound(Duration bound);
}
