package dev.latchkey;

import dev.latchkey.port.TokenQuery;
import dev.latchkey.port.UnavailableException;
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
     * <p>A token that expired less than ten minutes ago by this node's clock is revoked as well, because this clock may be
     * ahead of those by which other nodes verify.
     *
     * <p>A token whose record cannot be read stops nothing: it is skipped and reported. If the call throws, it says how many
     * tokens were revoked, and can be repeated: it revokes the rest.
     *
     * @param reason why, 1 to 255 characters, at least one of them visible; for people
     * @return how many tokens this call revoked, and which it could not revoke; see {@link BulkRevocation#isComplete()}
     * @throws UnavailableException if the store fails, or tokens are issued as fast as they are revoked
     */
    BulkRevocation revokeAll(String reason);
}
