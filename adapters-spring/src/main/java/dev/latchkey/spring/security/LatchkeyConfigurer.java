package dev.latchkey.spring.security;

import dev.latchkey.TokenVerifier;
import dev.latchkey.http.BearerErrors;
import dev.latchkey.spring.LatchkeyConfigurationException;
import dev.latchkey.token.TokenFormat;
import java.util.List;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.context.ApplicationContext;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.ExceptionHandlingConfigurer;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.security.web.authentication.www.DigestAuthenticationFilter;

/**
 * Lets a filter chain accept access tokens.
 *
 * <pre>{@code
 * http.with(latchkey(), withDefaults())
 *     .authorizeHttpRequests(requests -> requests.anyRequest().access(requires("workspace:read")));
 * }</pre>
 *
 * <p>A request with a bearer token is authenticated by it, or refused; no session is used for it, and it needs no CSRF
 * token, because a browser does not attach a bearer token to requests by itself. Requests without one are left to the
 * rest of the chain: form login, sessions, HTTP Basic.
 *
 * <p>Used once, while the chain is configured; not thread-safe.
 */
public final class LatchkeyConfigurer extends AbstractHttpConfigurer<LatchkeyConfigurer, HttpSecurity> {

    private static final Log LOG = LogFactory.getLog(LatchkeyConfigurer.class);

    private @Nullable TokenVerifier verifier;
    private @Nullable BearerErrors errors;
    private @Nullable AuthenticationEntryPoint entryPoint;
    private @Nullable AccessDeniedHandler deniedHandler;
    private @Nullable AuthenticationConverter othersConverter;
    private boolean onlyOwnPrefix;
    private boolean besideResourceServer;
    private @Nullable LatchkeyAuthenticationFilter filter;

    private LatchkeyConfigurer() {}

    /** {@return a configurer for {@link HttpSecurity#with}} */
    public static LatchkeyConfigurer latchkey() {
        return new LatchkeyConfigurer();
    }

    /**
     * Sets the verifier of tokens. Default: the bean.
     *
     * @param tokenVerifier verifies the tokens of this chain
     * @return this configurer
     */
    public LatchkeyConfigurer verifier(TokenVerifier tokenVerifier) {
        this.verifier = tokenVerifier;
        return this;
    }

    /**
     * Sets realm and bodies of the answers. Default: the bean.
     *
     * @param bearerErrors makes the answers of this chain
     * @return this configurer
     */
    public LatchkeyConfigurer errors(BearerErrors bearerErrors) {
        this.errors = bearerErrors;
        return this;
    }

    /**
     * Sets the entry point for requests whose token is not valid, or cannot be verified now.
     *
     * @param answers gets a {@link TokenAuthenticationException}, or an
     *     {@link org.springframework.security.authentication.AuthenticationServiceException}, which must not become 401
     * @return this configurer
     */
    public LatchkeyConfigurer authenticationEntryPoint(AuthenticationEntryPoint answers) {
        this.entryPoint = answers;
        return this;
    }

    /**
     * Sets the handler for requests whose token lacks a required scope.
     *
     * @param answers gets an {@link org.springframework.security.authorization.AuthorizationDeniedException}, whose result is a
     *     {@link ScopeAuthorizationResult} where a scope is missing
     * @return this configurer
     */
    public LatchkeyConfigurer accessDeniedHandler(AccessDeniedHandler answers) {
        this.deniedHandler = answers;
        return this;
    }

    /**
     * Claims only tokens that begin with a prefix of the {@link TokenFormat} bean, and leaves all other bearer tokens
     * to other filters of the chain. One of them must refuse unknown tokens.
     *
     * @return this configurer
     */
    public LatchkeyConfigurer claimOnlyOwnPrefix() {
        this.onlyOwnPrefix = true;
        return this;
    }

    /**
     * Shares the header with {@code oauth2ResourceServer(…)} of the same chain: tokens with our prefix are handled
     * here, all others by the resource server.
     *
     * <p>A chain that has both needs it: otherwise the resource server refuses our tokens.
     *
     * @return this configurer
     */
    public LatchkeyConfigurer besideResourceServer() {
        this.besideResourceServer = true;
        return claimOnlyOwnPrefix();
    }

    /**
     * Shares the header as {@link #besideResourceServer()}, with a resource server that has its own token converter.
     *
     * @param resourceServersConverter finds the tokens of the resource server
     * @return this configurer
     */
    public LatchkeyConfigurer besideResourceServer(AuthenticationConverter resourceServersConverter) {
        this.othersConverter = resourceServersConverter;
        return besideResourceServer();
    }

    @Override
    public void init(HttpSecurity http) {
        ApplicationContext context = http.getSharedObject(ApplicationContext.class);
        if (verifier == null && isDisabled(context)) {
            LOG.info("latchkey.enabled is false: access tokens authenticate no request");
            return;
        }
        TokenVerifier verifies = verifier != null ? verifier : bean(context, TokenVerifier.class);
        BearerErrors answers = errors != null ? errors : bean(context, BearerErrors.class);
        BearerClaims claims = new BearerClaims(onlyOwnPrefix ? openings(context) : List.of());
        shareWithResourceServer(http, context, claims);
        AuthenticationEntryPoint refuses =
                postProcess(entryPoint != null ? entryPoint : new LatchkeyEntryPoint(answers));
        AccessDeniedHandler denies = postProcess(
                deniedHandler != null
                        ? deniedHandler
                        : new LatchkeyDeniedHandler(answers, getSecurityContextHolderStrategy()));
        handleFailures(http, claims, refuses, denies);
        filter = new LatchkeyAuthenticationFilter(
                claims, verifies, answers, refuses, getSecurityContextHolderStrategy());
    }

    private static boolean isDisabled(ApplicationContext context) {
        return !context.getEnvironment().getProperty("latchkey.enabled", Boolean.class, true);
    }

    private static <T> T bean(ApplicationContext context, Class<T> type) {
        try {
            return context.getBean(type);
        } catch (NoSuchBeanDefinitionException e) {
            throw new LatchkeyConfigurationException(
                    "A filter chain accepts access tokens, and there is no single bean of type " + type.getSimpleName()
                            + ".",
                    "Let Latchkey be configured by Spring Boot, or give one to latchkey() of the chain.",
                    e);
        }
    }

    private static List<String> openings(ApplicationContext context) {
        List<String> openings = bean(context, TokenFormat.class).openings();
        if (openings.contains("")) {
            throw new LatchkeyConfigurationException(
                    "A filter chain accepts other bearer tokens too, and ours have no prefix that distinguishes them.",
                    "Set latchkey.prefix, or accept tokens of one kind alone in a chain of their own.");
        }
        return openings;
    }

    private void shareWithResourceServer(HttpSecurity http, ApplicationContext context, BearerClaims claims) {
        boolean found = ResourceServer.isConfigured(http);
        if (found && !besideResourceServer) {
            throw new LatchkeyConfigurationException(
                    "A filter chain has an OAuth2 resource server and access tokens of Latchkey, and nothing separates their"
                            + " bearer tokens: each would refuse the other's.",
                    "Call besideResourceServer(): http.with(latchkey(), c -> c.besideResourceServer()).");
        }
        if (found) {
            ResourceServer.hide(http, context, claims, othersConverter);
        } else if (besideResourceServer) {
            throw new LatchkeyConfigurationException(
                    "besideResourceServer() is called on a filter chain without an OAuth2 resource server, so other bearer"
                            + " tokens would be ignored instead of refused.",
                    "Remove the call, or add http.oauth2ResourceServer(…).");
        }
    }

    @SuppressWarnings("unchecked")
    private static void handleFailures(
            HttpSecurity http, BearerClaims claims, AuthenticationEntryPoint refuses, AccessDeniedHandler denies) {
        ExceptionHandlingConfigurer<HttpSecurity> exceptions = http.getConfigurer(ExceptionHandlingConfigurer.class);
        if (exceptions != null) {
            exceptions.defaultAuthenticationEntryPointFor(refuses, new ForPrograms(claims));
            exceptions.defaultAccessDeniedHandlerFor(denies, claims);
        }
        CsrfConfigurer<HttpSecurity> csrf = http.getConfigurer(CsrfConfigurer.class);
        if (csrf != null) {
            csrf.ignoringRequestMatchers(claims);
        }
    }

    /** After form login, so that a sign-in that is sent with a token does not get the rights of the token. */
    @Override
    public void configure(HttpSecurity http) {
        if (filter != null) {
            http.addFilterAfter(postProcess(filter), DigestAuthenticationFilter.class)
                    .addFilterBefore(new RequestDenials.Reporting(), AuthorizationFilter.class)
                    .addFilterAfter(new RequestDenials.Forgetting(), AuthorizationFilter.class);
        }
    }
}
