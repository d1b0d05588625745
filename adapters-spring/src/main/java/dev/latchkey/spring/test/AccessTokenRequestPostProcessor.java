package dev.latchkey.spring.test;

import dev.latchkey.scope.ScopePolicy;
import org.jspecify.annotations.Nullable;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.context.support.WebApplicationContextUtils;

/**
 * Adds an access token to a request of {@code MockMvc}.
 *
 * <pre>{@code mvc.perform(get("/workspaces/acme").with(accessToken("workspace:read")))}</pre>
 *
 * <p>It needs no CSRF token, as a request that presents one needs none: a valid one is added. The filter chain must be
 * applied, by {@code springSecurity()} or by Spring Boot. Immutable.
 */
public final class AccessTokenRequestPostProcessor implements RequestPostProcessor {

    private final String owner;
    private final String[] scopes;

    private AccessTokenRequestPostProcessor(String owner, String... scopes) {
        this.owner = owner;
        this.scopes = scopes.clone();
    }

    /**
     * {@return a token of {@code owners/test} with these scopes}
     *
     * @param scopes what the token may do, each a scope with or without a resource; at least one
     */
    public static AccessTokenRequestPostProcessor accessToken(String... scopes) {
        return new AccessTokenRequestPostProcessor("owners/test", scopes);
    }

    /**
     * {@return the same token of another owner}
     *
     * @param who who the token acts for
     */
    public AccessTokenRequestPostProcessor owner(String who) {
        return new AccessTokenRequestPostProcessor(who, scopes);
    }

    @Override
    public MockHttpServletRequest postProcessRequest(MockHttpServletRequest request) {
        ScopePolicy policy = policy(WebApplicationContextUtils.getWebApplicationContext(request.getServletContext()));
        return SecurityMockMvcRequestPostProcessors.csrf()
                .postProcessRequest(SecurityMockMvcRequestPostProcessors.authentication(
                                TestTokens.authentication(owner, scopes, policy))
                        .postProcessRequest(request));
    }

    private static ScopePolicy policy(@Nullable WebApplicationContext context) {
        return context == null
                ? ScopePolicy.hierarchical()
                : context.getBeanProvider(ScopePolicy.class).getIfAvailable(ScopePolicy::hierarchical);
    }
}
