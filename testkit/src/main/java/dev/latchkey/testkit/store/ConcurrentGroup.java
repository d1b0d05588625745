package dev.latchkey.testkit.store;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.TokenId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The base of the groups of {@link ConcurrentStoreContract}: several concurrent callers, on two nodes. */
abstract class ConcurrentGroup<S extends TokenStore & ChangeFeed> extends StoreGroup<S> {

    static final int CALLERS = 4;
    static final Instant T0 = TokenRecords.ISSUED;

    final ExecutorService executor = Executors.newFixedThreadPool(CALLERS + 1);
    S other;

    /** {@return another store of the same data, or the same} */
    abstract S another(S node);

    abstract int rounds();

    @BeforeEach
    void take_another_node() {
        other = another(store);
    }

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    /** Makes the same call from all callers at once, on two nodes, and returns the results. */
    <T> List<T> race(Function<S, T> call) throws Exception {
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

    /** Every other write waits for a read; otherwise a fast store would finish all writes before the first read. */
    void readWhileWriting(IntConsumer write, Runnable read) throws Exception {
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

    static long version(Snapshot snapshot, TokenId id) {
        return Objects.requireNonNull(snapshot.record(id)).version();
    }
}
