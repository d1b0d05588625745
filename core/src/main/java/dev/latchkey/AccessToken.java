package dev.latchkey;

import dev.latchkey.Authorization.InsufficientScope;
import dev.latchkey.Authorization.Permitted;
import dev.latchkey.change.UsedToken;
import dev.latchkey.scope.CompiledScopes;
import dev.latchkey.scope.ResourceSet;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeDecision;
import dev.latchkey.scope.ScopeRequirement;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.VisibleText;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A verified token: its owner and its rights.
 *
 * <p>Only a verifier creates an instance, so an instance proves that a client presented the token's secret. (Tests and
 * fakes use {@link UnverifiedAccessTokens}, whose name can be searched for.) It is a snapshot of the moment of
 * verification; verify again for each request rather than keep it.
 *
 * <p>Contains no secret. Immutable and thread-safe.
 */
public final class AccessToken {

    private final TokenRecord record;
    private final CompiledScopes scopes;
    private final @Nullable UsedToken uses;
    private final @Nullable Outcomes outcomes;

    /**
     * @param uses what notes its uses, or null if they are not recorded
     * @param outcomes counts its denials; null for a token that was not verified
     */
    AccessToken(TokenRecord record, CompiledScopes scopes, @Nullable UsedToken uses, @Nullable Outcomes outcomes) {
        this.record = record;
        this.scopes = scopes;
        this.uses = uses;
        this.outcomes = outcomes;
    }

    /** {@return the token's public name, for logs and limits} */
    public TokenId id() {
        return record.id();
    }

    /** {@return who the token acts for} */
    public String owner() {
        return record.grant().owner();
    }

    /** {@return what the token is for, in its owner's words} */
    public String description() {
        return record.grant().description();
    }

    /**
     * {@return the scopes that it was granted, as they are stored, for display}
     *
     * <p>Use {@link #permits} to decide what the token may do: that also depends on the policy and the owner.
     */
    public ScopeSet grantForDisplay() {
        return scopes.granted();
    }

    /** {@return the attributes that the host set when it was issued, in the order of the keys; may be empty} */
    public SortedMap<String, String> attributes() {
        return record.attributes();
    }

    /** {@return when it was issued} */
    public Instant issuedAt() {
        return record.lifecycle().issuedAt();
    }

    /** {@return when it expires: the first instant at which it is no longer valid; empty if it does not expire} */
    public Optional<Instant> expiresAt() {
        return Optional.ofNullable(record.lifecycle().expiresAt());
    }

    /**
     * {@return whether the token may do what is required, and its owner too if the service limits tokens by owners'
     * rights}
     *
     * <p>This is a question: it is not recorded as a use. For an operation that the client performs, use
     * {@link #authorize} or {@link TokenVerifier#authorize}.
     *
     * @param required what the operation asks for
     */
    public boolean permits(ScopeRequirement required) {
        return scopes.permits(required);
    }

    /**
     * {@return whether the client may perform an operation: what {@link TokenVerifier#authorize} returns for this token}
     *
     * <p>If it is permitted, it is recorded what the token is used for ({@link AccessTokensBuilder#recordingUses()}). A
     * denial is not counted, because another rule may permit the request; call {@link #denied} where it is refused.
     *
     * @param required what the operation asks for
     */
    public Authorization authorize(ScopeRequirement required) {
        Authorization answer = decision(required);
        if (uses != null && answer instanceof Permitted) {
            uses.needed(required, scopes);
        }
        return answer;
    }

    /**
     * Counts and reports that the client was refused an operation, as {@link TokenVerifier#authorize} does for a denial:
     * in {@link Statistics.Verifications#insufficientScope()}, and to listeners as
     * {@link dev.latchkey.token.TokenEvent.InsufficientScope}.
     *
     * <p>For services that verify first and decide later, by {@link #authorize}. Call it once for a request that is refused.
     * For an instance of {@link UnverifiedAccessTokens} it does nothing.
     *
     * @param decision what the token lacks
     */
    public void denied(ScopeDecision.Denied decision) {
        Objects.requireNonNull(decision, "decision");
        if (outcomes != null) {
            outcomes.denied(new InsufficientScope(this, decision));
        }
    }

    /** {@return the same as {@link #authorize}, without recording it} */
    Authorization decision(ScopeRequirement required) {
        return permits(required)
                ? new Permitted(this)
                : new InsufficientScope(this, ScopeDecision.Denied.of(scopes, required));
    }

    /**
     * {@return the same as {@link #permits}, with the reason}
     *
     * @param required what the operation asks for
     */
    public ScopeDecision decide(ScopeRequirement required) {
        return scopes.decide(required);
    }

    /**
     * {@return on which resources the token has a permission: what a list operation may show}
     *
     * @param permission a scope without a resource
     * @throws IllegalArgumentException if the scope names a resource
     */
    public ResourceSet resourcesFor(Scope permission) {
        return scopes.resourcesFor(permission);
    }

    /** {@return id and owner} */
    @Override
    public String toString() {
        return "AccessToken[" + id() + ", owner=" + VisibleText.escape(owner()) + "]";
    }
}
