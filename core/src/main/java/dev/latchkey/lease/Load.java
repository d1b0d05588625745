package dev.latchkey.lease;

import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.UnavailableException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One read of the store, shared by all callers that wait for it. */
final class Load<V> {

    private static final int LONGEST_CHAIN_OF_CAUSES = 20;

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

    /** Ends the load. An interruption concerns only the thread that read, so it is not passed to waiting callers. */
    void failed(Throwable cause) {
        if (isInterruption(cause)) {
            result.cancel(false);
        } else {
            result.completeExceptionally(cause);
        }
    }

    private static boolean isInterruption(Throwable failure) {
        if (Thread.currentThread().isInterrupted()) {
            return true;
        }
        Throwable cause = failure;
        for (int i = 0; cause != null && i < LONGEST_CHAIN_OF_CAUSES; i++) {
            if (cause instanceof InterruptedException
                    || cause instanceof ClosedByInterruptException
                    || (cause instanceof InterruptedIOException && !(cause instanceof SocketTimeoutException))) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /**
     * Waits for the end of the load.
     *
     * @param nanos how long
     * @return false if the thread that read was interrupted, so that the caller has to read itself
     * @throws UnavailableException if the record could not be read, or not in that time
     */
    boolean await(long nanos) {
        try {
            result.get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (CancellationException e) {
            return false;
        } catch (TimeoutException e) {
            throw new UnavailableException("another call has been reading the record for too long", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while waiting for a record to be read", e);
        } catch (ExecutionException e) {
            // Each waiting caller gets an exception with its own stack trace.
            throw new TokenStoreException("the record could not be read", e.getCause());
        }
    }

    /** {@return what was read, after the end of the load} */
    @Nullable V read() {
        return result.join();
    }
}
