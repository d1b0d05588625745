package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A reader that polls throughout misses nothing. */
abstract class FeedAmongWrites<S extends TokenStore & ChangeFeed> extends ConcurrentGroup<S> {

    /** The reader keeps a copy like a leased cache: each token that the feed names is read again. */
    @Test
    void a_reader_that_polls_throughout_misses_no_change() throws Exception {
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

    /** A reader that has read a change must get it from the feed too, because nothing else evicts cached records. */
    @Test
    void what_a_read_has_seen_is_in_the_answer_that_begins_after_it() throws Exception {
        TokenRecord record = TokenRecords.ordinary().build();
        StoreWrites.insert(store, record);
        FeedPosition start = store.position();
        CountedChanges reported = new CountedChanges(start);

        readWhileWriting(
                round -> StoreWrites.update(
                        store, record.toBuilder().version(1 + round).build()),
                () -> {
                    long changesSeen = version(store.findCommitted(Set.of(record.id())), record.id()) - 1;
                    assertThat(reported.readToTheEnd())
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
}
