package dev.latchkey.lease;

import dev.latchkey.lease.HeartbeatProof.Proof;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.UnavailableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One heartbeat that callers wait for. */
final class HeartbeatDemand {

    private static final String NOT_TAKEN = "the store does not take a heartbeat, so it may have been replaced";

    private final long since;
    private final CompletableFuture<Proof> result = new CompletableFuture<>();

    /** @param since when the first caller began to wait, by {@link System#nanoTime} */
    HeartbeatDemand(long since) {
        this.since = since;
    }

    void met(Proof proof) {
        result.complete(proof);
    }

    void failed(Throwable failure) {
        result.completeExceptionally(failure);
    }

    /**
     * {@return the result} A caller that comes late to a demand that hangs does not wait as long again.
     *
     * @param began when the caller began to wait, by {@link System#nanoTime}
     * @param nanos how long one may wait
     * @throws UnavailableException if there is no result by then
     */
    Proof await(long began, long nanos) {
        long from = since - began < 0 ? since : began;
        try {
            return result.get(Math.max(0, nanos - (System.nanoTime() - from)), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new UnavailableException(NOT_TAKEN, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while waiting for a heartbeat", e);
        } catch (ExecutionException e) {
            // Each waiting caller gets an exception with its own stack trace.
            throw new TokenStoreException(NOT_TAKEN, e.getCause());
        }
    }
}
