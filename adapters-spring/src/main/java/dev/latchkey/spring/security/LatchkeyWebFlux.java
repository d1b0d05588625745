package dev.latchkey.spring.security;

import dev.latchkey.TokenVerifier;
import dev.latchkey.http.BearerErrors;
import java.util.List;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.util.matcher.MediaTypeServerWebExchangeMatcher;
import reactor.core.scheduler.Scheduler;

/**
 * Lets a chain of WebFlux accept access tokens.
 *
 * <pre>{@code latchkey.applyTo(http).authorizeExchange(...).build()}</pre>
 *
 * <p>A request with a bearer token is authenticated by it, or refused, and needs no CSRF token. Unless the caches
 * suffice, verification runs on a bounded scheduler, never on the event loop; if that is full, the answer is 503.
 *
 * <p>Immutable and thread-safe.
 */
public final class LatchkeyWebFlux {

    private final TokenVerifier verifier;
    private final BearerErrors errors;
    private final Scheduler scheduler;

    /**
     * Makes a helper.
     *
     * @param verifier verifies tokens
     * @param errors makes the answers
     * @param scheduler its threads may block; bounded in threads and in what waits for them
     */
    public LatchkeyWebFlux(TokenVerifier verifier, BearerErrors errors, Scheduler scheduler) {
        this.verifier = verifier;
        this.errors = errors;
        this.scheduler = scheduler;
    }

    /**
     * Adds the filter, and the answers for requests without a valid token or without the scope. To change the answers, call
     * {@code exceptionHandling(…)} afterwards.
     *
     * @param http the chain
     * @return the chain
     */
    public ServerHttpSecurity applyTo(ServerHttpSecurity http) {
        ReactiveErrorAnswers answers = new ReactiveErrorAnswers(errors);
        return applyTo(http, answers, answers::unauthenticated);
    }

    /**
     * Adds the same to a chain by which people sign in too, with a page of the service's own: Spring generates its sign-in
     * page only in a chain without an entry point.
     *
     * @param http the chain
     * @param browsers answers requests that accept HTML and present no token: {@code new
     *     RedirectServerAuthenticationEntryPoint("/login")}, for example. All others are challenged
     * @return the chain
     */
    public ServerHttpSecurity applyTo(ServerHttpSecurity http, ServerAuthenticationEntryPoint browsers) {
        ReactiveErrorAnswers answers = new ReactiveErrorAnswers(errors);
        MediaTypeServerWebExchangeMatcher acceptsHtml = new MediaTypeServerWebExchangeMatcher(MediaType.TEXT_HTML);
        acceptsHtml.setIgnoredMediaTypes(Set.of(MediaType.ALL));
        return applyTo(
                http,
                answers,
                (exchange, failure) -> acceptsHtml
                        .matches(exchange)
                        .flatMap(match -> match.isMatch()
                                ? browsers.commence(exchange, failure)
                                : answers.unauthenticated(exchange, failure)));
    }

    private ServerHttpSecurity applyTo(
            ServerHttpSecurity http, ReactiveErrorAnswers answers, ServerAuthenticationEntryPoint entryPoint) {
        BearerClaims claims = new BearerClaims(List.of());
        return http.addFilterBefore(new ExchangeContext(), SecurityWebFiltersOrder.CSRF)
                .addFilterBefore(new CsrfExemption(claims), SecurityWebFiltersOrder.CSRF)
                .addFilterAt(
                        new LatchkeyWebFilter(claims, verifier, answers, scheduler),
                        SecurityWebFiltersOrder.AUTHENTICATION)
                .addFilterBefore(ExchangeDenials.reporting(), SecurityWebFiltersOrder.AUTHORIZATION)
                .addFilterAfter(ExchangeDenials.forgetting(), SecurityWebFiltersOrder.AUTHORIZATION)
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint(entryPoint).accessDeniedHandler(answers::denied));
    }
}
