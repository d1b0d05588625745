package dev.latchkey.spring.security;

import dev.latchkey.AccessToken;
import java.util.Optional;
import org.springframework.core.MethodParameter;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Passes the token of the request to handler methods of WebFlux. Thread-safe. */
public final class ReactiveCurrentTokenArgumentResolver implements HandlerMethodArgumentResolver {

    /** Makes a resolver. */
    public ReactiveCurrentTokenArgumentResolver() {}

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.hasParameterAnnotation(CurrentToken.class)
                && parameter.nestedIfOptional().getNestedParameterType() == AccessToken.class;
    }

    @Override
    public Mono<Object> resolveArgument(MethodParameter parameter, BindingContext binding, ServerWebExchange exchange) {
        Mono<AccessToken> token = ReactiveSecurityContextHolder.getContext()
                .mapNotNull(context -> context.getAuthentication())
                .ofType(LatchkeyAuthentication.class)
                .map(LatchkeyAuthentication::token);
        if (parameter.getParameterType() == Optional.class) {
            return token.<Object>map(Optional::of).defaultIfEmpty(Optional.empty());
        }
        return parameter.isOptional()
                ? token.cast(Object.class)
                : token.<Object>map(each -> each)
                        .switchIfEmpty(Mono.error(() -> new AuthenticationCredentialsNotFoundException(
                                "the request presented no access token")));
    }
}
