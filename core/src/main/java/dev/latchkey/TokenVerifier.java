package dev.latchkey;

import dev.latchkey.port.UnavailableException;
import dev.latchkey.scope.ScopeDecision;
import dev.latchkey.scope.ScopeRequirement;
import dev.latchkey.token.RejectionReason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a text that a client presents is a valid token, and whether that token may do what is asked.
 *
 * <p>Made by {@link AccessTokens}; hosts may decorate it, and fake it in their tests by implementing {@link #verify}.
 * Implementations are thread-safe.
 */
@FunctionalInterface
public interface TokenVerifier {

    /**
     * {@return whether the text is a valid token}
     *
     * @param presentedText what came after {@code Bearer } in the request (RFC 6750 section 2.1); any text at all, or null if
     *     the request has none, which is {@link Rejected} as {@link RejectionReason#MALFORMED} without a call of the store
     * @throws UnavailableException if that cannot be told now: the store does not answer, or too many secrets are being
     *     checked already
     */
    Verification verify(@Nullable String presentedText);

    /**
     * {@return whether the text is a valid token that may do what is required}
     *
     * @param presentedText what came after {@code Bearer } in the request, or null as for {@link #verify}
     * @param required what the operation asks for
     * @throws UnavailableException as {@link #verify}
     */
    default Authorization authorize(@Nullable String presentedText, ScopeRequirement required) {
        return decide(verify(presentedText), required);
    }

    /**
     * {@return the answer of {@link #verify}, without blocking the caller on the store or on a computation}
     *
     * <p>What can be told from memory at once is told at once, by a completed future; everything else is done by the
     * executor. The future fails as {@link #verify} throws, and with {@link UnavailableException} if the executor does not
     * take the work.
     *
     * @param presentedText what came after {@code Bearer } in the request, or null as for {@link #verify}
     * @param executor the host's, whose threads may block
     */
    default CompletableFuture<Verification> verifyAsync(@Nullable String presentedText, Executor executor) {
        try {
            return CompletableFuture.supplyAsync(() -> verify(presentedText), executor);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(
                    new UnavailableException("the executor does not take the verification", e));
        }
    }

    /**
     * {@return the answer of {@link #authorize}, as {@link #verifyAsync} gives that of {@link #verify}}
     *
     * @param presentedText what came after {@code Bearer } in the request, or null as for {@link #verify}
     * @param required what the operation asks for
     * @param executor the host's, whose threads may block
     */
    default CompletableFuture<Authorization> authorizeAsync(
            @Nullable String presentedText, ScopeRequirement required, Executor executor) {
        return verifyAsync(presentedText, executor).thenApply(verification -> decide(verification, required));
    }

    private static Authorization decide(Verification verification, ScopeRequirement required) {
        if (verification instanceof Verified verified) {
            AccessToken token = verified.token();
            // The explanation is worked out only for a denial.
            return token.permits(required)
                    ? new Permitted(token)
                    : new InsufficientScope(token, (ScopeDecision.Denied) token.decide(required));
        }
        return (Rejected) verification;
    }
}
