package dev.latchkey.spring.security;

import dev.latchkey.Authorization.InsufficientScope;
import dev.latchkey.scope.ScopeDecision;
import dev.latchkey.scope.ScopeRequirement;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDeniedException;
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
    private final transient @Nullable LatchkeyAuthentication to;

    private ScopeAuthorizationResult(
            boolean granted, ScopeDecision.@Nullable Denied denied, @Nullable LatchkeyAuthentication to) {
        this.granted = granted;
        this.denied = denied;
        this.to = to;
    }

    static ScopeAuthorizationResult of(LatchkeyAuthentication authentication, ScopeRequirement required) {
        return authentication.token().authorize(required) instanceof InsufficientScope insufficient
                ? new ScopeAuthorizationResult(false, insufficient.decision(), authentication)
                : new ScopeAuthorizationResult(true, null, null);
    }

    /** {@return the denial of a request that presents no access token} */
    static ScopeAuthorizationResult withoutToken() {
        return new ScopeAuthorizationResult(false, null, null);
    }

    /**
     * {@return why a request is refused, or null}
     *
     * @param denied the exception, which has the result of a single rule
     * @param kept returns what a rule of several has kept, or null
     */
    static @Nullable ScopeAuthorizationResult of(
            AccessDeniedException denied, Supplier<@Nullable ScopeAuthorizationResult> kept) {
        return denied instanceof AuthorizationDeniedException refusal
                        && refusal.getAuthorizationResult() instanceof ScopeAuthorizationResult result
                ? result
                : kept.get();
    }

    /** Counts and reports the denial, if it is one and the first of its request. To be called where it is final. */
    void report() {
        if (to != null && denied != null) {
            to.reportOnce(denied);
        }
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
