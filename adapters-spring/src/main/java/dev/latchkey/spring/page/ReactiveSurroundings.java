package dev.latchkey.spring.page;

import dev.latchkey.page.PageRequest;
import dev.latchkey.page.PageResponse;
import java.util.Optional;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Sets the security context of the thread that calls the page, so that one {@code PageHost} serves MVC and WebFlux, and
 * resolves the CSRF token before.
 */
record ReactiveSurroundings(SecurityContextHolderStrategy contexts) implements ReactivePageHandler.Surroundings {

    private static final String TOKEN = ReactiveSurroundings.class.getName() + ".token";

    @Override
    public Mono<PageResponse> around(ServerWebExchange exchange, Mono<PageResponse> call) {
        Mono<PageResponse> called = ReactiveSecurityContextHolder.getContext()
                .defaultIfEmpty(contexts.createEmptyContext())
                .flatMap(context -> within(context, call));
        return token(exchange)
                .doOnNext(token -> exchange.getAttributes().put(TOKEN, token))
                .then(called);
    }

    /** The call neither switches threads nor returns later, so the context is that of this thread alone. */
    private Mono<PageResponse> within(SecurityContext context, Mono<PageResponse> call) {
        return Mono.using(
                () -> {
                    contexts.setContext(context);
                    return contexts;
                },
                unused -> call,
                SecurityContextHolderStrategy::clearContext,
                true);
    }

    private static Mono<FormToken> token(ServerWebExchange exchange) {
        return exchange.getAttribute(CsrfToken.class.getName()) instanceof Mono<?> token
                ? token.ofType(CsrfToken.class).map(each -> new FormToken(each.getParameterName(), each.getToken()))
                : Mono.empty();
    }

    static Optional<FormToken> formToken(PageRequest request) {
        return request.original(ServerWebExchange.class)
                .map(exchange -> exchange.getAttribute(TOKEN))
                .filter(FormToken.class::isInstance)
                .map(FormToken.class::cast);
    }
}
