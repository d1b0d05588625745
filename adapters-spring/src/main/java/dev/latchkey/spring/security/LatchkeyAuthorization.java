package dev.latchkey.spring.security;

import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeRequirement;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
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

    private final Scope @Nullable [] scopes;
    private final Function<Map<String, String>, ScopeRequirement> required;

    private LatchkeyAuthorization(Scope @Nullable [] scopes, Function<Map<String, String>, ScopeRequirement> required) {
        this.scopes = scopes;
        this.required = required;
    }

    /**
     * {@return the rule that a token has every scope, on all resources}
     *
     * @param scopes at least one
     * @throws IllegalArgumentException if there is none, or one is not a scope
     */
    public static LatchkeyAuthorization requires(String... scopes) {
        Scope[] all = Arrays.stream(scopes).map(Scope::of).toArray(Scope[]::new);
        ScopeRequirement required = all.length == 1 ? all[0] : ScopeRequirement.allOf(all);
        return new LatchkeyAuthorization(all, variables -> required);
    }

    /**
     * {@return the rule that a token meets a requirement}
     *
     * @param required a scope of a {@link dev.latchkey.scope.ScopeCatalog}, for example, or several
     */
    public static LatchkeyAuthorization requires(ScopeRequirement required) {
        return required instanceof Scope scope
                ? new LatchkeyAuthorization(new Scope[] {scope}, variables -> required)
                : new LatchkeyAuthorization(null, variables -> required);
    }

    /**
     * {@return the rule that a token has a scope on at least one resource: the door to a list}
     *
     * @param scope without a resource
     * @throws IllegalArgumentException if it is not a scope, or names a resource
     */
    public static LatchkeyAuthorization requiresAnywhere(String scope) {
        ScopeRequirement required = ScopeRequirement.anywhere(Scope.of(scope));
        return new LatchkeyAuthorization(null, variables -> required);
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
        Scope[] each = scopes;
        if (each == null) {
            throw new IllegalStateException("on(\"" + resource + "\") needs scopes, not another requirement");
        }
        ResourceTemplate template = ResourceTemplate.of(resource);
        for (Scope scope : each) {
            template.requireBinds(scope);
        }
        return new LatchkeyAuthorization(null, variables -> template.bind(each, variables::get));
    }

    @Override
    public AuthorizationResult authorize(
            Supplier<? extends @Nullable Authentication> authentication, RequestAuthorizationContext context) {
        return ScopeRules.decide(LOG, authentication.get(), required.apply(context.getVariables()));
    }
}
