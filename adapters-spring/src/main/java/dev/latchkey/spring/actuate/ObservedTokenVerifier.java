package dev.latchkey.spring.actuate;

import dev.latchkey.Authorization;
import dev.latchkey.Authorization.InsufficientScope;
import dev.latchkey.TokenVerifier;
import dev.latchkey.Verification;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.scope.ScopeRequirement;
import dev.latchkey.token.UnavailableException;
import dev.latchkey.token.VerifierOverloadedException;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Observes each verification as {@code latchkey.verify}, with its outcome as a key of few values: {@code accepted}, {@code
 * insufficient_scope}, {@code unavailable}, {@code overloaded}, {@code failed}, or the reason of a rejection.
 *
 * <p>An observation contains neither the presented text nor the token. Immutable and thread-safe.
 */
public final class ObservedTokenVerifier implements TokenVerifier {

    private static final String NAME = "latchkey.verify";

    private final TokenVerifier verifier;
    private final ObservationRegistry registry;

    /**
     * Makes a verifier.
     *
     * @param verifier verifies
     * @param registry is notified of each verification
     */
    public ObservedTokenVerifier(TokenVerifier verifier, ObservationRegistry registry) {
        this.verifier = verifier;
        this.registry = registry;
    }

    @Override
    public Verification verify(@Nullable String presentedText) {
        return observed(() -> verifier.verify(presentedText));
    }

    @Override
    public Authorization authorize(@Nullable String presentedText, ScopeRequirement required) {
        return observed(() -> verifier.authorize(presentedText, required));
    }

    @Override
    public CompletableFuture<Verification> verifyAsync(@Nullable String presentedText, Executor executor) {
        return observedAsync(() -> verifier.verifyAsync(presentedText, executor));
    }

    @Override
    public CompletableFuture<Authorization> authorizeAsync(
            @Nullable String presentedText, ScopeRequirement required, Executor executor) {
        return observedAsync(() -> verifier.authorizeAsync(presentedText, required, executor));
    }

    private Observation start() {
        return Observation.start(NAME, registry).contextualName("verify access token");
    }

    private <A> A observed(Supplier<A> verification) {
        Observation observation = start();
        Observation.Scope scope = observation.openScope();
        try {
            A answer = verification.get();
            end(observation, answer, null);
            return answer;
        } catch (RuntimeException | Error e) {
            end(observation, null, e);
            throw e;
        } finally {
            scope.close();
        }
    }

    private <A> CompletableFuture<A> observedAsync(Supplier<CompletableFuture<A>> verification) {
        Observation observation = start();
        CompletableFuture<A> answer;
        try {
            answer = verification.get();
        } catch (RuntimeException | Error e) {
            end(observation, null, e);
            throw e;
        }
        return answer.whenComplete((result, failure) -> end(
                observation,
                result,
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure));
    }

    private static void end(Observation observation, @Nullable Object answer, @Nullable Throwable failure) {
        observation.lowCardinalityKeyValue("outcome", outcome(answer, failure));
        if (failure != null) {
            observation.error(failure);
        }
        observation.stop();
    }

    private static String outcome(@Nullable Object answer, @Nullable Throwable failure) {
        if (failure instanceof VerifierOverloadedException) {
            return "overloaded";
        }
        if (failure instanceof UnavailableException) {
            return "unavailable";
        }
        if (failure != null) {
            return "failed";
        }
        if (answer instanceof Rejected rejected) {
            return rejected.reason().name().toLowerCase(Locale.ROOT);
        }
        return answer instanceof InsufficientScope ? "insufficient_scope" : "accepted";
    }
}
