package dev.latchkey;

import dev.latchkey.cache.FeedFollower;
import dev.latchkey.cache.FeedPoller;
import dev.latchkey.cache.LeasedRecords;
import dev.latchkey.cache.SecretProofs;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parts of a node that have something to count or to stop. */
final class Machinery implements AutoCloseable {

    private static final Statistics.Records NONE_HELD =
            new Statistics.Records(0, 0, 0, 0, new Statistics.Feed(0, 0, 0, Optional.empty()));

    private final HashingPermits permits;
    private final SecretProofs proofs;
    private final SecretProver prover;
    private final @Nullable Following following;

    Machinery(HashingPermits permits, SecretProofs proofs, SecretProver prover, @Nullable Following following) {
        this.permits = permits;
        this.proofs = proofs;
        this.prover = prover;
        this.following = following;
    }

    /** Records that are held, and who keeps them true. */
    record Following(
            LeasedRecords<KnownToken> records, PositionedReads reads, FeedFollower follower, FeedPoller poller) {

        static Following begin(
                LeasedRecords<KnownToken> records, PositionedReads reads, FeedFollower follower, Duration interval) {
            return new Following(records, reads, follower, new FeedPoller(follower, interval));
        }

        Statistics.Records statistics() {
            return new Statistics.Records(
                    records.size(),
                    records.hits(),
                    records.loads(),
                    reads.behind(),
                    new Statistics.Feed(poller.polls(), poller.failures(), follower.gaps(), records.leaseAge()));
        }
    }

    Statistics statistics() {
        return new Statistics(
                new Statistics.Secrets(
                        proofs.size(),
                        permits.computations(),
                        permits.computationTime(),
                        permits.waiting(),
                        prover.oversized()),
                following == null ? NONE_HELD : following.statistics());
    }

    @Override
    public void close() {
        if (following != null) {
            following.poller().close();
            following.records().close();
        }
    }
}
