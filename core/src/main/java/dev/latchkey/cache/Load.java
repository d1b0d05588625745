package dev.latchkey.cache;

import dev.latchkey.port.TokenStoreException;
import dev.latchkey.port.UnavailableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** One read of the store, for all who wait for it. */
final class Load<V> {

    private final long began;
    private final CompletableFuture<@Nullable V> result = new CompletableFuture<>();

    /** @param began a moment before the read begins, in nanoseconds of the monotonic clock */
    Load(long began) {
        this.began = began;
    }

    long began() {
        return began;
    }

    void done(@Nullable V read) {
        result.complete(read);
    }

    void failed(Throwable cause) {
        result.completeExceptionally(cause);
    }

    /** {@return what was read; the wait is as long as the store lets whoever reads wait} */
    @Nullable V await() {
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while waiting for a record to be read", e);
        } catch (ExecutionException e) {
            // Each who waits gets an exception with a stack of its own.
            throw new TokenStoreException("the record could not be read", e.getCause());
        }
    }
}
