package dev.latchkey.spring.actuate;

import dev.latchkey.AccessTokens;
import dev.latchkey.Statistics;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * The statistics of a node at {@code /actuator/latchkey}, where that is exposed.
 *
 * <p>Immutable and thread-safe.
 */
@Endpoint(id = "latchkey")
public final class LatchkeyEndpoint {

    private final AccessTokens tokens;

    /**
     * Makes an endpoint.
     *
     * @param tokens gives the statistics each time
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
     * @param secrets how secrets were proven
     * @param records how records were found
     * @param feed how the change feed is followed
     */
    public record Report(Secrets secrets, Records records, Feed feed) {

        private static Report of(Statistics statistics) {
            Statistics.Secrets secrets = statistics.secrets();
            Statistics.Records records = statistics.records();
            Statistics.Feed feed = records.feed();
            return new Report(
                    new Secrets(
                            secrets.proofs(),
                            secrets.computations(),
                            secrets.computationTime().toMillis(),
                            secrets.waiting(),
                            secrets.oversized()),
                    new Records(records.cached(), records.hits(), records.loads(), records.behind()),
                    new Feed(
                            feed.polls(),
                            feed.failures(),
                            feed.gaps(),
                            feed.leaseAge().map(Duration::toMillis).orElse(null)));
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
     * @param hits how often a cached one answered
     * @param loads how often one was read
     * @param behind how many reads found the store behind the feed
     */
    public record Records(long cached, long hits, long loads, long behind) {}

    /**
     * How the change feed is followed.
     *
     * @param polls how often its end was reached
     * @param failures how often reading it failed
     * @param gaps how often the changes could not be determined
     * @param leaseAgeMillis how far this node may be behind, in milliseconds; null where nothing is cached
     */
    public record Feed(
            long polls, long failures, long gaps, @Nullable Long leaseAgeMillis) {}
}
