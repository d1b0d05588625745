package dev.latchkey.lease;

import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.TokenId;
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

/** The read of one record, shared by all callers that wait for it. */
final class Load<V> {

    private static final int LONGEST_CHAIN_OF_CAUSES = 20;

    private final TokenId id;
    private final RecordCache<V> cache;
    private final boolean alone;
    private final CompletableFuture<@Nullable V> result = new CompletableFuture<>();

    /** Written before the result is, by the thread that reads. */
    private long began;

    private @Nullable Throwable cause;

    /**
     * @param id the token
     * @param cache where the record may be cached
     * @param alone whether it must not be read together with others
     */
    Load(TokenId id, RecordCache<V> cache, boolean alone) {
        this.id = id;
        this.cache = cache;
        this.alone = alone;
    }

    TokenId id() {
        return id;
    }

    RecordCache<V> cache() {
        return cache;
    }

    boolean isAlone() {
        return alone;
    }

    /** {@return null if the load is registered now, or else the load of that token that is registered already} */
    @Nullable Load<V> register() {
        return cache.begin(id, this);
    }

    /** Records when the read begins, in nanoseconds of the monotonic clock. */
    void begins(long nanos) {
        began = nanos;
    }

    /** {@return a moment before the read began, after the end of the load} */
    long began() {
        return began;
    }

    void done(@Nullable V read) {
        result.complete(read);
    }

    /** Ends the load. An interruption concerns only the thread that read, so it is not passed to waiting callers. */
    void failed(Throwable failure) {
        cache.abandon(id, this);
        if (isInterruption(failure)) {
            result.cancel(false);
        } else {
            result.completeExceptionally(failure);
        }
    }

    /** Ends the load so that each caller reads by itself, because the failure may be of another record. */
    void failedTogether(Throwable failure) {
        cache.abandon(id, this);
        cause = failure;
        result.cancel(false);
    }

    /** Ends the load, if it has not ended, because its thread does not wait for it any longer. */
    void withdraw() {
        cache.abandon(id, this);
        result.cancel(false);
    }

    /** {@return whether it was read together with others, and that failed; after the end of the load} */
    boolean hasFailedTogether() {
        return cause != null;
    }

    static boolean isInterruption(Throwable failure) {
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
     * @return false if the caller has to read by itself
     * @throws UnavailableException if the record could not be read, or not in that time
     */
    boolean await(long nanos) {
        long since = System.nanoTime();
        try {
            result.get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (CancellationException e) {
            if (System.nanoTime() - since >= nanos) {
                throw new UnavailableException("the record could not be read in time", cause);
            }
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
