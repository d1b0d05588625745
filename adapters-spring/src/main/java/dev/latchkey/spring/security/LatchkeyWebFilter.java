package dev.latchkey.spring.security;

import dev.latchkey.TokenVerifier;
import dev.latchkey.Verification;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.http.BearerCredentials;
import dev.latchkey.token.UnavailableException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Authenticates an exchange by its bearer token. A token replaces any other authentication of the exchange. */
final class LatchkeyWebFilter implements WebFilter {

    private static final Log LOG = LogFactory.getLog(LatchkeyWebFilter.class);

    private final BearerClaims claims;
    private final TokenVerifier verifier;
    private final ReactiveErrorAnswers answers;
    private final Scheduler scheduler;

    LatchkeyWebFilter(BearerClaims claims, TokenVerifier verifier, ReactiveErrorAnswers answers, Scheduler scheduler) {
        this.claims = claims;
        this.verifier = verifier;
        this.answers = answers;
        this.scheduler = scheduler;
    }

    static List<String> headers(ServerWebExchange exchange) {
        return exchange.getRequest().getHeaders().getOrEmpty("Authorization");
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        BearerCredentials credentials = claims.of(headers(exchange));
        if (credentials instanceof BearerCredentials.Missing) {
            return chain.filter(exchange);
        }
        if (!(credentials instanceof BearerCredentials.Presented presented)) {
            return answers.send(exchange, answers.errors().malformed());
        }
        return verify(presented).flatMap(outcome -> proceed(outcome, exchange, chain));
    }

    /**
     * The result of the verification; an exchange must not be resumed within {@code onErrorResume} of the verification.
     */
    private sealed interface Outcome {}

    private record Decided(Verification verification) implements Outcome {}

    private record Undecided(UnavailableException cause) implements Outcome {}

    private Mono<Outcome> verify(BearerCredentials.Presented presented) {
        return Mono.defer(() -> {
                    CompletableFuture<Verification> verification =
                            verifier.verifyAsync(presented.reveal(), scheduler::schedule);
                    Mono<Verification> result = Mono.fromFuture(verification);
                    // Later operators do not use the threads that verify.
                    return verification.isDone() ? result : result.publishOn(Schedulers.parallel());
                })
                .<Outcome>map(Decided::new)
                .onErrorResume(UnavailableException.class, e -> Mono.just(new Undecided(e)));
    }

    private Mono<Void> proceed(Outcome outcome, ServerWebExchange exchange, WebFilterChain chain) {
        if (outcome instanceof Undecided undecided) {
            LOG.warn("An access token cannot be verified now: "
                    + undecided.cause().getMessage());
            return answers.send(exchange, answers.errors().unavailable(undecided.cause()));
        }
        Verification verification = ((Decided) outcome).verification();
        if (verification instanceof Verified verified) {
            return chain.filter(exchange)
                    .contextWrite(ReactiveSecurityContextHolder.withAuthentication(
                            LatchkeyAuthentication.of(verified.token())));
        }
        if (LOG.isDebugEnabled()) {
            LOG.debug("An access token is rejected: " + ((Rejected) verification).reason());
        }
        return answers.send(exchange, answers.errors().rejected());
    }
}
