package dev.latchkey;

import java.time.Duration;
import java.util.Optional;

/**
 * What the machinery of one node did so far, for metrics. Counts only grow; several values of one snapshot may be of
 * slightly different moments. More may be added.
 *
 * @param secrets proofs and computations
 * @param records what is cached in memory; all zero where records are read from the store each time
 */
public record Statistics(Secrets secrets, Records records) {

    /**
     * How secrets were proven.
     *
     * @param proofs about how many proofs are remembered
     * @param computations how many expensive hashes were computed or waited out, for new tokens too
     * @param computationTime how long they took, added up
     * @param waiting about how many callers wait for a permit to compute
     * @param oversized how often a stored hash was not computed because it takes more memory than all computations together
     *     may; its token is unavailable
     */
    public record Secrets(long proofs, long computations, Duration computationTime, int waiting, long oversized) {}

    /**
     * How records were found.
     *
     * @param cached about how many are cached
     * @param hits how often a cached one answered
     * @param loads how often one was read because none was cached
     * @param behind how many of these reads found the store behind the change feed, and were repeated where the feed is
     *     read; more than a few say that the records come from a replica
     * @param feed how the change feed is followed
     */
    public record Records(long cached, long hits, long loads, long behind, Feed feed) {}

    /**
     * How the change feed is followed.
     *
     * @param polls how often its end was reached
     * @param failures how often reading it failed or took too long; then no lease was renewed
     * @param gaps how often it could not find out what had changed, so that everything cached was forgotten
     * @param leaseAge how long ago the query began by which the present lease was given: how far this node may be behind
     *     the feed. Empty before the first, and where nothing is cached
     */
    public record Feed(long polls, long failures, long gaps, Optional<Duration> leaseAge) {}
}
