package dev.latchkey.spring.security;

import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;

/** What the rules of an exchange denied; as {@link RequestDenials}. */
final class ExchangeDenials {

    private static final String KEPT = ExchangeDenials.class.getName();

    private ExchangeDenials() {}

    /** Keeps the first denial of a decision, because the exception that Spring creates does not contain it. */
    static void keep(ServerWebExchange exchange, ScopeAuthorizationResult result) {
        if (result.denial().isPresent()) {
            exchange.getAttributes().putIfAbsent(KEPT, result);
        }
    }

    /** {@return the denial for which the chain refuses the exchange, or null} */
    static @Nullable ScopeAuthorizationResult of(ServerWebExchange exchange) {
        return exchange.getAttribute(KEPT) instanceof ScopeAuthorizationResult kept ? kept : null;
    }

    /** {@return the filter before the rules: reports their denial if the exchange is refused} */
    static WebFilter reporting() {
        return (exchange, chain) -> {
            exchange.getAttributes().remove(KEPT);
            return chain.filter(exchange).doOnError(AccessDeniedException.class, e -> {
                ScopeAuthorizationResult kept = of(exchange);
                if (kept != null) {
                    kept.report();
                }
            });
        };
    }

    /** {@return the filter after the rules: they permitted the exchange, so nothing that one of them denied counts} */
    static WebFilter forgetting() {
        return (exchange, chain) -> {
            exchange.getAttributes().remove(KEPT);
            return chain.filter(exchange);
        };
    }
}
