package dev.latchkey;

import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TrailPage;
import dev.latchkey.token.TrailQuery;
import dev.latchkey.token.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Stored tokens, of one owner ({@link AccessTokens#ownedBy}) or of all ({@link AccessTokens#all}): find, list, describe,
 * narrow, rotate, disable, revoke.
 *
 * <p>An instance for one owner does not see the tokens of others, so a forgotten comparison cannot let an owner reach
 * another's token. Set the actor of changes by {@link #by}.
 *
 * <p>Every method throws {@link UnavailableException} if the store does not answer, and {@link IllegalArgumentException}
 * for text that no token may have (blank, over 255 characters, control characters) or be given
 * ({@linkplain dev.latchkey.token.VisibleText invisible characters}).
 *
 * <p>Created by {@link AccessTokens}. Hosts may fake and decorate it; methods may be added, so a decorator should
 * extend {@code DelegatingTokens} of the test kit. Implementations are thread-safe.
 */
public interface Tokens {

    /**
     * {@return the same tokens, changed by that actor from now on}
     *
     * @param actor the person or token that acts, as the host names actors, such as {@code users/42}; 1 to 255
     *     characters, at least one of them visible. It is stored with each change; without this call, the actor is the
     *     service itself
     */
    Tokens by(String actor);

    /**
     * {@return the token, or empty if no such token is in view}
     *
     * @param id the token
     */
    Optional<StoredToken> find(TokenId id);

    /**
     * {@return when a token was last used and how much of its grant it needed, or empty if no such token is in view}
     *
     * @param id the token
     * @see AccessTokensBuilder#recordingUses()
     */
    Optional<TokenUsage> usage(TokenId id);

    /**
     * {@return the usage of each of these tokens, for a list of them; without tokens that are not in view, and without
     * those whose stored scopes cannot be read}
     *
     * <p>It reads the store twice for every {@value dev.latchkey.port.StoreLimits#MAX_IDS} tokens.
     *
     * @param ids the tokens; may be empty
     * @see AccessTokensBuilder#recordingUses()
     */
    Map<TokenId, TokenUsage> usages(Set<TokenId> ids);

    /**
     * {@return the narrowest grant that would have refused none of the recorded uses of a token, or empty if no such
     * token is in view}
     *
     * <p>To apply it, pass its scopes to {@link #narrow}. It does not know uses that were not recorded: see
     * {@link GrantProposal#since()}, and {@link AccessToken#permits}, which is not recorded. A service that asks its
     * tokens that way cannot rely on the proposal.
     *
     * @param id the token
     */
    Optional<GrantProposal> leastPrivilege(TokenId id);

    /**
     * {@return one page of the tokens}
     *
     * <p>A page may have fewer tokens than the query's limit, or none, although more follow: continue until
     * {@link TokenList#next()} is empty.
     *
     * @param query which tokens, in what order, from where on. For the tokens of one owner, that owner replaces the
     *     query's
     * @throws IllegalArgumentException if it has a condition that is not on the state, for the tokens of all owners
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
     * Replaces the attributes of a token.
     *
     * @param id the token
     * @param attributes the complete new attributes: at most 32 texts of 1 to 255 characters, at least one of them
     *     visible, by keys of 1 to 64 characters of printable ASCII
     * @return the token before and after, or empty if no such token is in view
     */
    Optional<Change> annotate(TokenId id, Map<String, String> attributes);

    /**
     * Reduces the scopes of a token; its secret stays the same. Verifiers apply the new scopes within the same bound as
     * a revocation. Tokens that it issued keep their scopes.
     *
     * @param id the token
     * @param scopes the new scopes: covered by its present ones under the service's policy; not empty. Bundles are
     *     expanded
     * @return the token before and after, or empty if no such token is in view
     * @throws ExcessiveScopeException if the token does not have them all
     */
    Optional<Change> narrow(TokenId id, ScopeSet scopes);

    /**
     * Lets a token expire earlier.
     *
     * @param id the token
     * @param end the first instant at which it is no longer valid: not after its present end, and not in the past;
     *     sub-millisecond precision is truncated
     * @return the token before and after, or empty if no such token is in view
     * @throws IllegalArgumentException if the end is after the present one, or in the past
     */
    Optional<Change> shorten(TokenId id, Instant end);

    /**
     * Replaces a token by a new one; the old one works for a while longer.
     *
     * @param id the token
     * @param overlap how much longer the old token works, never beyond its own expiry; zero for not at all
     * @return the new token and the old one, or empty if no such token is in view
     * @see #rotate(TokenId, Rotation)
     */
    default Optional<RotatedToken> rotate(TokenId id, Duration overlap) {
        return rotate(id, Rotation.overlapping(overlap));
    }

    /**
     * Replaces a token by a new one of the same owner, description, scopes and attributes, with a secret of its own. Both are
     * stored, or neither.
     *
     * <p>The new token gets the lifetime of the old one, within the maximum of the {@link IssuePolicy}; it never
     * expires only if the old one never expired and the policy still allows that. Tokens that the old one issued are
     * not transferred: they end with it. Presenting the old token after its overlap is a reuse: it is rejected as
     * {@link dev.latchkey.token.RejectionReason#REUSED}, and if {@link AccessTokensBuilder#revokingFamilyOnReuse} is
     * set, all tokens of the chain are revoked.
     *
     * @param id the token
     * @param rotation how long both work, and under which request key
     * @return the new token and the old one, or empty if no such token is in view
     * @throws IllegalStateException if the token is not live, or was rotated already
     * @throws ConflictingRequestException if the request key was used for another request
     */
    Optional<RotatedToken> rotate(TokenId id, Rotation rotation);

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
     * Revokes a token, which is final. Revoking a revoked token changes nothing: the first time, reason and actor
     * remain.
     *
     * @param id the token
     * @param reason why, for people: one of {@link RevocationReason}, or other text of 1 to 255 characters, at least one of
     *     them visible
     * @return the token before and after, or empty if no such token is in view
     */
    Optional<Change> revoke(TokenId id, String reason);

    /**
     * Revokes a token as {@link #revoke} does, and returns when no verification that begins afterwards can accept it,
     * on any node. It waits as long as the bound that is recorded in the store; if none is recorded, it does not wait.
     *
     * @param id the token
     * @param reason why, for people; 1 to 255 characters, at least one of them visible
     * @return the token before and after, or empty if no such token is in view
     * @throws IllegalStateException if the revocation is part of the caller's transaction, which is not committed
     * @throws UnavailableException also if the thread is interrupted while it waits, or the recorded bound cannot be
     *     read (for example one of more than a day, written by hand). The message states that the token is revoked
     */
    Optional<Change> revokeAndAwait(TokenId id, String reason);

    /**
     * Revokes all of these tokens that could still be used: every token whose issue was completed before this call. For
     * {@link AccessTokens#all}, these are all tokens of the store.
     *
     * <p>A token that expired less than ten minutes ago by this node's clock is revoked as well, because other nodes'
     * clocks may be behind this one.
     *
     * <p>A token whose record cannot be read is skipped and reported. If the call throws, the message contains the
     * number of revoked tokens; repeat the call to revoke the rest.
     *
     * @param reason why, for people; 1 to 255 characters, at least one of them visible
     * @return how many tokens this call revoked, and which it could not revoke; see {@link BulkRevocation#isComplete()}
     * @throws UnavailableException if the store fails, or tokens are issued as fast as they are revoked
     */
    default BulkRevocation revokeAll(String reason) {
        return revokeAll(TokenQuery.all(), reason);
    }

    /**
     * Revokes those of these tokens that a query matches, as {@link #revokeAll(String)} revokes all: a chain of rotations,
     * the tokens derived from one, those with an attribute, those that an actor created.
     *
     * <p>To see them before, {@link #list} them with the same query. Here it may have any condition for the tokens of all
     * owners too, and reads each of these tokens that has not ended.
     *
     * @param query which tokens, without limit and cursor; its order does not matter. For the tokens of one owner, that
     *     owner replaces the query's
     * @param reason why, for people; 1 to 255 characters, at least one of them visible
     * @return how many tokens this call revoked, and which it could not revoke; a token that cannot be read is reported
     *     if it may be among those of the query
     * @throws IllegalArgumentException if the query has a limit or a cursor
     * @throws UnavailableException if the store fails, or tokens are issued as fast as they are revoked
     */
    BulkRevocation revokeAll(TokenQuery query, String reason);

    /**
     * Revokes a token of these that has not ended by its whole text, because somebody found it where it should not be. A
     * disabled token is revoked too.
     *
     * <p>The text must contain the secret, so that nobody can revoke another's token by its id. The caller gets the same
     * answer for every text, so anybody may report one. A report is not a use of the token.
     *
     * @param text what was found; any text at all
     * @throws UnavailableException if that cannot be decided, or the token cannot be revoked, now
     */
    void reportLeak(String text);

    /**
     * {@return one page of the durable trail of these tokens, newest entry first}
     *
     * @param query which entries, from where on. For the tokens of one owner, that owner replaces the query's
     * @throws IllegalStateException if no trail is kept ({@link AccessTokensBuilder#keepingTrail})
     */
    TrailPage trail(TrailQuery query);
}
