package dev.latchkey.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cache that reads one by one: while the first record is being read, the others wait. */
class LoadsTogetherTest {

    private static final TokenId FIRST = TokenId.of(1, 1);
    private static final TokenId A = TokenId.of(1, 2);
    private static final TokenId B = TokenId.of(1, 3);
    private static final TokenId UNREADABLE = TokenId.of(1, 4);

    private static final FeedPosition START = new FeedPosition("0.7");
    private static final FeedPosition LATER = new FeedPosition("1.9");
    private static final Duration BOUND = Duration.ofSeconds(1);

    private record Read(Set<TokenId> ids, @Nullable FeedPosition notBefore) {}

    private final AtomicLong nanos = new AtomicLong();
    private final LeaseClock clock = new LeaseClock(() -> Instant.ofEpochMilli(nanos.get() / 1_000_000), nanos::get);
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final List<Read> reads = new CopyOnWriteArrayList<>();
    private final Semaphore mayRead = new Semaphore(0);
    private volatile String stored = "old";
    private volatile boolean everyReadWaits;
    private final LeasedRecords<String> records = new LeasedRecords<>(100, clock);
    private final RecordLoader<String> loader = new RecordLoader<>(records, this::read, 1, Duration.ofMinutes(1));
    private final TokenSource<String> source = Finding.by(loader);

    private Map<TokenId, String> read(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
        reads.add(new Read(ids, notBefore));
        String value = stored;
        if (everyReadWaits || ids.contains(FIRST)) {
            mayRead.acquireUninterruptibly();
        }
        if (ids.contains(UNREADABLE)) {
            throw new TokenStoreException("not what was written");
        }
        return ids.stream().collect(Collectors.toMap(Function.identity(), id -> value));
    }

    @BeforeEach
    void begin() {
        records.advance(START);
        records.renew(clock.stamp(), BOUND);
    }

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private Future<@Nullable String> begin(TokenId id) {
        Future<@Nullable String> found = executor.submit(() -> source.find(id));
        Conditions.await(() -> !reads.isEmpty());
        return found;
    }

    private Future<@Nullable String> waiting(TokenId id) {
        int before = loader.waiting();
        Future<@Nullable String> found = executor.submit(() -> source.find(id));
        Conditions.await(() -> loader.waiting() != before);
        return found;
    }

    private static @Nullable String found(Future<@Nullable String> by) throws Exception {
        return by.get(20, TimeUnit.SECONDS);
    }

    @Test
    void records_that_wait_are_read_and_cached_together() throws Exception {
        Future<@Nullable String> first = begin(FIRST);
        Future<@Nullable String> a = waiting(A);
        Future<@Nullable String> b = waiting(B);

        mayRead.release();

        assertThat(List.of(found(first), found(a), found(b))).containsOnly("old");
        assertThat(reads).containsExactly(new Read(Set.of(FIRST), START), new Read(Set.of(A, B), START));
        assertThat(loader.loads()).isEqualTo(3);
        assertThat(loader.reads()).isEqualTo(2);
        assertThat(List.of(A, B)).allMatch(id -> "old".equals(records.held(id)));
    }

    @Test
    void read_is_never_older_than_the_position_when_it_begins() throws Exception {
        Future<@Nullable String> first = begin(FIRST);
        Future<@Nullable String> a = waiting(A);
        records.advance(LATER);
        records.forget(B);
        Future<@Nullable String> b = waiting(B);

        mayRead.release();

        found(first);
        found(a);
        found(b);
        assertThat(reads).endsWith(new Read(Set.of(A, B), LATER));
    }

    @Test
    void load_that_waits_until_the_lease_ends_reads_all_that_is_committed_and_is_not_cached() throws Exception {
        Future<@Nullable String> first = begin(FIRST);
        Future<@Nullable String> a = waiting(A);
        nanos.addAndGet(BOUND.toNanos());
        stored = "new";

        mayRead.release();

        found(first);
        assertThat(found(a)).isEqualTo("new");
        assertThat(reads).endsWith(new Read(Set.of(A), null));
        records.renew(clock.stamp(), BOUND);
        assertThat(records.held(A)).isNull();
    }

    @Test
    void without_a_lease_callers_of_one_id_that_wait_share_one_read() throws Exception {
        nanos.addAndGet(BOUND.toNanos());
        Future<@Nullable String> first = begin(FIRST);
        Future<@Nullable String> a = waiting(A);
        nanos.addAndGet(1);
        Future<@Nullable String> later = joining(A);
        stored = "new";

        mayRead.release();

        found(first);
        assertThat(found(a)).isEqualTo("new");
        assertThat(found(later)).isEqualTo("new");
        assertThat(reads).hasSize(2);
    }

    /** {@return what a thread finds that waits for the load of another} */
    private Future<@Nullable String> joining(TokenId id) {
        CompletableFuture<Thread> started = new CompletableFuture<>();
        Future<@Nullable String> found = executor.submit(() -> {
            started.complete(Thread.currentThread());
            return source.find(id);
        });
        Thread thread = started.join();
        Conditions.await(() -> thread.getState() == Thread.State.TIMED_WAITING);
        return found;
    }

    @Test
    void record_that_cannot_be_read_does_not_fail_those_that_were_read_with_it() throws Exception {
        Future<@Nullable String> first = begin(FIRST);
        Future<@Nullable String> a = waiting(A);
        Future<@Nullable String> unreadable = waiting(UNREADABLE);
        Future<@Nullable String> b = waiting(B);
        everyReadWaits = true;

        mayRead.release(2);
        Conditions.await(() -> reads.size() == 3 && loader.waiting() == 2);
        mayRead.release(3);

        found(first);
        assertThat(found(a)).isEqualTo("old");
        assertThat(found(b)).isEqualTo("old");
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> found(unreadable))
                .withCauseExactlyInstanceOf(TokenStoreException.class);
        assertThat(reads)
                .extracting(Read::ids)
                .containsExactlyInAnyOrder(
                        Set.of(FIRST), Set.of(A, UNREADABLE, B), Set.of(A), Set.of(B), Set.of(UNREADABLE));
    }

    @Test
    void caller_that_gives_up_leaves_nothing_behind() throws Exception {
        Future<@Nullable String> first = begin(FIRST);
        Future<@Nullable String> a = waiting(A);

        a.cancel(true);
        Conditions.await(() -> loader.waiting() == 0);
        Future<@Nullable String> other = waiting(A);
        mayRead.release();

        found(first);
        assertThat(found(other)).isEqualTo("old");
    }

    @Test
    void caller_that_may_not_wait_is_unavailable_while_others_are_read() throws Exception {
        RecordLoader<String> impatient = new RecordLoader<>(records, this::read, 1, Duration.ZERO);
        Future<@Nullable String> first = executor.submit(() -> impatient.load(FIRST));
        Conditions.await(() -> !reads.isEmpty());

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> impatient.load(A));

        mayRead.release();
        found(first);
        assertThat(impatient.load(A)).isEqualTo("old");
    }
}
