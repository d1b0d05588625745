package dev.latchkey;

import dev.latchkey.change.RevocationBound;
import dev.latchkey.change.TokenChanges;
import dev.latchkey.change.TokenEvents;
import dev.latchkey.change.Trail;
import dev.latchkey.lease.FeedFollower;
import dev.latchkey.lease.FeedPoller;
import dev.latchkey.lease.Heartbeats;
import dev.latchkey.lease.Heartbeats.Times;
import dev.latchkey.lease.LeaseClock;
import dev.latchkey.lease.LeasedRecords;
import dev.latchkey.lease.PositionedReads;
import dev.latchkey.lease.RecordLoader;
import dev.latchkey.lease.TokenSource;
import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.TokenStore;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The records that a node caches, and what keeps them true: joined, counted and closed together. */
record CachedRecords(
        TokenSource<VerifiableToken> source,
        LeasedRecords<VerifiableToken> records,
        RecordLoader<VerifiableToken> loader,
        PositionedReads<VerifiableToken> reads,
        FeedFollower follower,
        FeedPoller poller,
        @Nullable Heartbeats heartbeats)
        implements AutoCloseable {

    /** The statistics of a node that caches none. */
    static final Statistics.Records NONE =
            new Statistics.Records(0, 0, 0, 0, 0, 0, new Statistics.Feed(0, 0, 0, Optional.empty(), 0, 0));

    /** Three polls in a row may fail or be late before a lease ends. */
    private static final int POLLS_WITHIN_BOUND = 4;

    /**
     * {@return cached records of a node whose bound is not zero, which follow the feed from now on}
     *
     * @throws IllegalStateException if the store's recorded bound does not allow the node's
     * @throws dev.latchkey.token.UnavailableException if the store does not answer, or takes no heartbeat
     */
    static CachedRecords following(ChangeFeed feed, AccessTokensBuilder settings) {
        TokenStore store = settings.store;
        Limits limits = settings.limits;
        LeaseClock clock = new LeaseClock(settings.clock, settings.nanoTime);
        Heartbeats heartbeats = settings.requiringHeartbeats
                ? new Heartbeats(store, feed, clock, new Times(settings.bound, limits.maximumWait()))
                : null;
        PositionedReads<VerifiableToken> reads = new PositionedReads<>(store, VerifiableToken::new, heartbeats);
        LeasedRecords<VerifiableToken> records = new LeasedRecords<>(limits.records(), clock);
        RecordLoader<VerifiableToken> loader =
                new RecordLoader<>(records, reads, limits.lookUpsAtOnce(), limits.maximumWait());
        TokenSource<VerifiableToken> source = TokenSource.caching(store, reads, loader);
        RevocationBound allowed = new RevocationBound(
                store,
                new TokenChanges(store, Trail.none(store), new Forgetting(source), TokenEvents.none()),
                settings.bound);
        allowed.requireAllowed(feed.position());
        if (heartbeats != null) {
            heartbeats.begin();
        }
        Duration interval = pollInterval(settings.bound, heartbeats != null);
        FeedFollower plain = new FeedFollower(feed, records, allowed::inForce, interval);
        FeedFollower follower = heartbeats == null ? plain : plain.requiring(heartbeats);
        return new CachedRecords(
                source, records, loader, reads, follower, new FeedPoller(follower, interval), heartbeats);
    }

    static Duration pollInterval(Duration revocationBound, boolean withHeartbeats) {
        return revocationBound.dividedBy(withHeartbeats ? Heartbeats.POLLS_WITHIN_BOUND : POLLS_WITHIN_BOUND);
    }

    Statistics.Records statistics() {
        return new Statistics.Records(
                records.size(),
                records.hits(),
                loader.loads(),
                loader.reads(),
                loader.waiting(),
                reads.behind(),
                new Statistics.Feed(
                        poller.polls(),
                        poller.failures(),
                        follower.gaps(),
                        records.leaseAge(),
                        heartbeats == null ? 0 : heartbeats.written(),
                        heartbeats == null ? 0 : heartbeats.failures()));
    }

    @Override
    public void close() {
        poller.close();
        if (heartbeats != null) {
            heartbeats.close();
        }
        records.close();
    }
}
