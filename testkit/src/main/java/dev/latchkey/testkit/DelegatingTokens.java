package dev.latchkey.testkit;

import dev.latchkey.BulkRevocation;
import dev.latchkey.Change;
import dev.latchkey.GrantProposal;
import dev.latchkey.RotatedToken;
import dev.latchkey.Rotation;
import dev.latchkey.StoredToken;
import dev.latchkey.TokenList;
import dev.latchkey.TokenUsage;
import dev.latchkey.Tokens;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TrailPage;
import dev.latchkey.token.TrailQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Delegates every call to other tokens. A subclass overrides the methods that it counts, changes, or lets fail, and
 * decorates the result of {@link #by}.
 *
 * <p>As thread-safe as the other tokens.
 */
public abstract class DelegatingTokens implements Tokens {

    private final Tokens delegate;

    /**
     * Creates tokens that delegate every call.
     *
     * @param delegate the other tokens
     */
    protected DelegatingTokens(Tokens delegate) {
        this.delegate = Objects.requireNonNull(delegate, "delegate");
    }

    /** {@return the other tokens} */
    protected final Tokens delegate() {
        return delegate;
    }

    /**
     * {@return the same decoration of other tokens, as the result of {@link #by}}
     *
     * @param acting the result of {@link #by} of the other tokens
     */
    protected abstract Tokens decorate(Tokens acting);

    @Override
    public Tokens by(String actor) {
        return decorate(delegate.by(actor));
    }

    @Override
    public Optional<StoredToken> find(TokenId id) {
        return delegate.find(id);
    }

    @Override
    public Optional<TokenUsage> usage(TokenId id) {
        return delegate.usage(id);
    }

    @Override
    public Map<TokenId, TokenUsage> usages(Set<TokenId> ids) {
        return delegate.usages(ids);
    }

    @Override
    public Optional<GrantProposal> leastPrivilege(TokenId id) {
        return delegate.leastPrivilege(id);
    }

    @Override
    public TokenList list(TokenQuery query) {
        return delegate.list(query);
    }

    @Override
    public Optional<Change> describe(TokenId id, String description) {
        return delegate.describe(id, description);
    }

    @Override
    public Optional<Change> annotate(TokenId id, Map<String, String> attributes) {
        return delegate.annotate(id, attributes);
    }

    @Override
    public Optional<Change> narrow(TokenId id, ScopeSet scopes) {
        return delegate.narrow(id, scopes);
    }

    @Override
    public Optional<Change> shorten(TokenId id, Instant end) {
        return delegate.shorten(id, end);
    }

    @Override
    public Optional<RotatedToken> rotate(TokenId id, Duration overlap) {
        return delegate.rotate(id, overlap);
    }

    @Override
    public Optional<RotatedToken> rotate(TokenId id, Rotation rotation) {
        return delegate.rotate(id, rotation);
    }

    @Override
    public Optional<Change> disable(TokenId id, String reason) {
        return delegate.disable(id, reason);
    }

    @Override
    public Optional<Change> enable(TokenId id) {
        return delegate.enable(id);
    }

    @Override
    public Optional<Change> revoke(TokenId id, String reason) {
        return delegate.revoke(id, reason);
    }

    @Override
    public Optional<Change> revokeAndAwait(TokenId id, String reason) {
        return delegate.revokeAndAwait(id, reason);
    }

    @Override
    public BulkRevocation revokeAll(String reason) {
        return delegate.revokeAll(reason);
    }

    @Override
    public BulkRevocation revokeAll(TokenQuery query, String reason) {
        return delegate.revokeAll(query, reason);
    }

    @Override
    public void reportLeak(String text) {
        delegate.reportLeak(text);
    }

    @Override
    public TrailPage trail(TrailQuery query) {
        return delegate.trail(query);
    }
}
