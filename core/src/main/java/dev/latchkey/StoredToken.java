package dev.latchkey;

import dev.latchkey.port.TokenStoreException;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.VisibleText;
import java.time.Instant;
import java.util.Optional;

/**
 * What is on file of a token, for people to see: everything but the hash of its secret.
 *
 * <p>It grants nothing. Immutable and thread-safe.
 */
public final class StoredToken {

    private final TokenRecord record;
    private final ScopeSet scopes;

    private StoredToken(TokenRecord record, ScopeSet scopes) {
        this.record = record;
        this.scopes = scopes;
    }

    static StoredToken of(TokenRecord record) {
        try {
            return new StoredToken(record, ScopeSet.parse(record.scopes()));
        } catch (IllegalArgumentException e) {
            throw new TokenStoreException("the stored scopes of token " + record.id() + " cannot be read", e);
        }
    }

    /** {@return the token's public name} */
    public TokenId id() {
        return record.id();
    }

    /** {@return who it acts for} */
    public String owner() {
        return record.owner();
    }

    /** {@return what it is for} */
    public String description() {
        return record.description();
    }

    /** {@return what it was granted} */
    public ScopeSet scopes() {
        return scopes;
    }

    /** {@return when it was issued} */
    public Instant issuedAt() {
        return record.issuedAt();
    }

    /** {@return from when on it is no longer valid; empty if it does not expire} */
    public Optional<Instant> expiresAt() {
        return Optional.ofNullable(record.expiresAt());
    }

    /** {@return when it was revoked; empty if it was not} */
    public Optional<Instant> revokedAt() {
        return Optional.ofNullable(record.revokedAt());
    }

    /** {@return why it was revoked; empty if it was not} */
    public Optional<String> revocationReason() {
        return Optional.ofNullable(record.revocationReason());
    }

    /**
     * {@return whether its own record leaves it valid at that time: not revoked, not expired, not switched off}
     *
     * @param now the time
     */
    public boolean isLiveAt(Instant now) {
        return record.rejectionAt(now) == null;
    }

    /** {@return id, owner and description} */
    @Override
    public String toString() {
        return "StoredToken[" + id() + ", owner=" + VisibleText.escape(owner()) + ", description="
                + VisibleText.escape(description()) + "]";
    }
}
