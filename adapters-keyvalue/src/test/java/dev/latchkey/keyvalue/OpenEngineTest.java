package dev.latchkey.keyvalue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.port.TokenStoreException;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OpenEngineTest {

    /** Fails in every way that an engine can. */
    private static class FailingEngine implements KeyValueEngine {

        private final Exception failure;

        FailingEngine(Exception failure) {
            this.failure = failure;
        }

        @Override
        public Map<String, StoredValue> read(Set<String> keys) throws Exception {
            throw failure;
        }

        @Override
        public SortedMap<String, StoredValue> scan(String prefix, String after, int limit) throws Exception {
            throw failure;
        }

        @Override
        public boolean commit(EngineCommit commit) throws Exception {
            throw failure;
        }

        @Override
        public void close() {}
    }

    @Test
    void whatever_an_engine_throws_is_a_failure_of_the_store() {
        for (Exception failure : new Exception[] {new IOException("disk"), new IllegalStateException("bug")}) {
            OpenEngine engine = new OpenEngine(new FailingEngine(failure));

            assertThatExceptionOfType(TokenStoreException.class)
                    .isThrownBy(() -> engine.read(Set.of()))
                    .withCause(failure);
            assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> engine.scan("a", "a", 1));
            assertThatExceptionOfType(TokenStoreException.class)
                    .isThrownBy(() -> engine.commit(new EngineCommit(Map.of(), Set.of(), Map.of(), Set.of())));
        }
    }

    @Test
    void a_thread_that_was_interrupted_in_a_call_stays_interrupted() {
        OpenEngine engine = new OpenEngine(new FailingEngine(new InterruptedException()));

        assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> engine.read(Set.of()));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void an_engine_that_fails_when_the_store_is_opened_is_closed() {
        RacingEngine engine = new RacingEngine(EngineLimits.none(), 100);

        assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> new KeyValueTokenStore(engine));
        assertThat(engine.isClosed()).isTrue();
    }

    @Test
    void calls_of_a_closed_store_fail() {
        MemoryEngine memory = new MemoryEngine();
        KeyValueTokenStore store = new KeyValueTokenStore(memory);
        store.close();
        store.close();

        assertThat(memory.isClosed()).isTrue();
        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(store::position)
                .withMessage("the store is closed");
    }

    @Test
    void closing_waits_for_the_call_in_progress() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch mayReturn = new CountDownLatch(1);
        OpenEngine engine = new OpenEngine(new MemoryEngine() {
            @Override
            public Map<String, StoredValue> read(Set<String> keys) {
                called.countDown();
                try {
                    assertThat(mayReturn.await(10, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return super.read(keys);
            }
        });
        CompletableFuture<Map<String, StoredValue>> read =
                CompletableFuture.supplyAsync(() -> engine.read(Set.of("a")));
        assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Void> closed = CompletableFuture.runAsync(engine::close);
        mayReturn.countDown();

        assertThat(read.get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(closed.get(10, TimeUnit.SECONDS)).isNull();
    }
}
