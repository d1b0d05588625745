package dev.latchkey.spring.actuate;

import dev.latchkey.AccessTokens;
import dev.latchkey.Statistics;
import dev.latchkey.token.RejectionReason;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * The statistics of a node at {@code /actuator/latchkey}, if that is exposed.
 *
 * <p>Immutable and thread-safe.
 */
@Endpoint(id = "latchkey")
public final class LatchkeyEndpoint {

    private final AccessTokens tokens;

    /**
     * Makes an endpoint.
     *
     * @param tokens provides the statistics for each call
     */
    public LatchkeyEndpoint(AccessTokens tokens) {
        this.tokens = tokens;
    }

    /** {@return the statistics of the node} */
    @ReadOperation
    public Report statistics() {
        return Report.of(tokens.statistics());
    }

    /**
     * What the endpoint shows: {@link Statistics} in types that every serializer writes.
     *
     * @param verifications how verifications ended
     * @param secrets how secrets were proven
     * @param records how records were found
     * @param feed how the change feed is followed
     * @param events what became of events
     * @param uses how uses are recorded
     * @param housekeeping what housekeeping did on this node
     */
    public record Report(
            Verifications verifications,
            Secrets secrets,
            Records records,
            Feed feed,
            Events events,
            Uses uses,
            Housekeeping housekeeping) {

        private static Report of(Statistics statistics) {
            Statistics.Secrets secrets = statistics.secrets();
            Statistics.Records records = statistics.records();
            Statistics.Feed feed = records.feed();
            Statistics.Verifications verifications = statistics.verifications();
            Statistics.Events events = statistics.events();
            Statistics.Uses uses = statistics.uses();
            Statistics.Housekeeping housekeeping = statistics.housekeeping();
            return new Report(
                    new Verifications(
                            verifications.accepted(),
                            verifications.insufficientScope(),
                            verifications.rejected(),
                            verifications.unavailable(),
                            verifications.overloaded()),
                    new Secrets(
                            secrets.proofs(),
                            secrets.computations(),
                            secrets.computationTime().toMillis(),
                            secrets.waiting(),
                            secrets.oversized()),
                    new Records(
                            records.cached(),
                            records.hits(),
                            records.loads(),
                            records.reads(),
                            records.waiting(),
                            records.behind()),
                    new Feed(
                            feed.polls(),
                            feed.failures(),
                            feed.gaps(),
                            feed.leaseAge().map(Duration::toMillis).orElse(null),
                            feed.heartbeats(),
                            feed.heartbeatFailures()),
                    new Events(events.delivered(), events.failed(), events.dropped(), events.waiting()),
                    new Uses(uses.pending(), uses.written(), uses.failures(), uses.lost()),
                    new Housekeeping(
                            housekeeping.runs(),
                            housekeeping.failures(),
                            housekeeping.deleted(),
                            housekeeping.idle(),
                            housekeeping.notices(),
                            housekeeping.trimmed().feed(),
                            housekeeping.trimmed().trail()));
        }
    }

    /**
     * How verifications ended.
     *
     * @param accepted how many were accepted
     * @param insufficientScope how many lacked a scope
     * @param rejected how many were rejected, by reason
     * @param unavailable how many could not be decided
     * @param overloaded how many could not be decided because too many secrets had to be hashed
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
     * How secrets were proven.
     *
     * @param proofs how many proofs are cached
     * @param computations how many hashes were computed
     * @param computationMillis how long they took, in milliseconds
     * @param waiting how many callers wait for a permit
     * @param oversized how many stored hashes took too much memory
     */
    public record Secrets(long proofs, long computations, long computationMillis, int waiting, long oversized) {}

    /**
     * How records were found.
     *
     * @param cached how many are cached
     * @param hits how often one was found in the cache
     * @param loads how often one was read
     * @param reads how many reads of the store these were
     * @param waiting how many wait for their turn
     * @param behind how many reads found the store behind the feed
     */
    public record Records(long cached, long hits, long loads, long reads, int waiting, long behind) {}

    /**
     * How the change feed is followed.
     *
     * @param polls how often its end was reached
     * @param failures how often reading it failed
     * @param gaps how often the changes could not be determined
     * @param leaseAgeMillis how far this node may be behind, in milliseconds; null where nothing is cached
     * @param heartbeats how many heartbeats this node wrote
     * @param heartbeatFailures how many it failed to write
     */
    public record Feed(
            long polls,
            long failures,
            long gaps,
            @Nullable Long leaseAgeMillis,
            long heartbeats,
            long heartbeatFailures) {}

    /**
     * What became of events.
     *
     * @param delivered how many a listener handled
     * @param failed how many a listener failed to handle
     * @param dropped how many no listener received
     * @param waiting how many wait
     */
    public record Events(long delivered, long failed, long dropped, long waiting) {}

    /**
     * How uses are recorded.
     *
     * @param pending how many tokens have uses that are not written yet
     * @param written how many were written
     * @param failures how many writes failed
     * @param lost how many were not recorded
     */
    public record Uses(long pending, long written, long failures, long lost) {}

    /**
     * What housekeeping did on this node.
     *
     * @param runs how many runs were completed
     * @param failures how many failed
     * @param deleted how many records of ended tokens were deleted
     * @param idle how many idle tokens were revoked
     * @param notices how many expiry notices were made
     * @param trimmedFeed how many entries of the change feed were deleted
     * @param trimmedTrail how many entries of the durable trail were deleted
     */
    public record Housekeeping(
            long runs, long failures, long deleted, long idle, long notices, long trimmedFeed, long trimmedTrail) {}
}
