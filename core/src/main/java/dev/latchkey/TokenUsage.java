package dev.latchkey;

import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a stored token was last used, and how much of its grant it needed, as far as nodes have written that
 * ({@link AccessTokensBuilder#recordingUses()}).
 *
 * <p>Immutable and thread-safe.
 */
public final class TokenUsage {

    private final TokenId id;
    private final ScopeSet granted;
    private final @Nullable Instant lastUsedAt;
    private final ScopeSet usedScopes;
    private final ScopeSet unusedScopes;
    private final @Nullable Instant recordedSince;
    private final boolean complete;

    /** @param recorded when it was last used and since when uses are recorded */
    TokenUsage(
            TokenId id,
            Times recorded,
            ScopeSet granted,
            ScopeSet usedScopes,
            ScopeSet unusedScopes,
            boolean complete) {
        this.id = id;
        this.granted = granted;
        this.lastUsedAt = recorded.lastUsedAt();
        this.recordedSince = recorded.since();
        this.usedScopes = usedScopes;
        this.unusedScopes = unusedScopes;
        this.complete = complete;
    }

    /** The times of a usage. */
    record Times(@Nullable Instant lastUsedAt, @Nullable Instant since) {}

    /** {@return the token} */
    public TokenId id() {
        return id;
    }

    /** {@return what it was granted} */
    public ScopeSet granted() {
        return granted;
    }

    /** {@return when a verifier last accepted it, in whole milliseconds; empty if no use was recorded} */
    public Optional<Instant> lastUsedAt() {
        return Optional.ofNullable(lastUsedAt);
    }

    /**
     * {@return the permissions that {@link TokenVerifier#authorize} permitted, each on the resource of the granted scope
     * that gives it, as far as the token still has them}
     *
     * <p>Questions that the host asks of an {@link AccessToken} itself are not among them.
     */
    public ScopeSet usedScopes() {
        return usedScopes;
    }

    /**
     * {@return the granted scopes that were never needed since {@link #recordedSince()}; empty if that is not known}
     */
    public ScopeSet unusedScopes() {
        return unusedScopes;
    }

    /**
     * {@return since when every use of this token is recorded: not before it was issued; empty if some node does not
     * record uses}
     */
    public Optional<Instant> recordedSince() {
        return Optional.ofNullable(recordedSince);
    }

    /**
     * {@return whether the used scopes are all that were needed since {@link #recordedSince()}; false if some node does
     * not record uses, or if there are too many scopes to store ({@link dev.latchkey.token.TokenUse#MAX_SCOPES})}
     */
    public boolean isComplete() {
        return complete;
    }

    /** {@return the token, its last use and its scopes} */
    @Override
    public String toString() {
        return "TokenUsage[" + id + ", lastUsedAt=" + lastUsedAt + ", used=" + usedScopes + ", unused=" + unusedScopes
                + ", recordedSince=" + recordedSince + ", complete=" + complete + "]";
    }
}
