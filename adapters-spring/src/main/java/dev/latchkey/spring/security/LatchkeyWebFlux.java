package dev.latchkey.spring.security;

import dev.latchkey.TokenVerifier;
import dev.latchkey.http.BearerErrors;
import java.util.List;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
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
        BearerClaims claims = new BearerClaims(List.of());
        ReactiveErrorAnswers answers = new ReactiveErrorAnswers(errors);
        return http.addFilterBefore(new ExchangeContext(), SecurityWebFiltersOrder.CSRF)
                .addFilterBefore(new CsrfExemption(claims), SecurityWebFiltersOrder.CSRF)
                .addFilterAt(
                        new LatchkeyWebFilter(claims, verifier, answers, scheduler),
                        SecurityWebFiltersOrder.AUTHENTICATION)
                .addFilterBefore(ExchangeDenials.reporting(), SecurityWebFiltersOrder.AUTHORIZATION)
                .addFilterAfter(ExchangeDenials.forgetting(), SecurityWebFiltersOrder.AUTHORIZATION)
                .exceptionHandling(handling -> handling.authenticationEntryPoint(answers::unauthenticated)
                        .accessDeniedHandler(answers::denied));
    }
}
