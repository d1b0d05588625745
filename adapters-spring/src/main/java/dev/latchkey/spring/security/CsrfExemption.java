package dev.latchkey.spring.security;

import dev.latchkey.http.BearerCredentials;
import org.springframework.security.web.server.csrf.CsrfWebFilter;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Exempts requests that present a bearer token from CSRF protection: they are authenticated by the token, or refused.
 */
record CsrfExemption(BearerClaims claims) implements WebFilter {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!(claims.of(LatchkeyWebFilter.headers(exchange)) instanceof BearerCredentials.Missing)) {
            CsrfWebFilter.skipExchange(exchange);
        }
        return chain.filter(exchange);
    }
}
