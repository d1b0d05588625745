package dev.latchkey.spring.security;

import dev.latchkey.AccessToken;
import dev.latchkey.Authorization.InsufficientScope;
import dev.latchkey.scope.ScopeDecision;
import dev.latchkey.scope.ScopeRequirement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationResult;

/**
 * Whether a request is granted an operation that requires scopes, and what its token lacks.
 *
 * <p>Immutable. The decision does not survive serialization; whether it was granted does.
 */
public final class ScopeAuthorizationResult implements AuthorizationResult {

    private static final long serialVersionUID = 1L;

    private final boolean granted;
    private final transient ScopeDecision.@Nullable Denied denied;

    private ScopeAuthorizationResult(boolean granted, ScopeDecision.@Nullable Denied denied) {
        this.granted = granted;
        this.denied = denied;
    }

    static ScopeAuthorizationResult of(AccessToken token, ScopeRequirement required) {
        return token.authorize(required) instanceof InsufficientScope insufficient
                ? new ScopeAuthorizationResult(false, insufficient.decision())
                : new ScopeAuthorizationResult(true, null);
    }

    /** {@return the denial of a request that presents no access token} */
    static ScopeAuthorizationResult withoutToken() {
        return new ScopeAuthorizationResult(false, null);
    }

    @Override
    public boolean isGranted() {
        return granted;
    }

    /** {@return what the token lacks; empty if nothing, or if there is no token} */
    public Optional<ScopeDecision.Denied> denial() {
        return Optional.ofNullable(denied);
    }

    /** {@return whether it is granted, and why not} */
    @Override
    public String toString() {
        return "ScopeAuthorizationResult[granted=" + granted + (denied == null ? "" : ", " + denied.describe()) + "]";
    }
}
