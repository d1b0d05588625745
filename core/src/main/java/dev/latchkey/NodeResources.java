package dev.latchkey;

import dev.latchkey.change.HousekeepingThread;
import dev.latchkey.change.TokenEvents;
import dev.latchkey.change.UseRecorder;
import dev.latchkey.proof.HashingPermits;
import dev.latchkey.proof.SecretProofs;
import dev.latchkey.proof.SecretProver;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The parts of a node that have statistics, or have to be closed. */
final class NodeResources implements AutoCloseable {

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private static final Statistics.Uses NOTHING_RECORDED = new Statistics.Uses(0, 0, 0, 0);

    private final HashingPermits permits;
    private final SecretProofs proofs;
    private final SecretProver prover;
    private final Outcomes outcomes;
    private final TokenEvents events;
    private final @Nullable CachedRecords cached;
    private final @Nullable UseRecorder uses;
    private final HousekeepingRuns runs;
    private final @Nullable HousekeepingThread housekeeping;

    NodeResources(
            HashingPermits permits,
            SecretProofs proofs,
            SecretProver prover,
            Outcomes outcomes,
            TokenEvents events,
            @Nullable CachedRecords cached,
            @Nullable UseRecorder uses,
            HousekeepingRuns runs,
            @Nullable HousekeepingThread housekeeping) {
        this.permits = permits;
        this.proofs = proofs;
        this.prover = prover;
        this.outcomes = outcomes;
        this.events = events;
        this.cached = cached;
        this.uses = uses;
        this.runs = runs;
        this.housekeeping = housekeeping;
    }

    Statistics statistics() {
        return new Statistics(
                outcomes.statistics(),
                new Statistics.Secrets(
                        proofs.size(),
                        permits.computations(),
                        permits.computationTime(),
                        permits.waiting(),
                        prover.oversized()),
                cached == null ? CachedRecords.NONE : cached.statistics(),
                new Statistics.Events(events.delivered(), events.failed(), events.dropped(), events.waiting()),
                uses == null
                        ? NOTHING_RECORDED
                        : new Statistics.Uses(uses.pending(), uses.written(), uses.failures(), uses.lost()),
                runs.statistics());
    }

    /** The queues end while the poller does, so that both together take no longer than the limit. */
    @Override
    public void close() {
        if (housekeeping != null) {
            housekeeping.close();
        }
        if (uses != null) {
            uses.close();
        }
        long began = System.nanoTime();
        events.stop();
        if (cached != null) {
            cached.close();
        }
        events.awaitEnd(LONGEST_CLOSE.toNanos() - (System.nanoTime() - began));
    }
}
