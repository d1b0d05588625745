package dev.latchkey.spring.security;

import dev.latchkey.Authorization.InsufficientScope;
import dev.latchkey.http.BearerErrors;
import dev.latchkey.http.ErrorAnswer;
import dev.latchkey.http.ErrorCode;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Sends the answers of {@link BearerErrors} in WebFlux. */
record ReactiveErrorAnswers(BearerErrors errors) {

    Mono<Void> send(ServerWebExchange exchange, ErrorAnswer answer) {
        ServerHttpResponse response = exchange.getResponse();
        return Mono.defer(() -> {
            if (!response.setStatusCode(HttpStatusCode.valueOf(answer.status()))) {
                return Mono.empty();
            }
            byte[] body = answer.body().getBytes(StandardCharsets.US_ASCII);
            answer.headers().forEach(response.getHeaders()::set);
            response.getHeaders().setContentLength(body.length);
            return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
        });
    }

    Mono<Void> unauthenticated(ServerWebExchange exchange, AuthenticationException failure) {
        return send(exchange, errors.missing());
    }

    Mono<Void> denied(ServerWebExchange exchange, AccessDeniedException denied) {
        return ReactiveSecurityContextHolder.getContext()
                .mapNotNull(context -> context.getAuthentication())
                .ofType(LatchkeyAuthentication.class)
                .map(authentication -> answer(exchange, authentication, denied))
                .defaultIfEmpty(errors.error(ErrorCode.PERMISSION_DENIED, "permission denied"))
                .flatMap(answer -> send(exchange, answer));
    }

    private ErrorAnswer answer(
            ServerWebExchange exchange, LatchkeyAuthentication authentication, AccessDeniedException denied) {
        // A method's denial says why; a rule of the exchange has left it in the exchange.
        ScopeAuthorizationResult reason = ScopeAuthorizationResult.of(denied, () -> ExchangeDenials.of(exchange));
        return reason != null && reason.denial().isPresent()
                ? errors.insufficientScope(new InsufficientScope(
                        authentication.token(), reason.denial().get()))
                : errors.error(ErrorCode.PERMISSION_DENIED, "permission denied");
    }
}
