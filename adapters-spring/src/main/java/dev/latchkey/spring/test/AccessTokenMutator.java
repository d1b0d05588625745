package dev.latchkey.spring.test;

import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.spring.security.LatchkeyAuthentication;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.security.test.web.reactive.server.SecurityMockServerConfigurers;
import org.springframework.test.web.reactive.server.MockServerConfigurer;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClientConfigurer;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

/**
 * Adds an access token to the requests of a {@code WebTestClient}, by {@code mutateWith}.
 *
 * <pre>{@code client.mutateWith(mockAccessToken("workspace:read")).get()}</pre>
 *
 * <p>It needs no CSRF token, as a request that presents one needs none. Needs spring-security-test, and a client that is bound to the application, not to a port. Immutable.
 */
public final class AccessTokenMutator implements WebTestClientConfigurer, MockServerConfigurer {

    private final LatchkeyAuthentication authentication;

    private AccessTokenMutator(LatchkeyAuthentication authentication) {
        this.authentication = authentication;
    }

    /**
     * {@return a token of {@code owners/test}, whose scopes are read hierarchically}
     *
     * @param scopes what the token may do, each a scope with or without a resource; at least one
     */
    public static AccessTokenMutator mockAccessToken(String... scopes) {
        return mockAccessToken(ScopePolicy.hierarchical(), "owners/test", scopes);
    }

    /**
     * {@return a token}
     *
     * @param policy how its scopes are read
     * @param owner who the token acts for
     * @param scopes what the token may do, each a scope with or without a resource; at least one
     * @throws IllegalArgumentException if the policy does not know a scope
     */
    public static AccessTokenMutator mockAccessToken(ScopePolicy policy, String owner, String... scopes) {
        return new AccessTokenMutator(TestTokens.authentication(owner, scopes, policy));
    }

    @Override
    public void afterConfigurerAdded(
            WebTestClient.Builder builder,
            @Nullable WebHttpHandlerBuilder handler,
            @Nullable ClientHttpConnector connector) {
        WebTestClientConfigurer exempt = SecurityMockServerConfigurers.csrf();
        exempt.afterConfigurerAdded(builder, handler, connector);
        WebTestClientConfigurer signedIn = SecurityMockServerConfigurers.mockAuthentication(authentication);
        signedIn.afterConfigurerAdded(builder, handler, connector);
    }

    @Override
    public void beforeServerCreated(WebHttpHandlerBuilder builder) {
        MockServerConfigurer exempt = SecurityMockServerConfigurers.csrf();
        exempt.beforeServerCreated(builder);
        MockServerConfigurer signedIn = SecurityMockServerConfigurers.mockAuthentication(authentication);
        signedIn.beforeServerCreated(builder);
    }

    @Override
    public void afterConfigureAdded(WebTestClient.MockServerSpec<?> server) {
        MockServerConfigurer exempt = SecurityMockServerConfigurers.csrf();
        exempt.afterConfigureAdded(server);
        MockServerConfigurer signedIn = SecurityMockServerConfigurers.mockAuthentication(authentication);
        signedIn.afterConfigureAdded(server);
    }
}
