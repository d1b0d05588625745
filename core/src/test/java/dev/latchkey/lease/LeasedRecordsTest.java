package dev.latchkey.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.FeedPosition;
import dev.latchkey.token.TokenId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeasedRecordsTest {

    private static final TokenId ID = TokenId.of(1, 2);
    private static final Duration PATIENT = Duration.ofSeconds(60);
    private static final FeedPosition START = new FeedPosition("0.7");
    private static final Duration BOUND = Duration.ofSeconds(1);

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final AtomicInteger reads = new AtomicInteger();
    private final LeaseClock clock = new LeaseClock(() -> Instant.ofEpochMilli(millis.get()), nanos::get);
    private volatile @Nullable String stored = "first";
    private volatile Runnable duringRead = () -> {};
    private volatile @Nullable FeedPosition asked;
    private final LeasedRecords<String> records = new LeasedRecords<>(100, clock);
    private final RecordLoader<String> loader = loader((id, notBefore) -> {
        asked = notBefore;
        reads.incrementAndGet();
        String read = stored;
        duringRead.run();
        return read;
    });
    private final TokenSource<String> source = Finding.by(loader);

    private @Nullable TokenSource<String> racing;

    private RecordLoader<String> loader(BiFunction<TokenId, @Nullable FeedPosition, @Nullable String> one) {
        return new RecordLoader<>(records, new SingleReads<>(one), 4, PATIENT);
    }

    private TokenSource<String> self() {
        return Objects.requireNonNull(racing);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        millis.addAndGet(time.toMillis());
    }

    private void renew() {
        records.advance(START);
        records.renew(clock.stamp(), BOUND);
    }

    @Test
    void without_a_lease_every_call_reads() {
        source.find(ID);
        source.find(ID);

        assertThat(reads).hasValue(2);
        assertThat(records.held(ID)).isNull();
    }

    @Test
    void under_a_lease_a_record_is_read_once() {
        renew();

        for (int i = 0; i < 5; i++) {
            assertThat(source.find(ID)).isEqualTo("first");
        }

        assertThat(reads).hasValue(1);
        assertThat(records.hits()).isEqualTo(4);
        assertThat(loader.loads()).isEqualTo(1);
    }

    @Test
    void a_load_under_the_lease_is_never_older_than_the_feed_s_position() {
        renew();
        source.find(ID);
        assertThat(asked).isEqualTo(START);

        FeedPosition later = new FeedPosition("9.9");
        records.advance(later);
        records.forget(ID);

        source.find(ID);
        assertThat(asked).isEqualTo(later);
    }

    @Test
    void a_load_without_a_lease_reads_all_that_is_committed_and_is_not_held() {
        renew();
        pass(BOUND);

        source.find(ID);
        assertThat(asked).isNull();

        renew();
        assertThat(records.held(ID)).as("nothing says what is still to be told").isNull();
    }

    /** A poll may take so long that the lease ends and a later load sees a revocation that the poll could not see. */
    @Test
    void what_was_read_without_a_lease_is_not_undone_by_a_lease_from_an_older_query() {
        renew();
        assertThat(source.find(ID)).isEqualTo("first");
        pass(BOUND.minusMillis(10));
        LeaseClock.Stamp slowPoll = clock.stamp();
        pass(Duration.ofMillis(10));

        stored = "revoked";
        assertThat(source.find(ID)).isEqualTo("revoked");
        records.renew(slowPoll, BOUND);

        assertThat(source.find(ID)).isEqualTo("revoked");
    }

    /** Told of an earlier change while it reads, a load reads on; another load may have filled the memory meanwhile. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_a_load_read_that_may_not_be_kept_is_not_undone_by_an_older_load(boolean everything) {
        AtomicInteger depth = new AtomicInteger();
        racing = Finding.by(loader((id, notBefore) -> {
            if (depth.getAndIncrement() == 0) {
                if (everything) {
                    records.forgetAll();
                } else {
                    records.forget(id);
                }
                assertThat(self().find(id)).isEqualTo("first");
                stored = "revoked";
            }
            return stored;
        }));
        renew();

        assertThat(self().find(ID)).isEqualTo("revoked");
        assertThat(self().find(ID)).isEqualTo("revoked");
    }

    @Test
    void absence_is_not_held() {
        renew();
        stored = null;
        assertThat(source.find(ID)).isNull();

        stored = "issued";

        assertThat(source.find(ID)).isEqualTo("issued");
    }

    @Test
    void a_lease_ends_at_its_bound_by_either_clock_and_when_the_wall_clock_is_set_back() {
        renew();
        source.find(ID);

        pass(BOUND.minusMillis(1));
        assertThat(records.held(ID)).isEqualTo("first");
        pass(Duration.ofMillis(1));
        assertThat(records.held(ID)).isNull();

        renew();
        assertThat(records.held(ID)).isEqualTo("first");
        nanos.addAndGet(BOUND.toNanos());
        assertThat(records.held(ID)).as("only the monotonic clock").isNull();

        renew();
        millis.addAndGet(BOUND.toMillis());
        assertThat(records.held(ID))
                .as("only the wall clock: the machine slept")
                .isNull();

        renew();
        millis.addAndGet(-1);
        assertThat(records.held(ID)).as("the wall clock was set back").isNull();
    }

    @Test
    void what_is_forgotten_is_read_again() {
        renew();
        source.find(ID);
        stored = "second";

        records.forget(ID);
        assertThat(source.find(ID)).isEqualTo("second");

        stored = "third";
        records.forgetAll();
        assertThat(source.find(ID)).isEqualTo("third");
    }

    @Test
    void what_a_load_read_before_a_change_was_told_is_not_held() {
        renew();
        duringRead = () -> records.forget(ID);
        assertThat(source.find(ID)).isEqualTo("first");
        assertThat(records.held(ID)).isNull();

        duringRead = records::forgetAll;
        assertThat(source.find(ID)).isEqualTo("first");
        assertThat(records.held(ID)).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1_000_000_000_000L, -1, 0, Long.MAX_VALUE - 500_000_000, Long.MAX_VALUE})
    void a_lease_ends_at_its_bound_wherever_the_monotonic_clock_starts(long start) {
        nanos.set(start);
        assertThat(source.find(ID)).isEqualTo("first");
        assertThat(records.held(ID)).as("no lease").isNull();

        renew();
        source.find(ID);
        nanos.addAndGet(BOUND.toNanos() - 1);
        assertThat(records.held(ID)).isEqualTo("first");
        assertThat(records.leaseAge()).contains(BOUND.minusNanos(1));
        nanos.addAndGet(1);
        assertThat(records.held(ID)).isNull();
    }

    @Test
    void after_it_was_closed_nothing_is_trusted_whatever_a_poll_says() {
        renew();
        source.find(ID);

        records.close();
        renew();

        assertThat(records.held(ID)).isNull();
        source.find(ID);
        assertThat(records.held(ID)).isNull();
    }

    @Test
    void no_more_are_held_than_were_asked_for() {
        renew();
        for (int i = 0; i < 10_000; i++) {
            source.find(TokenId.of(i, i));
        }

        assertThat(records.size()).isLessThanOrEqualTo(100);
    }
}
