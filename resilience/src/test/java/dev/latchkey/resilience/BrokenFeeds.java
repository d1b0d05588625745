package dev.latchkey.resilience;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.NumberedPosition;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.TokenId;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Feeds that report something else than what changed. */
final class BrokenFeeds {

    private BrokenFeeds() {}

    static ChangeFeed thatTakesAnErrorForNoChange(ChangeFeed feed) {
        return answering(feed, (from, limit) -> {
            try {
                return feed.changesSince(from, limit);
            } catch (TokenStoreException e) {
                return Changes.end(from);
            }
        });
    }

    static ChangeFeed thatAlwaysClaimsTheEnd(ChangeFeed feed) {
        return answering(feed, (from, limit) -> {
            Changes changes = feed.changesSince(from, limit);
            return new Changes(changes.tokens(), changes.stateChanged(), changes.position(), true, changes.gap());
        });
    }

    static ChangeFeed withoutGaps(ChangeFeed feed) {
        return answering(feed, (from, limit) -> {
            Changes changes = feed.changesSince(from, limit);
            return new Changes(changes.tokens(), changes.stateChanged(), changes.position(), changes.drained(), false);
        });
    }

    /** An end before the position that was read already is taken for a copy that catches up. */
    static ChangeFeed thatWaitsForAFallenPosition(ChangeFeed feed) {
        return answering(feed, (from, limit) -> {
            Changes changes = feed.changesSince(from, limit);
            return sequence(changes.position()) < sequence(from) ? Changes.end(from) : changes;
        });
    }

    private static long sequence(FeedPosition position) {
        return NumberedPosition.of(position).orElseThrow().sequence();
    }

    static ChangeFeed thatNamesOneToken(ChangeFeed feed) {
        return answering(feed, (from, limit) -> {
            Changes changes = feed.changesSince(from, limit);
            Set<TokenId> one = changes.tokens().stream().limit(1).collect(Collectors.toSet());
            return new Changes(one, changes.stateChanged(), changes.position(), changes.drained(), changes.gap());
        });
    }

    static ChangeFeed thatNamesNoToken(ChangeFeed feed) {
        return answering(feed, (from, limit) -> {
            Changes changes = feed.changesSince(from, limit);
            return new Changes(Set.of(), changes.stateChanged(), changes.position(), changes.drained(), changes.gap());
        });
    }

    static ChangeFeed withoutTheState(ChangeFeed feed) {
        return answering(feed, (from, limit) -> {
            Changes changes = feed.changesSince(from, limit);
            return new Changes(changes.tokens(), false, changes.position(), changes.drained(), changes.gap());
        });
    }

    /** What a feed answers to a node that has a position already. */
    private interface Answers {
        Changes since(FeedPosition from, int limit);
    }

    private static ChangeFeed answering(ChangeFeed feed, Answers answers) {
        return new ChangeFeed() {
            @Override
            public Changes changesSince(@Nullable FeedPosition position, int limit) {
                return position == null ? feed.changesSince(null, limit) : answers.since(position, limit);
            }

            @Override
            public int trim(Instant before, int limit) {
                return feed.trim(before, limit);
            }
        };
    }
}
