package dev.latchkey;

import dev.latchkey.Verification.Rejected;
import dev.latchkey.scope.ScopeRequirement;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.UnavailableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Verifies texts that clients present, and authorizes operations.
 *
 * <p>Created by {@link AccessTokens}; hosts may decorate it, or fake it in their tests ({@link Authorization#of}
 * derives the result of {@link #authorize} from that of {@link #verify}). Implementations are thread-safe.
 */
public interface TokenVerifier {

    /**
     * {@return whether the text is a valid token}
     *
     * @param presentedText what came after {@code Bearer } in the request (RFC 6750 section 2.1); any text at all, or null if
     *     the request has none, which is {@link Rejected} as {@link RejectionReason#MALFORMED} without a call of the store
     * @throws UnavailableException if this cannot be decided now: the store does not answer, or too many secrets are
     *     being checked already
     */
    Verification verify(@Nullable String presentedText);

    /**
     * {@return whether the text is a valid token that may do what is required}
     *
     * @param presentedText what came after {@code Bearer } in the request, or null as for {@link #verify}
     * @param required what the operation asks for
     * @throws UnavailableException as {@link #verify}
     */
    Authorization authorize(@Nullable String presentedText, ScopeRequirement required);

    /**
     * {@return the answer of {@link #verify}, without blocking the caller on the store or on a computation}
     *
     * <p>If the caches suffice, the returned future is already completed; otherwise the executor does the work. The
     * future fails with what {@link #verify} throws, and with {@link UnavailableException} if the executor rejects the
     * work.
     *
     * @param presentedText what came after {@code Bearer } in the request, or null as for {@link #verify}
     * @param executor the host's, whose threads may block
     */
    default CompletableFuture<Verification> verifyAsync(@Nullable String presentedText, Executor executor) {
        return supply(() -> verify(presentedText), executor);
    }

    /**
     * {@return the answer of {@link #authorize}, computed as in {@link #verifyAsync}}
     *
     * @param presentedText what came after {@code Bearer } in the request, or null as for {@link #verify}
     * @param required what the operation asks for
     * @param executor the host's, whose threads may block
     */
    default CompletableFuture<Authorization> authorizeAsync(
            @Nullable String presentedText, ScopeRequirement required, Executor executor) {
        return supply(() -> authorize(presentedText, required), executor);
    }

    /**
     * {@return the answer that an executor computes, or a failed future if it rejects the work}
     *
     * @param answer computes the answer
     * @param executor whose threads may block
     * @param <A> the answer's type
     */
    static <A> CompletableFuture<A> supply(Supplier<A> answer, Executor executor) {
        try {
            return CompletableFuture.supplyAsync(answer, executor);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(
                    new UnavailableException("the executor does not take the verification", e));
        }
    }
}
