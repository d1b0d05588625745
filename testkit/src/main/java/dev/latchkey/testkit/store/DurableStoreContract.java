package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStore;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rules of a store on a disk: all acknowledged writes are there after it was closed and reopened. Extend it and
 * return a store that keeps everything in a folder.
 *
 * <p>The store is closed regularly. {@link KilledWriterContract} tests that it survives the end of its process.
 *
 * @param <S> the store's type
 */
public abstract class DurableStoreContract<S extends TokenStore & ChangeFeed> {

    private Path folder;
    private S store;
    private boolean open;

    /** For subclasses. */
    protected DurableStoreContract() {}

    /**
     * {@return a store of the content of the folder}
     *
     * <p>One store is open at a time.
     *
     * @param directory an empty folder when a test begins, then the folder as the last store left it
     * @throws Exception if it cannot be opened: the test then fails
     */
    protected abstract S open(Path directory) throws Exception;

    /**
     * Closes a store and everything that was opened for it. If the store is not {@link AutoCloseable}, a subclass
     * overrides this.
     *
     * @param opened the result of {@link #open}
     * @throws Exception if it cannot be closed: the test then fails
     */
    protected void close(S opened) throws Exception {
        if (opened instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    @BeforeEach
    void open_the_first_time(@TempDir Path directory) throws Exception {
        folder = directory;
        store = open(folder);
        open = true;
    }

    @AfterEach
    void close_the_last_time() throws Exception {
        if (open) {
            close(store);
        }
    }

    private void reopen() throws Exception {
        open = false;
        close(store);
        store = open(folder);
        open = true;
    }

    /** {@return the record as the store returns it} */
    private TokenRecord inserted() {
        TokenRecord record = TokenRecords.ordinary().build();
        assertThat(StoreWrites.insert(store, record)).isTrue();
        return stored(record);
    }

    private TokenRecord stored(TokenRecord record) {
        return store.find(record.id()).orElseThrow();
    }

    /**
     * TD-1: records are there, in their last version, and deleted ones are not; else a revoked token works again after
     * the next deploy, and a token that a client was shown does not.
     */
    @Nested
    @Tag("TD-1")
    class Records {

        @Test
        void records_are_there_in_their_last_version() throws Exception {
            TokenRecord untouched = inserted();
            TokenRecord revoked = inserted();
            StoreWrites.update(store, revoked.withRevoked(TokenRecords.ISSUED, "leaked"));
            TokenRecord retired = inserted();
            TokenRecord successor = TokenRecords.ordinary().build();
            StoreWrites.replace(store, retired.withDescription("retired"), successor);
            List<TokenRecord> before = List.of(stored(untouched), stored(revoked), stored(retired), stored(successor));

            reopen();
            reopen();

            assertThat(before)
                    .allSatisfy(record -> assertThat(store.find(record.id())).contains(record));
        }

        @Test
        void a_change_after_reopening_is_there_after_the_next() throws Exception {
            TokenRecord record = inserted();
            reopen();
            TokenRecord later = inserted();
            StoreWrites.update(store, record.withDescription("other"));
            TokenRecord changed = stored(record);

            reopen();

            assertThat(store.find(record.id())).contains(changed);
            assertThat(store.find(later.id())).contains(later);
        }

        @Test
        void deleted_records_stay_away() throws Exception {
            TokenRecord record = inserted();
            StoreWrites.delete(store, record);

            reopen();

            assertThat(store.find(record.id())).isEmpty();
        }
    }

    /**
     * TD-2: the state is there, in its last version; else tokens whose revocation a restored copy lacks are accepted
     * again.
     */
    @Nested
    @Tag("TD-2")
    class State {

        @Test
        void the_state_is_there_in_its_last_version() throws Exception {
            for (StoreState next : List.of(
                    new StoreState(1, TokenRecords.ISSUED, null),
                    new StoreState(2, TokenRecords.ISSUED, Duration.ofSeconds(1)))) {
                StoreWrites.updateState(store, next);
                StoreState before = store.findCommitted(Set.of()).state();

                reopen();

                assertThat(store.findCommitted(Set.of()).state()).isEqualTo(before);
            }
        }
    }

    /** TD-3: uses are there; else a token in daily use looks unused. */
    @Nested
    @Tag("TD-3")
    class Uses_of_tokens {

        @Test
        void uses_are_there() throws Exception {
            TokenRecord record = inserted();
            store.recordUse(List.of(new TokenUse(record.id(), TokenRecords.ISSUED, ScopeSet.parse("a b"))));
            TokenUse before = use();

            reopen();

            assertThat(before).isNotNull();
            assertThat(use()).isEqualTo(before);
        }

        private @Nullable TokenUse use() {
            List<TokenPage.Entry> entries = store.list(TokenQuery.all()).entries();
            assertThat(entries).hasSize(1);
            return entries.get(0).use();
        }
    }

    /**
     * TD-4: versions and request keys are still compared; else a request that is repeated across a restart issues a
     * second token.
     */
    @Nested
    @Tag("TD-4")
    class Refusals {

        @Test
        void what_was_refused_is_still_refused() throws Exception {
            TokenRecord record = TokenRecords.ordinary().requestKey("key").build();
            StoreWrites.insert(store, record);
            StoreWrites.update(store, record.withDescription("second"));
            List<Boolean> before = written(record);

            reopen();

            assertThat(written(record))
                    .as("inserts of the same id and of the same request key, and an update of the first version")
                    .isEqualTo(before);
        }

        private List<Boolean> written(TokenRecord record) {
            return List.of(
                    StoreWrites.insert(store, TokenRecords.ordinary(record.id()).build()),
                    StoreWrites.insert(
                            store, TokenRecords.ordinary().requestKey("key").build()),
                    StoreWrites.update(store, record.withDescription("lost update")));
        }
    }

    /**
     * TD-5: a position of the feed from before continues without a gap in what it reports, or reports one; else a node
     * that caches records misses changes around a restart.
     */
    @Nested
    @Tag("TD-5")
    class Feed extends ReopenedFeed<S> {

        @Override
        S store() {
            return store;
        }

        @Override
        void reopen() throws Exception {
            DurableStoreContract.this.reopen();
        }
    }

    /**
     * TD-6: a write that the close interrupted is complete or absent; else a rotation that a restart interrupts retires
     * a token without storing its successor.
     */
    @Nested
    @Tag("TD-6")
    class Writes_during_the_close extends CutOffWrites<S> {

        @Override
        S store() {
            return store;
        }

        @Override
        void reopen() throws Exception {
            DurableStoreContract.this.reopen();
        }
    }
}
