package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStore;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a store that keeps its tokens on a disk still knows after it was closed and opened again: whatever it acknowledged.
 * Extend it, give a store that keeps everything in a folder, and run.
 *
 * <ul>
 *   <li>TD-1: records are there, in their last version, and deleted ones are not.
 *   <li>TD-2: the state is there, in its last version.
 *   <li>TD-3: uses are there.
 *   <li>TD-4: what a write refuses is what it refused before: versions and request keys are still compared.
 *   <li>TD-5: a position of the feed from before goes on without a gap in what it tells, or says that there is one.
 *   <li>TD-6: a write that the closing cut off is there as a whole, or not at all.
 * </ul>
 *
 * <p>The store is closed in good order. That it also survives the death of its process cannot be shown from within that
 * process.
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
     * {@return a store of what the folder holds}
     *
     * <p>One store is open at a time.
     *
     * @param directory an empty folder when a test begins, then the one that the last store has left
     * @throws Exception if it cannot be opened: the test then fails
     */
    protected abstract S open(Path directory) throws Exception;

    /**
     * Closes a store and whatever was opened for it. If the store is not {@link AutoCloseable}, a subclass says how.
     *
     * @param opened what {@link #open} gave
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

    /** {@return the record as the store gives it back} */
    private TokenRecord inserted() {
        TokenRecord record = TokenRecords.ordinary().build();
        assertThat(StoreWrites.insert(store, record)).isTrue();
        return stored(record);
    }

    private TokenRecord stored(TokenRecord record) {
        return store.find(record.id()).orElseThrow();
    }

    // TD-1: or a revoked token works again after the next deploy, and a token that a client was shown does not.

    @Test
    void TD_1_records_are_there_in_their_last_version() throws Exception {
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
    void TD_1_a_change_after_reopening_is_there_after_the_next() throws Exception {
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
    void TD_1_deleted_records_stay_away() throws Exception {
        TokenRecord record = inserted();
        StoreWrites.delete(store, record);

        reopen();

        assertThat(store.find(record.id())).isEmpty();
    }

    // TD-2: or what a restored copy does not know to be revoked is accepted again.

    @Test
    void TD_2_the_state_is_there_in_its_last_version() throws Exception {
        for (StoreState next : List.of(
                new StoreState(1, TokenRecords.ISSUED, null),
                new StoreState(2, TokenRecords.ISSUED, Duration.ofSeconds(1)))) {
            StoreWrites.updateState(store, next);
            StoreState before = store.findCommitted(Set.of()).state();

            reopen();

            assertThat(store.findCommitted(Set.of()).state()).isEqualTo(before);
        }
    }

    // TD-3: or a token in daily use looks as if nobody needed it.

    @Test
    void TD_3_uses_are_there() throws Exception {
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

    // TD-4: or a request that is repeated across a restart mints a second token.

    @Test
    void TD_4_what_was_refused_is_still_refused() throws Exception {
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

    // TD-5: or a node that keeps records in memory never hears of what was changed around a restart.

    @Test
    void TD_5_a_position_from_before_tells_what_changed_before_and_after() throws Exception {
        TokenRecord first = inserted();
        TokenRecord second = inserted();
        FeedPosition start = store.position();
        StoreWrites.update(store, first.withDescription("before the close"));
        FeedPosition between = store.position();

        reopen();
        StoreWrites.update(store, second.withDescription("after it"));

        assertToldOrGap(start, Set.of(first.id(), second.id()));
        assertToldOrGap(between, Set.of(second.id()));
    }

    /** A feed that begins anew at each start has the same numbers again. */
    @Test
    void TD_5_a_number_that_is_used_again_is_not_taken_for_the_old_entry() throws Exception {
        TokenRecord record = inserted();
        TokenRecord one = record.withDescription("one");
        StoreWrites.update(store, one);
        FeedPosition end = store.position();

        reopen();
        TokenRecord two = one.withDescription("two");
        StoreWrites.update(store, two);
        StoreWrites.update(store, two.withDescription("three"));

        assertToldOrGap(end, Set.of(record.id()));
    }

    private void assertToldOrGap(FeedPosition position, Set<TokenId> changed) {
        Changes changes = store.changesSince(position, 10_000);
        if (changes.gap()) {
            assertThat(changes).isEqualTo(Changes.gap(store.position()));
        } else {
            assertThat(changes.tokens()).containsAll(changed);
        }
    }

    // TD-6: or a rotation that a restart interrupts leaves a token retired whose successor nobody has.

    @Test
    void TD_6_what_the_closing_cut_off_is_whole_or_absent() throws Exception {
        Set<TokenId> families = new HashSet<>();
        Set<TokenId> acknowledged = new HashSet<>();
        AtomicInteger written = new AtomicInteger();
        AtomicBoolean closing = new AtomicBoolean();
        AtomicBoolean reopened = new AtomicBoolean();
        S old = store;
        Thread writer = new Thread(() -> {
            try {
                while (!reopened.get()) {
                    TokenRecord record = TokenRecords.ordinary().build();
                    families.add(record.id());
                    boolean both = StoreWrites.insert(old, record)
                            && StoreWrites.replace(
                                    old,
                                    record.withDescription("retired"),
                                    TokenRecords.ordinary().family(record.id()).build());
                    if (both && !closing.get()) {
                        acknowledged.add(record.id());
                        written.incrementAndGet();
                    }
                }
            } catch (RuntimeException e) {
                // The store is closed, as it should be.
            }
        });
        writer.start();
        while (written.get() < 10 && writer.isAlive()) {
            Thread.onSpinWait();
        }

        closing.set(true);
        reopen();
        reopened.set(true);
        writer.join();

        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(10);
        for (TokenId family : families) {
            List<Long> versions = store.list(TokenQuery.all().inFamily(family)).entries().stream()
                    .map(entry -> entry.record().version())
                    .sorted()
                    .toList();
            assertThat(versions)
                    .as("versions of the retired token and its successor")
                    .isIn(
                            acknowledged.contains(family)
                                    ? List.of(List.of(1L, 2L))
                                    : List.of(List.of(), List.of(1L), List.of(1L, 2L)));
        }
    }
}
