package dev.latchkey.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.DelegatingStore;
import dev.latchkey.FakeStore;
import dev.latchkey.change.Trail.Deed;
import dev.latchkey.port.JoinsCallerTransactions;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.port.Write;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TrailEntry.Act;
import dev.latchkey.token.TrailEntry.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which changes are written together, and what becomes of the others if one of them cannot be written. */
class CombinedWritesTest {

    private static final Duration PATIENT = Duration.ofHours(1);
    private static final Act ACT = new Act(Instant.EPOCH, null, Action.DESCRIBED, null);

    private final FakeStore store = new FakeStore();
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final List<List<Write>> writes = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean failing;
    private volatile int most = 1_000;

    /** Its first write takes until the test lets it end. */
    private class SlowStore extends DelegatingStore {

        SlowStore() {
            super(store);
        }

        @Override
        public int maximumWrites() {
            return most;
        }

        @Override
        public boolean write(List<Write> steps) {
            writes.add(steps);
            if (writes.size() == 1) {
                CombinedWritesTest.await(mayEnd);
            }
            if (failing && steps.size() > 1) {
                throw new TokenStoreException("one of them is not possible");
            }
            return store.write(steps);
        }
    }

    /** Whose caller has a transaction. */
    private final class JoiningStore extends SlowStore implements JoinsCallerTransactions {
        @Override
        public void afterCommit(Runnable action) {
            // Later.
        }
    }

    @AfterEach
    void end() {
        mayEnd.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("60 seconds are over").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private CombinedWrites writes(TokenStore target, Duration longestWait) {
        return new CombinedWrites(target, Trail.none(target), longestWait);
    }

    private TokenRecord stored(int number) {
        TokenRecord record = TokenRecord.builder(TokenId.of(1, number))
                .owner("workspaces/acme")
                .description("nightly export")
                .scopes("workspace:read")
                .hash(SecretHash.of("none", "hash"))
                .issuedAt(Instant.EPOCH)
                .build();
        assertThat(store.write(List.of(new Write.Insert(record)))).isTrue();
        return record;
    }

    private static Deed described(TokenRecord record, String description) {
        return Deed.changed(record, record.withDescription(description), ACT);
    }

    private record Call(Thread thread, CompletableFuture<Boolean> written) {

        boolean isWritten() {
            return written.orTimeout(60, TimeUnit.SECONDS).join();
        }
    }

    private static Call begin(CombinedWrites combined, Deed deed) {
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                written.complete(combined.write(deed));
            } catch (Throwable e) {
                written.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return new Call(thread, written);
    }

    private static void untilWaiting(Call call) {
        until(() -> call.thread().getState() == Thread.State.TIMED_WAITING);
    }

    /** {@return calls: the first is writing, the others wait} */
    private List<Call> begun(CombinedWrites combined, List<Deed> deeds) {
        List<Call> calls = new ArrayList<>();
        for (Deed deed : deeds) {
            calls.add(begin(combined, deed));
            if (calls.size() == 1) {
                until(() -> writes.size() == 1);
            } else {
                untilWaiting(calls.get(calls.size() - 1));
            }
        }
        return calls;
    }

    private List<Deed> deeds(int number) {
        List<Deed> deeds = new ArrayList<>();
        for (int i = number; i > 0; i--) {
            deeds.add(described(stored(i), "changed"));
        }
        return deeds;
    }

    private List<Integer> sizes() {
        return writes.stream().map(List::size).toList();
    }

    @Test
    void a_change_is_written_at_once_and_alone_if_none_is_being_written() {
        mayEnd.countDown();
        CombinedWrites combined = writes(new SlowStore(), PATIENT);

        assertThat(combined.write(described(stored(1), "one"))).isTrue();
        assertThat(combined.write(described(stored(2), "two"))).isTrue();

        assertThat(sizes()).containsExactly(1, 1);
    }

    @Test
    void changes_that_wait_at_the_same_time_are_written_together_ordered_by_id() {
        List<Call> calls = begun(writes(new SlowStore(), PATIENT), deeds(6));

        mayEnd.countDown();

        assertThat(calls).allMatch(Call::isWritten);
        assertThat(sizes()).containsExactly(1, 5);
        assertThat(writes.get(1)).extracting(Write::changed).isSorted();
        assertThat(store.position().text())
                .as("one entry for each change in this store")
                .endsWith("/6");
    }

    @Test
    void a_change_that_is_refused_leaves_the_others_written() {
        List<Deed> deeds = deeds(4);
        Deed outdated = deeds.get(2);
        assertThat(store.write(List.of(outdated.step()))).isTrue();
        List<Call> calls = begun(writes(new SlowStore(), PATIENT), deeds);

        mayEnd.countDown();

        assertThat(calls).extracting(Call::isWritten).containsExactly(true, true, false, true);
        assertThat(sizes()).startsWith(1, 3).hasSize(5);
    }

    @Test
    void a_write_that_fails_for_all_is_tried_for_each() {
        failing = true;
        List<Call> calls = begun(writes(new SlowStore(), PATIENT), deeds(4));

        mayEnd.countDown();

        assertThat(calls).allMatch(Call::isWritten);
        assertThat(sizes()).startsWith(1, 3).hasSize(5);
    }

    @Test
    void no_more_are_written_together_than_the_store_allows() {
        most = 3;
        List<Call> calls = begun(writes(new SlowStore(), PATIENT), deeds(8));

        mayEnd.countDown();

        assertThat(calls).allMatch(Call::isWritten);
        assertThat(sizes()).containsExactly(1, 3, 3, 1);
    }

    @Test
    void changes_of_one_token_are_not_written_together() {
        TokenRecord record = stored(1);
        List<Call> calls = begun(
                writes(new SlowStore(), PATIENT),
                List.of(described(stored(2), "a"), described(record, "b"), described(record, "c")));

        mayEnd.countDown();

        assertThat(calls).extracting(Call::isWritten).containsExactly(true, true, false);
        assertThat(sizes()).containsExactly(1, 1, 1);
    }

    @Test
    void a_change_in_a_callers_transaction_waits_for_no_other_and_is_written_alone() {
        CombinedWrites combined = writes(new JoiningStore(), PATIENT);
        List<Call> calls = begun(combined, deeds(1));

        assertThat(combined.write(described(stored(9), "own"))).isTrue();

        assertThat(calls.get(0).written()).isNotDone();
        assertThat(sizes()).containsExactly(1, 1);
    }

    @Test
    void a_change_that_waits_for_too_long_is_written_alone() {
        List<Deed> deeds = deeds(2);
        CombinedWrites combined = writes(new SlowStore(), Duration.ofMillis(1));
        Call hanging = begin(combined, deeds.get(0));
        until(() -> writes.size() == 1);

        assertThat(combined.write(deeds.get(1))).isTrue();

        assertThat(hanging.written()).isNotDone();
    }

    @Test
    void an_interrupted_thread_writes_its_change_alone_and_stays_interrupted() throws Exception {
        List<Deed> deeds = deeds(2);
        CombinedWrites combined = writes(new SlowStore(), PATIENT);
        begun(combined, deeds.subList(0, 1));
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread waiting = new Thread(() -> interrupted.complete(
                combined.write(deeds.get(1)) && Thread.currentThread().isInterrupted()));
        waiting.start();
        until(() -> waiting.getState() == Thread.State.TIMED_WAITING);

        waiting.interrupt();

        assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(sizes()).containsExactly(1, 1);
    }
}
