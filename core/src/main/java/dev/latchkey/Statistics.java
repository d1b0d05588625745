package dev.latchkey;

import dev.latchkey.token.RejectionReason;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Statistics of one node, for metrics. Counters only grow; values of one snapshot may be of slightly different moments.
 * Components may be added.
 *
 * @param verifications outcomes of verification
 * @param secrets proofs and computations
 * @param records cached records; all zero if records are read from the store each time
 * @param events events for listeners; all zero without a listener
 * @param uses recorded uses; all zero if uses are not recorded
 * @param housekeeping runs of housekeeping; all zero if no thread carries it out
 */
public record Statistics(
        Verifications verifications,
        Secrets secrets,
        Records records,
        Events events,
        Uses uses,
        Housekeeping housekeeping) {

    /**
     * Outcomes of {@link TokenVerifier#verify} and {@link TokenVerifier#authorize}. Each call has one of them, unless it
     * failed with another exception. A denial that a service reports after {@code verify} ({@link AccessToken#denied}) is
     * counted as well as the acceptance before it.
     *
     * @param accepted how often a token was accepted, and permitted where a requirement was given
     * @param insufficientScope how often a valid token was not permitted: by {@code authorize}, or by the service
     * @param rejected how often a text was rejected, by reason; every reason has a number
     * @param unavailable how often it could not be decided, because the store did not answer, for example
     * @param overloaded how often it could not be decided, because too many secrets had to be hashed
     */
    public record Verifications(
            long accepted,
            long insufficientScope,
            Map<RejectionReason, Long> rejected,
            long unavailable,
            long overloaded) {

        public Verifications {
            rejected = Map.copyOf(rejected);
        }
    }

    /**
     * Statistics of proving secrets.
     *
     * @param proofs about how many proofs are cached
     * @param computations how many expensive hashes were computed or waited out, for new tokens too
     * @param computationTime how long they took, added up
     * @param waiting about how many callers wait for a permit to compute
     * @param oversized how often a stored hash was not computed because it takes more memory than all computations together
     *     may; its token is unavailable
     */
    public record Secrets(long proofs, long computations, Duration computationTime, int waiting, long oversized) {}

    /**
     * Statistics of the look-ups of records.
     *
     * @param cached about how many records are cached
     * @param hits how many look-ups found a cached record
     * @param loads how many read the store because none was cached
     * @param reads how many reads of the store these were: look-ups that wait ({@link Limits#lookUpsAtOnce}) are read
     *     together
     * @param waiting about how many look-ups wait for their turn
     * @param behind how many of these reads found the store behind the change feed, and were repeated where the feed is
     *     read; more than a few indicate that the records come from a replica
     * @param feed how the change feed is followed
     */
    public record Records(long cached, long hits, long loads, long reads, int waiting, long behind, Feed feed) {}

    /**
     * Statistics of following the change feed.
     *
     * @param polls how often the end of the feed was reached
     * @param failures how often reading it failed or took too long; then no lease was renewed
     * @param gaps how often the changes could not be determined, so that the whole cache was evicted
     * @param leaseAge how long ago the query of the current lease began: how far this node may be behind the feed.
     *     Empty before the first lease, and if nothing is cached. With heartbeats, how long ago the feed was known to
     *     grow: up to five eighths of the bound without a fault
     * @param heartbeats how many heartbeats this node wrote; zero without
     *     {@link AccessTokensBuilder#requiringHeartbeats()}. One node of all writes most of them
     * @param heartbeatFailures how many this node failed to write
     */
    public record Feed(
            long polls,
            long failures,
            long gaps,
            Optional<Duration> leaseAge,
            long heartbeats,
            long heartbeatFailures) {}

    /**
     * Statistics of events, added up for all listeners ({@link AccessTokensBuilder#listener}).
     *
     * @param delivered how many events a listener handled
     * @param failed how many a listener failed to handle, with an exception
     * @param dropped how many were not handed over, because a listener was too slow, a client caused too many, or the
     *     access tokens were closed
     * @param waiting about how many wait for a listener
     */
    public record Events(long delivered, long failed, long dropped, long waiting) {}

    /**
     * Statistics of recording uses.
     *
     * @param pending about how many tokens have uses that are not written yet; these are lost if the process is killed
     * @param written how many uses were written: of each token at most one with each write
     * @param failures how many writes failed; their uses are written later
     * @param lost how many uses were not recorded: too many tokens were pending, the node was closed, or the store refuses
     *     to record this use while it records others
     */
    public record Uses(long pending, long written, long failures, long lost) {}

    /**
     * Statistics of housekeeping on this node, by its thread ({@link AccessTokensBuilder#housekeeping}) or by the host's
     * scheduler ({@link Administration#sweep(dev.latchkey.Housekeeping)}).
     *
     * @param runs how many runs were completed
     * @param failures how many failed; a part of them may have been done
     * @param deleted how many records of ended tokens were deleted
     * @param idle how many idle tokens were revoked
     * @param notices how many expiry notices were made
     * @param trimmed how many entries of the feed and of the trail were deleted
     */
    public record Housekeeping(
            long runs,
            long failures,
            long deleted,
            long idle,
            long notices,
            dev.latchkey.Housekeeping.Trimmed trimmed) {}
}
