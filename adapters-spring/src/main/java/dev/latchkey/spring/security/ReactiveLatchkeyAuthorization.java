package dev.latchkey.spring.security;

import dev.latchkey.scope.ScopeRequirement;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.authorization.AuthorizationContext;
import reactor.core.publisher.Mono;

/**
 * Rules for {@code authorizeExchange} of WebFlux: what the access token of a request must permit.
 *
 * <pre>{@code exchanges.pathMatchers("/workspaces/{name}").access(requires("workspace:read").on("workspaces/{name}"))}</pre>
 *
 * <p>A request without an access token is denied. Immutable and thread-safe.
 */
public final class ReactiveLatchkeyAuthorization implements ReactiveAuthorizationManager<AuthorizationContext> {

    private static final Log LOG = LogFactory.getLog(ReactiveLatchkeyAuthorization.class);

    private final RequestRule rule;

    private ReactiveLatchkeyAuthorization(RequestRule rule) {
        this.rule = rule;
    }

    /**
     * {@return the rule that a token has every scope, on all resources}
     *
     * @param scopes at least one
     * @throws IllegalArgumentException if the list is empty, or one is not a scope
     */
    public static ReactiveLatchkeyAuthorization requires(String... scopes) {
        return new ReactiveLatchkeyAuthorization(RequestRule.of(scopes));
    }

    /**
     * {@return the rule that a token meets a requirement}
     *
     * @param required a scope of a {@link dev.latchkey.scope.ScopeCatalog}, for example, or several
     */
    public static ReactiveLatchkeyAuthorization requires(ScopeRequirement required) {
        return new ReactiveLatchkeyAuthorization(RequestRule.of(required));
    }

    /**
     * {@return the rule that a token has a scope on at least one resource, for list operations}
     *
     * @param scope without a resource
     * @throws IllegalArgumentException if it is not a scope, or names a resource
     */
    public static ReactiveLatchkeyAuthorization requiresAnywhere(String scope) {
        return new ReactiveLatchkeyAuthorization(RequestRule.anywhere(scope));
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
    public ReactiveLatchkeyAuthorization on(String resource) {
        return new ReactiveLatchkeyAuthorization(rule.on(resource));
    }

    @Override
    public Mono<AuthorizationResult> authorize(Mono<Authentication> authentication, AuthorizationContext context) {
        ScopeRequirement required =
                rule.required().apply(name -> context.getVariables().get(name) instanceof String value ? value : null);
        return authentication
                .map(each -> ScopeRules.decide(LOG, each, required))
                .defaultIfEmpty(ScopeAuthorizationResult.withoutToken())
                .doOnNext(result -> ExchangeDenials.keep(context.getExchange(), result))
                .cast(AuthorizationResult.class);
    }
}
