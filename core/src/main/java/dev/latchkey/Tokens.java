package dev.latchkey;

import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.UnavailableException;
import java.util.Optional;

/**
 * Stored tokens, of one owner ({@link AccessTokens#ownedBy}) or of all ({@link AccessTokens#all}): find, list, describe,
 * disable, revoke.
 *
 * <p>To the tokens of one owner, those of others do not exist, so that no forgotten comparison lets one owner reach
 * another's. Whoever changes a token is named by {@link #by}.
 *
 * <p>Every method throws {@link UnavailableException} if the store does not answer, and {@link IllegalArgumentException}
 * for text that no token may have (blank, over 255 characters, control characters) or be given
 * ({@linkplain dev.latchkey.token.VisibleText invisible characters}).
 *
 * <p>Made by {@link AccessTokens}. Hosts may fake and decorate it; methods may be added, so a decorator extends
 * {@code DelegatingTokens} of the test kit. Implementations are thread-safe.
 */
public interface Tokens {

    /**
     * {@return the same tokens, changed by that actor from now on}
     *
     * @param actor the person or token that acts, in the host's words, such as {@code users/42}; 1 to 255 characters, at
     *     least one of them visible. It is stored with what it does; without this call, the service itself acts
     */
    Tokens by(String actor);

    /**
     * {@return the token, or empty if no such token is in view}
     *
     * @param id the token
     */
    Optional<StoredToken> find(TokenId id);

    /**
     * {@return one page of the tokens}
     *
     * @param query which, in what order, from where on. Of one owner's tokens, an owner that it names is replaced by that one
     */
    TokenList list(TokenQuery query);

    /**
     * Changes the description of a token.
     *
     * @param id the token
     * @param description what the token is for; 1 to 255 characters, at least one of them visible
     * @return the token before and after, or empty if no such token is in view
     */
    Optional<Change> describe(TokenId id, String description);

    /**
     * Disables a token until it is enabled again: verifiers reject it meanwhile, within the same bound as a revoked one. A
     * token that is disabled or revoked already is not changed.
     *
     * @param id the token
     * @param reason why, for people; 1 to 255 characters, at least one of them visible
     * @return the token before and after, or empty if no such token is in view
     */
    Optional<Change> disable(TokenId id, String reason);

    /**
     * Enables a token that was disabled. A token that is not disabled, or is revoked, is not changed.
     *
     * @param id the token
     * @return the token before and after, or empty if no such token is in view
     */
    Optional<Change> enable(TokenId id);

    /**
     * Revokes a token, for good. Revoking a revoked token changes nothing: the first time, reason and actor stay.
     *
     * @param id the token
     * @param reason why, for people; 1 to 255 characters, at least one of them visible
     * @return the token before and after, or empty if no such token is in view
     */
    Optional<Change> revoke(TokenId id, String reason);

    /**
     * Revokes a token as {@link #revoke} does, and returns when no verification that begins from then on can accept it, on
     * any node: it waits as long as the bound that is recorded in the store, not at all where none is.
     *
     * @param id the token
     * @param reason why, for people; 1 to 255 characters, at least one of them visible
     * @return the token before and after, or empty if no such token is in view
     * @throws IllegalStateException if the revocation is part of the caller's transaction, which is not committed
     * @throws UnavailableException also if the thread is interrupted while it waits, or the recorded bound cannot be read
     *     (such as one of more than a day, which somebody wrote by hand). The message says that the token is revoked
     */
    Optional<Change> revokeAndAwait(TokenId id, String reason);

    /**
     * Revokes all of these tokens that could still be used: every one whose issue was completed before this call. Of
     * {@link AccessTokens#all}, that is every token of the store.
     *
     * <p>A token that expired less than ten minutes ago by this node's clock is revoked as well, because this clock may be
     * ahead of those by which other nodes verify.
     *
     * <p>A token whose record cannot be read stops nothing: it is skipped and reported. If the call throws, it says how many
     * tokens were revoked, and can be repeated: it revokes the rest.
     *
     * @param reason why, for people; 1 to 255 characters, at least one of them visible
     * @return how many tokens this call revoked, and which it could not revoke; see {@link BulkRevocation#isComplete()}
     * @throws UnavailableException if the store fails, or tokens are issued as fast as they are revoked
     */
    BulkRevocation revokeAll(String reason);
}
