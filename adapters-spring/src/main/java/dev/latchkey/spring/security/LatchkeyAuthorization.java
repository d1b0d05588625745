package dev.latchkey.spring.security;

import dev.latchkey.scope.ScopeRequirement;
import java.util.function.Supplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/**
 * Rules for {@code authorizeHttpRequests}: what the access token of a request must permit.
 *
 * <pre>{@code
 * requests.requestMatchers(GET, "/workspaces/{name}").access(requires("workspace:read").on("workspaces/{name}"))
 * }</pre>
 *
 * <p>A request without an access token is denied. Immutable and thread-safe.
 */
public final class LatchkeyAuthorization implements AuthorizationManager<RequestAuthorizationContext> {

    private static final Log LOG = LogFactory.getLog(LatchkeyAuthorization.class);

    private final RequestRule rule;

    private LatchkeyAuthorization(RequestRule rule) {
        this.rule = rule;
    }

    /**
     * {@return the rule that a token has every scope, on all resources}
     *
     * @param scopes at least one
     * @throws IllegalArgumentException if the list is empty, or one is not a scope
     */
    public static LatchkeyAuthorization requires(String... scopes) {
        return new LatchkeyAuthorization(RequestRule.of(scopes));
    }

    /**
     * {@return the rule that a token meets a requirement}
     *
     * @param required a scope of a {@link dev.latchkey.scope.ScopeCatalog}, for example, or several
     */
    public static LatchkeyAuthorization requires(ScopeRequirement required) {
        return new LatchkeyAuthorization(RequestRule.of(required));
    }

    /**
     * {@return the rule that a token has a scope on at least one resource, for list operations}
     *
     * @param scope without a resource
     * @throws IllegalArgumentException if it is not a scope, or names a resource
     */
    public static LatchkeyAuthorization requiresAnywhere(String scope) {
        return new LatchkeyAuthorization(RequestRule.anywhere(scope));
    }

    /**
     * {@return this rule, on the resource that the request names}
     *
     * <p>A value that cannot be a segment of a resource is denied.
     *
     * @param resource segments joined by {@code /}; {@code {name}} stands for a variable of the pattern of the rule
     * @throws IllegalArgumentException if it is not a resource
     * @throws IllegalStateException if the rule is not of scopes without a resource
     */
    public LatchkeyAuthorization on(String resource) {
        return new LatchkeyAuthorization(rule.on(resource));
    }

    @Override
    public AuthorizationResult authorize(
            Supplier<? extends @Nullable Authentication> authentication, RequestAuthorizationContext context) {
        ScopeAuthorizationResult result =
                ScopeRules.decide(LOG, authentication.get(), rule.required().apply(context.getVariables()::get));
        RequestDenials.keep(context.getRequest(), result);
        return result;
    }
}
