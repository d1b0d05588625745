package dev.latchkey.testkit;

import dev.latchkey.Authorization;
import dev.latchkey.TokenVerifier;
import dev.latchkey.Verification;
import dev.latchkey.scope.ScopeRequirement;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Delegates every call to another verifier. A subclass overrides the methods that it counts, changes, or lets fail.
 *
 * <p>Each method calls the same method of the other verifier, so that the asynchronous ones still return cached answers
 * immediately. Overriding {@link #verify} therefore does not change the other three: a subclass that changes answers
 * overrides all four.
 *
 * <p>As thread-safe as the other verifier.
 */
public class DelegatingTokenVerifier implements TokenVerifier {

    private final TokenVerifier delegate;

    /**
     * Creates a verifier that delegates every call.
     *
     * @param delegate the other verifier
     */
    public DelegatingTokenVerifier(TokenVerifier delegate) {
        this.delegate = Objects.requireNonNull(delegate, "delegate");
    }

    /** {@return the other verifier} */
    protected final TokenVerifier delegate() {
        return delegate;
    }

    @Override
    public Verification verify(@Nullable String presentedText) {
        return delegate.verify(presentedText);
    }

    @Override
    public Authorization authorize(@Nullable String presentedText, ScopeRequirement required) {
        return delegate.authorize(presentedText, required);
    }

    @Override
    public CompletableFuture<Verification> verifyAsync(@Nullable String presentedText, Executor executor) {
        return delegate.verifyAsync(presentedText, executor);
    }

    @Override
    public CompletableFuture<Authorization> authorizeAsync(
            @Nullable String presentedText, ScopeRequirement required, Executor executor) {
        return delegate.authorizeAsync(presentedText, required, executor);
    }
}
