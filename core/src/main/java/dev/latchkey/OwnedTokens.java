package dev.latchkey;

import dev.latchkey.port.TokenQuery;
import dev.latchkey.token.TokenId;
import java.util.Optional;

/**
 * The tokens of one owner: what an Access Management page works on. Tokens of other owners do not exist here.
 *
 * <p>Errors are those of {@link TokenRegistry}. Implementations are thread-safe.
 */
public interface OwnedTokens {

    /**
     * {@return the token, or empty if the owner has none of that id}
     *
     * @param id the token
     */
    Optional<StoredToken> find(TokenId id);

    /**
     * {@return one page of the owner's tokens}
     *
     * @param query in what order, from where on; any owner that it names is replaced by this one
     */
    TokenList list(TokenQuery query);

    /**
     * Says anew what a token is for.
     *
     * @param id the token
     * @param description 1 to 255 characters, at least one of them visible
     * @return the token as it is now, or empty if the owner has none of that id
     */
    Optional<StoredToken> changeDescription(TokenId id, String description);

    /**
     * Revokes a token, for good. Revoking one that is revoked changes nothing: the first time and reason stay.
     *
     * @param id the token
     * @param reason why, 1 to 255 characters, at least one of them visible; for people
     * @return the token as it is now, or empty if the owner has none of that id
     */
    Optional<StoredToken> revoke(TokenId id, String reason);

    /**
     * Revokes a token as {@link #revoke}, and returns when no verification that begins from then on can accept it, on any
     * node; see {@link TokenRegistry#revokeAndAwait}.
     *
     * @param id the token
     * @param reason why, 1 to 255 characters, at least one of them visible; for people
     * @return the token as it is now, or empty if the owner has none of that id
     * @throws IllegalStateException if the caller's own transaction, not yet committed, holds the revocation
     */
    Optional<StoredToken> revokeAndAwait(TokenId id, String reason);

    /**
     * Revokes all of the owner's tokens that could still be used: every one whose issue was completed before this call.
     *
     * @param reason why, 1 to 255 characters, at least one of them visible; for people
     * @return how many this call revoked
     */
    int revokeAll(String reason);
}
