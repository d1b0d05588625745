package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.Write;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the rules of {@link TokenStore} and {@link ChangeFeed} mean when many callers act at once. Extend it, give an empty
 * store that has a feed, and run.
 *
 * @param <S> the store's type
 */
public abstract class ConcurrentStoreContract<S extends TokenStore & ChangeFeed> {

    private static final int CALLERS = 4;
    private static final Instant T0 = TokenRecords.ISSUED;

    private final ExecutorService executor = Executors.newFixedThreadPool(CALLERS + 1);
    private S store;
    private S other;

    /** For subclasses. */
    protected ConcurrentStoreContract() {}

    /** {@return a store without any token; asked once for each test} */
    protected abstract S store();

    /**
     * {@return another store of the same data, as another node has one; by default the same store}
     *
     * <p>Override it where several processes may share the data: a store that serializes its own writes can still lose a race
     * against those of another node.
     *
     * @param store what {@link #store()} returned last
     */
    protected S another(S store) {
        return store;
    }

    /** {@return how many rounds of each race are run; 100 unless a subclass says otherwise} */
    protected int rounds() {
        return 100;
    }

    @BeforeEach
    void take_a_store() {
        store = store();
        other = another(store);
    }

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    /** Runs the same call in all callers at once, on one node and on another, and returns what each answered. */
    private <T> List<T> race(Function<S, T> call) throws Exception {
        CyclicBarrier together = new CyclicBarrier(CALLERS);
        List<Future<T>> futures = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            S node = i % 2 == 0 ? store : other;
            futures.add(executor.submit(() -> {
                together.await();
                return call.apply(node);
            }));
        }
        List<T> answers = new ArrayList<>();
        for (Future<T> future : futures) {
            answers.add(future.get());
        }
        return answers;
    }

    /** Looking first and inserting then is two steps, between which another caller fits. */
    @Test
    void TS_3_of_several_inserts_of_one_id_one_is_written() throws Exception {
        for (int round = 0; round < rounds(); round++) {
            TokenId id = TokenRecords.newId();

            assertThat(race(node ->
                            StoreWrites.insert(node, TokenRecords.ordinary(id).build())))
                    .containsOnlyOnce(true);
        }
    }

    /** Two requests of one client that lost patience arrive at the same moment. */
    @Test
    void TS_3_of_several_inserts_of_one_request_key_one_is_written() throws Exception {
        for (int round = 0; round < rounds(); round++) {
            String key = "key-" + round;

            assertThat(race(node -> StoreWrites.insert(
                            node, TokenRecords.ordinary().requestKey(key).build())))
                    .containsOnlyOnce(true);
            assertThat(store.list(TokenQuery.all().requestedAs(key)).entries()).hasSize(1);
        }
    }

    /** The version is to be compared by the write itself; compared before it, both callers find it right. */
    @Test
    void TS_3_of_several_updates_of_one_version_one_is_written() throws Exception {
        for (int round = 0; round < rounds(); round++) {
            TokenRecord record = TokenRecords.ordinary().build();
            StoreWrites.insert(store, record);

            assertThat(race(node -> StoreWrites.update(
                            node,
                            record.withRevoked(
                                    T0, "by " + Thread.currentThread().getName()))))
                    .containsOnlyOnce(true);
            assertThat(store.find(record.id()).orElseThrow().version()).isEqualTo(2);
        }
    }

    /** Who rotates twice at once must not be left with a successor that nobody knows of. */
    @Test
    void TS_3_of_several_replacements_of_one_version_one_is_written() throws Exception {
        for (int round = 0; round < rounds(); round++) {
            TokenRecord record = TokenRecords.ordinary().build();
            StoreWrites.insert(store, record);

            assertThat(race(node -> StoreWrites.replace(
                            node,
                            record.withDescription("retired"),
                            TokenRecords.ordinary().family(record.id()).build())))
                    .containsOnlyOnce(true);
            assertThat(store.list(TokenQuery.all().inFamily(record.id())).entries())
                    .as("the retired token and one successor")
                    .hasSize(2);
        }
    }

    /** Two sweeps meet: each token is deleted, and reported, once. */
    @Test
    void TS_3_of_several_deletions_of_one_version_one_is_written() throws Exception {
        for (int round = 0; round < rounds(); round++) {
            TokenRecord record = TokenRecords.ordinary().build();
            StoreWrites.insert(store, record);

            assertThat(race(node -> StoreWrites.delete(node, record))).containsOnlyOnce(true);
            assertThat(store.find(record.id())).isEmpty();
        }
    }

    /** A mark is a compare-and-set of the feed's end. */
    @Test
    void TS_3_of_several_marks_of_one_end_one_is_written() throws Exception {
        for (int round = 0; round < rounds(); round++) {
            Write mark = new Write.Mark(store.position());

            assertThat(race(node -> node.write(List.of(mark)))).containsOnlyOnce(true);
        }
    }

    /** Every node writes its uses when it likes: in another order each time, which is how deadlocks come about. */
    @Test
    void TS_5_uses_recorded_at_once_all_count() throws Exception {
        List<TokenRecord> records = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            records.add(TokenRecords.ordinary().build());
            StoreWrites.insert(store, records.get(i));
        }
        List<Future<?>> callers = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            int number = caller;
            S node = caller % 2 == 0 ? store : other;
            callers.add(executor.submit(() -> {
                List<TokenRecord> ownOrder = new ArrayList<>(records);
                Collections.rotate(ownOrder, number * 3);
                for (int round = 0; round < rounds() / 4; round++) {
                    Instant time = T0.plusMillis(round * 10L + number);
                    ScopeSet scope = ScopeSet.parse("s" + number);
                    node.recordUse(ownOrder.stream()
                            .map(record -> new TokenUse(record.id(), time, scope))
                            .toList());
                }
            }));
        }
        for (Future<?> caller : callers) {
            caller.get();
        }

        Instant latest = T0.plusMillis((rounds() / 4 - 1) * 10L + CALLERS - 1);
        assertThat(store.list(TokenQuery.all()).entries())
                .hasSize(10)
                .allSatisfy(entry -> assertThat(entry.use())
                        .isEqualTo(new TokenUse(entry.record().id(), latest, ScopeSet.parse("s0 s1 s2 s3"))));
    }

    /** The reader keeps a copy as a leased cache does: whatever the feed names is read again. */
    @Test
    void TF_1_a_reader_that_polls_throughout_misses_no_change() throws Exception {
        Set<TokenId> written = ConcurrentHashMap.newKeySet();
        FeedPosition start = store.position();
        AtomicBoolean done = new AtomicBoolean();
        Future<List<TokenId>> reader = executor.submit(() -> read(start, done));

        race(node -> {
            for (int round = 0; round < rounds() / 2; round++) {
                TokenRecord record = TokenRecords.ordinary().build();
                StoreWrites.insert(node, record);
                if (StoreWrites.update(node, record.withRevoked(T0, "leaked"))) {
                    written.add(record.id());
                }
            }
            return true;
        });
        done.set(true);

        assertThat(reader.get())
                .as("each token once, for each was changed once")
                .hasSize(CALLERS * (rounds() / 2))
                .containsExactlyInAnyOrderElementsOf(written);
    }

    private List<TokenId> read(FeedPosition start, AtomicBoolean done) {
        List<TokenId> seen = new ArrayList<>();
        Set<FeedPosition> passed = new HashSet<>(Set.of(start));
        FeedPosition position = start;
        while (true) {
            boolean last = done.get();
            Changes changes = store.changesSince(position, 7);
            assertThat(changes.gap()).isFalse();
            if (changes.position().equals(position)) {
                assertThat(changes.tokens()).isEmpty();
            } else {
                assertThat(passed.add(changes.position()))
                        .as("a position that was not passed before")
                        .isTrue();
            }
            seen.addAll(changes.tokens());
            position = changes.position();
            if (last && changes.drained()) {
                return seen;
            }
        }
    }

    /** Reading the records first and the state after them would miss what came between. */
    @Test
    void TS_1_records_and_state_are_of_one_moment() throws Exception {
        TokenRecord first = TokenRecords.ordinary().build();
        TokenRecord second = TokenRecords.ordinary().build();
        StoreWrites.insert(store, first);
        StoreWrites.insert(store, second);
        Set<TokenId> both = Set.of(first.id(), second.id());

        readWhileWriting(
                round -> {
                    StoreWrites.update(
                            store, first.toBuilder().version(1 + round).build());
                    StoreWrites.update(
                            store, second.toBuilder().version(1 + round).build());
                    StoreWrites.updateState(store, new StoreState(round, null, null));
                },
                () -> {
                    Snapshot seen = store.findCommitted(both);
                    long firstWrites = version(seen, first.id()) - 1;
                    long secondWrites = version(seen, second.id()) - 1;
                    assertThat(List.of(
                                    firstWrites - secondWrites,
                                    secondWrites - seen.state().version(),
                                    firstWrites - seen.state().version()))
                            .as("how far each write is ahead of the next in %s", seen)
                            .allMatch(ahead -> ahead == 0 || ahead == 1);
                });
    }

    /** Written step by step, some tokens of a batch are revoked already when others are not. */
    @Test
    void TS_1_several_steps_of_one_write_are_seen_together() throws Exception {
        TokenRecord first = TokenRecords.ordinary().build();
        TokenRecord second = TokenRecords.ordinary().build();
        StoreWrites.insert(store, first);
        StoreWrites.insert(store, second);
        Set<TokenId> both = Set.of(first.id(), second.id());

        readWhileWriting(
                round -> store.write(List.of(
                        StoreWrites.updateTo(
                                first.toBuilder().version(1 + round).build()),
                        StoreWrites.updateTo(
                                second.toBuilder().version(1 + round).build()))),
                () -> {
                    Snapshot seen = store.findCommitted(both);
                    assertThat(version(seen, first.id())).isEqualTo(version(seen, second.id()));
                });
    }

    /** Every other write waits for a read: a quick store would have written it all before the first. */
    private void readWhileWriting(IntConsumer write, Runnable read) throws Exception {
        Semaphore reads = new Semaphore(0);
        Future<?> writer = executor.submit(() -> {
            for (int round = 1; round <= rounds(); round++) {
                reads.drainPermits();
                write.accept(round);
                if (round % 2 == 0) {
                    reads.acquire();
                }
            }
            return null;
        });
        while (!writer.isDone()) {
            read.run();
            reads.release();
        }
        writer.get();
    }

    private static long version(Snapshot snapshot, TokenId id) {
        return Objects.requireNonNull(snapshot.record(id)).version();
    }

    /** Who has read a change must hear of it: what is kept in memory is dropped for no other reason. */
    @Test
    void TF_1_what_a_read_has_seen_is_in_the_answer_that_begins_after_it() throws Exception {
        TokenRecord record = TokenRecords.ordinary().build();
        StoreWrites.insert(store, record);
        FeedPosition start = store.position();
        CountedChanges told = new CountedChanges(start);

        readWhileWriting(
                round -> StoreWrites.update(
                        store, record.toBuilder().version(1 + round).build()),
                () -> {
                    long changesSeen = version(store.findCommitted(Set.of(record.id())), record.id()) - 1;
                    assertThat(told.readToTheEnd())
                            .as("changes reported after %d were seen", changesSeen)
                            .isGreaterThanOrEqualTo(changesSeen);
                });
    }

    /** The changes of one token, counted by reading them one by one. */
    private final class CountedChanges {
        private FeedPosition position;
        private long count;

        CountedChanges(FeedPosition start) {
            this.position = start;
        }

        long readToTheEnd() {
            while (true) {
                Changes changes = store.changesSince(position, 1);
                count += changes.tokens().size();
                boolean moved = !changes.position().equals(position);
                position = changes.position();
                if (changes.drained() || !moved) {
                    return count;
                }
            }
        }
    }

    /** A revocation that was acknowledged is seen by every read that begins after it, on every thread. */
    @Test
    void TS_1_an_acknowledged_revocation_is_seen_by_all_who_read_after_it() throws Exception {
        for (int round = 0; round < rounds(); round++) {
            TokenRecord record = TokenRecords.ordinary().build();
            StoreWrites.insert(store, record);
            StoreWrites.update(store, record.withRevoked(T0, "leaked"));

            assertThat(race(node ->
                            node.findCommitted(Set.of(record.id())).records().values()))
                    .allSatisfy(records -> assertThat(records)
                            .singleElement()
                            .extracting(seen -> seen.lifecycle().isRevoked())
                            .isEqualTo(true));
        }
    }
}
