package dev.latchkey;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What housekeeping deletes, ends and announces, and when: the retention of ended tokens, of the change feed and of the
 * trail, idle expiry, and expiry notices.
 *
 * <p>Every method returns a new policy; begin with {@link #keepingEverything()}, which does nothing. A policy is carried
 * out by the host's scheduler ({@link Administration#sweep(Housekeeping)}) or by a thread of this library
 * ({@link AccessTokensBuilder#housekeeping}); on one node or on all of them at the same time.
 *
 * <p>Retentions are at least {@link #MINIMUM_RETENTION}: the clock of another node may be behind, so a token that has
 * ended here may not have ended there. Immutable and thread-safe.
 */
public final class Housekeeping {

    /** The shortest retention and the shortest time before an expiry: 10 minutes. */
    public static final Duration MINIMUM_RETENTION = Duration.ofMinutes(10);

    /** The shortest idle limit: a day. */
    public static final Duration MINIMUM_IDLE_LIMIT = Duration.ofDays(1);

    /** The longest of all durations: 100 years of 365 days. */
    public static final Duration MAXIMUM = Duration.ofDays(36_500);

    /** The most expiry notices of a token. */
    public static final int MAXIMUM_NOTICES = 10;

    private static final Housekeeping KEEPING_EVERYTHING =
            new Housekeeping(new Retention(null, null, null), null, Collections.emptyNavigableSet());

    private final Retention retention;
    private final @Nullable Duration idleLimit;
    private final NavigableSet<Duration> noticesBefore;

    private Housekeeping(Retention retention, @Nullable Duration idleLimit, NavigableSet<Duration> noticesBefore) {
        this.retention = retention;
        this.idleLimit = idleLimit;
        this.noticesBefore = Collections.unmodifiableNavigableSet(noticesBefore);
    }

    /** Null for forever. */
    private record Retention(
            @Nullable Duration tokens,
            @Nullable Duration feed,
            @Nullable Duration trail) {}

    /** {@return the policy that deletes, ends and announces nothing} */
    public static Housekeeping keepingEverything() {
        return KEEPING_EVERYTHING;
    }

    /**
     * {@return this policy, deleting the records of tokens that ended longer ago, with their uses}
     *
     * <p>An ended token is rejected with or without its record. Keep records as long as somebody may need to find out
     * what a token was, and as long as a request key must not issue again.
     *
     * @param retention how long records are kept after the token's expiry or revocation, {@link #MINIMUM_RETENTION} to
     *     {@link #MAXIMUM}
     * @throws IllegalArgumentException if it is out of that range
     */
    public Housekeeping deletingEndedTokensAfter(Duration retention) {
        return with(
                new Retention(requireRetention("ended tokens", retention), this.retention.feed, this.retention.trail));
    }

    /**
     * {@return this policy, deleting entries of the change feed that are older}
     *
     * <p>A node that was disconnected for longer evicts its whole cache: slower, never wrong.
     *
     * @param age longer than any node is disconnected, {@link #MINIMUM_RETENTION} to {@link #MAXIMUM}; a day is ample
     * @throws IllegalArgumentException if it is out of that range
     */
    public Housekeeping trimmingFeedAfter(Duration age) {
        return with(new Retention(retention.tokens, requireRetention("entries of the feed", age), retention.trail));
    }

    /**
     * {@return this policy, deleting entries of the durable trail of acts that are older}
     *
     * @param age {@link #MINIMUM_RETENTION} to {@link #MAXIMUM}
     * @throws IllegalArgumentException if it is out of that range
     */
    public Housekeeping trimmingTrailAfter(Duration age) {
        return with(new Retention(retention.tokens, retention.feed, requireRetention("entries of the trail", age)));
    }

    private Housekeeping with(Retention other) {
        return new Housekeeping(other, idleLimit, noticesBefore);
    }

    /**
     * {@return this policy, revoking tokens that are not used for longer, with the reason {@link RevocationReason#IDLE}}
     *
     * <p>The time counts from a token's last use, from its issue, or from when uses began to be recorded, whichever is
     * latest. Recorded uses are written at intervals, so a token ends after the limit plus this interval. It ends when
     * the policy is carried out: verification does not look at uses. A disabled token counts as unused. A token with
     * live tokens that it issued is not idle.
     *
     * @param limit how long a token may be unused, {@link #MINIMUM_IDLE_LIMIT} to {@link #MAXIMUM}
     * @throws IllegalArgumentException if it is out of that range
     */
    public Housekeeping endingIdleTokensAfter(Duration limit) {
        return new Housekeeping(retention, requireWithin("the idle limit", limit, MINIMUM_IDLE_LIMIT), noticesBefore);
    }

    /**
     * {@return this policy, announcing the expiry of live tokens at these times before it}
     *
     * <p>Each is announced at most once for a token, by one node; never for a token whose lifetime is not longer. If
     * several are due at once, only the last one is announced.
     *
     * @param before how long before the expiry, each {@link #MINIMUM_RETENTION} to {@link #MAXIMUM}, at most
     *     {@value #MAXIMUM_NOTICES} different ones; none for no notices
     * @throws IllegalArgumentException if one is out of that range, or there are more
     */
    public Housekeeping announcingExpiry(Duration... before) {
        NavigableSet<Duration> times = new TreeSet<>(Arrays.asList(before));
        times.forEach(time -> requireWithin("an expiry notice", time, MINIMUM_RETENTION));
        if (times.size() > MAXIMUM_NOTICES) {
            throw new IllegalArgumentException(
                    times.size() + " expiry notices are more than the " + MAXIMUM_NOTICES + " of a token");
        }
        return new Housekeeping(retention, idleLimit, times);
    }

    private static Duration requireRetention(String what, Duration retention) {
        return requireWithin("the retention of " + what, retention, MINIMUM_RETENTION);
    }

    private static Duration requireWithin(String what, Duration duration, Duration least) {
        if (duration.compareTo(least) < 0 || duration.compareTo(MAXIMUM) > 0) {
            throw new IllegalArgumentException(
                    what + " of " + duration + " is not between " + least + " and " + MAXIMUM);
        }
        return duration;
    }

    /** {@return how long records of ended tokens are kept, or empty for forever} */
    public Optional<Duration> endedTokensKept() {
        return Optional.ofNullable(retention.tokens);
    }

    /** {@return how long entries of the feed are kept, or empty for forever} */
    public Optional<Duration> feedKept() {
        return Optional.ofNullable(retention.feed);
    }

    /** {@return how long entries of the trail are kept, or empty for forever} */
    public Optional<Duration> trailKept() {
        return Optional.ofNullable(retention.trail);
    }

    /** {@return how long a token may be unused, or empty if it does not matter} */
    public Optional<Duration> idleLimit() {
        return Optional.ofNullable(idleLimit);
    }

    /** {@return how long before the expiry of a token it is announced, the shortest first; unmodifiable} */
    public SortedSet<Duration> noticesBefore() {
        return noticesBefore;
    }

    /**
     * What one run did, on the node that ran it. What other nodes did at the same time is in their reports. Components
     * may be added.
     *
     * @param deleted how many records of ended tokens were deleted
     * @param idle how many idle tokens were revoked
     * @param notices how many expiry notices were made
     * @param trimmed how many entries of the feed and of the trail were deleted
     * @param unreadable how many records of ended tokens were skipped because they cannot be read; repair or delete them
     */
    public record Report(long deleted, long idle, long notices, Trimmed trimmed, long unreadable) {}

    /**
     * Deleted entries.
     *
     * @param feed of the change feed
     * @param trail of the durable trail
     */
    public record Trimmed(long feed, long trail) {}
}
