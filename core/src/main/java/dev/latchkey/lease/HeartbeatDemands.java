package dev.latchkey.lease;

import dev.latchkey.lease.HeartbeatProof.Proof;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.UnavailableException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Heartbeats that callers wait for: if none counts any longer, one is written, once for all callers that wait.
 *
 * <p>Thread-safe.
 */
final class HeartbeatDemands {

    private final HeartbeatProof proof;
    private final Heartbeats.Timer timer;
    private final Consumer<Throwable> failures;
    private final Object lock = new Object();
    private @Nullable HeartbeatDemand present;

    /**
     * @param proof writes heartbeats
     * @param timer runs each write, in its thread
     * @param failures takes each failure of a write, in that thread
     */
    HeartbeatDemands(HeartbeatProof proof, Heartbeats.Timer timer, Consumer<Throwable> failures) {
        this.proof = proof;
        this.timer = timer;
        this.failures = failures;
    }

    /**
     * {@return a proof that counts now}
     *
     * @param nanos how long a caller may wait for a heartbeat
     * @throws UnavailableException if the store does not take one in time
     */
    Proof require(long nanos) {
        long began = System.nanoTime();
        Proof known = proof.valid();
        while (known == null) {
            known = proof.valid(demand().await(began, nanos));
        }
        return known;
    }

    private HeartbeatDemand demand() {
        synchronized (lock) {
            if (present == null) {
                HeartbeatDemand next = new HeartbeatDemand(System.nanoTime());
                try {
                    timer.runAfter(0, () -> meet(next));
                } catch (RejectedExecutionException e) {
                    throw new TokenStoreException("the access tokens are closed", e);
                }
                present = next;
            }
            return present;
        }
    }

    private void meet(HeartbeatDemand next) {
        try {
            Proof found = proof.prove();
            end(next);
            next.met(found);
        } catch (Throwable e) {
            end(next);
            next.failed(e);
            failures.accept(e);
        }
    }

    /** Before the result is known, so that a caller that has it does not get it once more. */
    private void end(HeartbeatDemand met) {
        synchronized (lock) {
            present = present == met ? null : present;
        }
    }
}
