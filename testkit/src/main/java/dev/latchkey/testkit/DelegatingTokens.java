package dev.latchkey.testkit;

import dev.latchkey.BulkRevocation;
import dev.latchkey.Change;
import dev.latchkey.StoredToken;
import dev.latchkey.TokenList;
import dev.latchkey.Tokens;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import java.util.Objects;
import java.util.Optional;

/**
 * Passes every call on to other tokens. A subclass overrides what it counts, changes, or lets fail, and decorates what
 * {@link #by} returns.
 *
 * <p>As thread-safe as the other tokens.
 */
public abstract class DelegatingTokens implements Tokens {

    private final Tokens delegate;

    /**
     * Makes tokens that pass every call on.
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
     * {@return the same decoration of other tokens: what {@link #by} returns}
     *
     * @param acting what {@link #by} of the other tokens returned
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
    public TokenList list(TokenQuery query) {
        return delegate.list(query);
    }

    @Override
    public Optional<Change> describe(TokenId id, String description) {
        return delegate.describe(id, description);
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
}
