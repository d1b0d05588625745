package dev.latchkey.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.TokenId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeedFollowerTest {

    private static final TokenId ONE = TokenId.of(1, 1);
    private static final TokenId OTHER = TokenId.of(2, 2);
    private static final Duration BOUND = Duration.ofSeconds(1);
    /** Longer than any query here lets pass: whether the caller looks at the clock before or after that is chance. */
    private static final Duration PATIENCE = BOUND.multipliedBy(10);

    private static final FeedPosition START = new FeedPosition("0.7");

    private final AtomicLong nanos = new AtomicLong(1);
    private final LeaseClock clock =
            new LeaseClock(() -> Instant.ofEpochMilli(1_000_000 + nanos.get() / 1_000_000), nanos::get);
    private @Nullable FeedPosition loadedAsOf;
    private final LeasedRecords<TokenId> records = new LeasedRecords<>(100, clock);
    private final SingleReads<TokenId> reads = new SingleReads<>((id, notBefore) -> {
        loadedAsOf = notBefore;
        return id;
    });
    private final TokenSource<TokenId> source =
            Finding.by(new RecordLoader<>(records, reads, 4, Duration.ofSeconds(60)));
    private final Deque<Supplier<Changes>> answers = new ArrayDeque<>();
    private final List<FeedPosition> boundAsOf = new ArrayList<>();
    private Duration bound = BOUND;
    private final FeedFollower follower = new FeedFollower(
            new ScriptedFeed(),
            records,
            end -> {
                boundAsOf.add(end);
                return bound;
            },
            PATIENCE);

    /** Each poll takes the next answer; without one the feed is quiet. */
    private final class ScriptedFeed implements ChangeFeed {

        @Override
        public Changes changesSince(@Nullable FeedPosition position, int limit) {
            if (position == null) {
                return Changes.end(START);
            }
            return answers.isEmpty()
                    ? new Changes(Set.of(), false, position, true, false)
                    : answers.poll().get();
        }

        @Override
        public int trim(Instant before, int limit) {
            return 0;
        }
    }

    private void hold() {
        source.find(ONE);
        source.find(OTHER);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static Changes changes(long sequence, boolean drained, TokenId... tokens) {
        return new Changes(Set.of(tokens), false, new FeedPosition(sequence + "." + sequence), drained, false);
    }

    @Test
    void nothing_is_held_from_before_the_first_position_was_read() {
        hold();

        follower.follow();

        assertThat(records.held(ONE)).isNull();
        hold();
        assertThat(records.held(ONE)).isEqualTo(ONE);
    }

    @Test
    void each_poll_renews_the_lease_and_has_what_changed_forgotten() {
        follower.follow();
        hold();
        pass(BOUND.dividedBy(2));
        answers.add(() -> changes(1, true, ONE));

        follower.follow();
        pass(BOUND.dividedBy(2));

        assertThat(records.held(ONE)).isNull();
        assertThat(records.held(OTHER)).as("still within the second lease").isEqualTo(OTHER);
    }

    @Test
    void a_lease_counts_from_before_its_query() {
        follower.follow();
        hold();
        answers.add(() -> {
            pass(BOUND);
            return changes(1, true);
        });

        follower.follow();

        assertThat(records.held(ONE)).isNull();
    }

    @Test
    void a_page_that_does_not_reach_the_end_renews_nothing_and_the_last_one_counts() {
        follower.follow();
        hold();
        pass(BOUND.dividedBy(2));
        answers.add(() -> {
            pass(BOUND.dividedBy(4));
            return changes(1, false, ONE);
        });
        answers.add(() -> {
            throw new TokenStoreException("down");
        });
        assertThatExceptionOfType(TokenStoreException.class).isThrownBy(follower::follow);
        pass(BOUND.dividedBy(4));
        assertThat(records.held(OTHER)).as("the first lease is over").isNull();

        follower.follow();
        assertThat(records.held(ONE)).as("told by the page before the failure").isNull();
        assertThat(records.held(OTHER)).isEqualTo(OTHER);
    }

    @Test
    void a_poll_that_fails_renews_nothing() {
        follower.follow();
        hold();
        pass(BOUND.minusNanos(1));
        answers.add(() -> {
            throw new TokenStoreException("down");
        });

        assertThatExceptionOfType(TokenStoreException.class).isThrownBy(follower::follow);
        pass(Duration.ofNanos(1));

        assertThat(records.held(ONE)).isNull();
    }

    @Test
    void a_gap_has_everything_forgotten_and_counts() {
        follower.follow();
        hold();
        answers.add(() -> Changes.gap(new FeedPosition("9.9")));

        follower.follow();

        assertThat(records.held(ONE)).isNull();
        assertThat(records.held(OTHER)).isNull();
        assertThat(follower.gaps()).isEqualTo(1);
        hold();
        assertThat(records.held(ONE)).isEqualTo(ONE);
    }

    @Test
    void a_change_of_the_state_has_everything_forgotten_and_the_bound_read_again() {
        follower.follow();
        hold();
        bound = BOUND.dividedBy(10);
        answers.add(() -> new Changes(Set.of(), true, new FeedPosition("1.1"), true, false));

        follower.follow();

        assertThat(records.held(ONE)).isNull();
        hold();
        assertThat(records.held(ONE)).isEqualTo(ONE);
        pass(BOUND.dividedBy(10));
        assertThat(records.held(ONE)).as("the bound was lowered").isNull();
    }

    @Test
    void the_bound_is_read_as_of_the_position_that_reported_its_change() {
        follower.follow();
        answers.add(() -> new Changes(Set.of(), true, new FeedPosition("1.1"), true, false));
        follower.follow();
        answers.add(() -> Changes.gap(new FeedPosition("9.9")));
        follower.follow();

        assertThat(boundAsOf).containsExactly(START, new FeedPosition("1.1"), new FeedPosition("9.9"));
    }

    @Test
    void loads_are_as_of_the_position_that_was_reached_and_after_a_gap_of_the_new_end() {
        follower.follow();
        source.find(ONE);
        assertThat(loadedAsOf).isEqualTo(START);

        answers.add(() -> changes(1, true, ONE));
        follower.follow();
        source.find(ONE);
        assertThat(loadedAsOf).isEqualTo(new FeedPosition("1.1"));

        answers.add(() -> Changes.gap(new FeedPosition("0.9")));
        follower.follow();
        source.find(ONE);
        assertThat(loadedAsOf).isEqualTo(new FeedPosition("0.9"));
    }
}
