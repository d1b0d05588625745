package dev.latchkey.spring.security;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** Has the subscriber's context contain the exchange, for rules of methods, which do not get it. */
record ExchangeContext() implements WebFilter {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return chain.filter(exchange).contextWrite(context -> context.put(ExchangeContext.class, exchange));
    }

    /** {@return the value of a variable of the mapping that the exchange was handled by, or null} */
    static @Nullable String variable(ContextView context, String name) {
        return context.getOrDefault(ExchangeContext.class, null) instanceof ServerWebExchange exchange
                        && exchange.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
                                instanceof Map<?, ?> values
                        && values.get(name) instanceof String value
                ? value
                : null;
    }
}
