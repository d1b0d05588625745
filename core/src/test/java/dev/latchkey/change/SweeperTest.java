package dev.latchkey.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.FakeStore;
import dev.latchkey.change.Sweeper.Swept;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.Write;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import dev.latchkey.token.UnreadableToken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SweeperTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private final FakeStore stored = new FakeStore();
    private final WatchedStore store = new WatchedStore();

    /** The store of this node, where something happens before each write. */
    private final class WatchedStore implements TokenStore {

        private final List<List<Write>> writes = new ArrayList<>();
        private Runnable beforeWrite = () -> {};
        private List<UnreadableToken> unreadable = List.of();

        @Override
        public Snapshot findCommitted(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
            return stored.findCommitted(ids, notBefore);
        }

        @Override
        public boolean write(List<Write> steps) {
            beforeWrite.run();
            writes.add(steps);
            return stored.write(steps);
        }

        @Override
        public Map<TokenId, TokenUse> findUses(Set<TokenId> ids) {
            return stored.findUses(ids);
        }

        @Override
        public int maximumWrites() {
            return stored.maximumWrites();
        }

        @Override
        public TokenPage list(TokenQuery query) {
            TokenPage page = stored.list(query);
            return new TokenPage(page.entries(), unreadable, page.next());
        }

        @Override
        public void recordUse(Collection<TokenUse> uses) {
            stored.recordUse(uses);
        }
    }

    private static TokenChanges changes(TokenStore store) {
        return new TokenChanges(
                store,
                Trail.none(store),
                new TokenChanges.Listener() {
                    @Override
                    public void tokenChanged(TokenId id) {}

                    @Override
                    public void stateChanged() {}
                },
                TokenEvents.none());
    }

    private static Swept sweep(TokenStore store) {
        return new Sweeper(store, changes(store), () -> true).sweep(NOW);
    }

    /** The first ids end last, so the list by end is not in the order of ids. */
    private List<TokenRecord> insertEnded(int number) {
        List<TokenRecord> records = IntStream.range(0, number)
                .mapToObj(i -> TokenRecord.builder(TokenId.of(1, i))
                        .owner("workspaces/acme")
                        .description("nightly export")
                        .scopes("workspace:read")
                        .hash(SecretHash.of("none", "hash"))
                        .issuedAt(Instant.EPOCH)
                        .expiresAt(NOW.minusSeconds(1 + i))
                        .build())
                .toList();
        for (TokenRecord record : records) {
            stored.write(List.of(new Write.Insert(record)));
        }
        return records;
    }

    @Test
    void tokens_are_deleted_in_small_batches_each_ordered_by_id() {
        insertEnded(1_000);

        assertThat(sweep(store)).isEqualTo(new Swept(1_000, 0));

        assertThat(store.writes)
                .hasSize(5)
                .allSatisfy(batch -> assertThat(batch)
                        .hasSize(200)
                        .extracting(step -> ((Write.Delete) step).held().id())
                        .isSorted());
    }

    @Test
    void what_another_node_deletes_meanwhile_is_counted_there() {
        insertEnded(450);
        AtomicInteger there = new AtomicInteger();
        store.beforeWrite = () -> {
            store.beforeWrite = () -> {};
            there.addAndGet((int) sweep(stored).deleted());
        };

        assertThat(sweep(store).deleted()).isZero();
        assertThat(there).hasValue(450);
    }

    @Test
    void after_a_refused_batch_its_unchanged_records_are_deleted_by_one_further_write() {
        List<TokenRecord> records = insertEnded(100);
        store.beforeWrite = () -> {
            store.beforeWrite = () -> {};
            stored.write(List.of(new Write.Delete(records.get(3))));
            stored.write(
                    List.of(new Write.Update(records.get(70), records.get(70).withDescription("changed"))));
        };

        assertThat(sweep(store).deleted()).isEqualTo(98);

        assertThat(store.writes).extracting(List::size).containsExactly(100, 98);
        assertThat(stored.find(records.get(70).id())).isPresent();
    }

    @Test
    void records_that_change_at_each_try_are_left_to_the_next_sweep() {
        List<TokenRecord> records = insertEnded(20);
        AtomicInteger tries = new AtomicInteger();
        store.beforeWrite = () -> stored.write(List.of(new Write.Delete(records.get(tries.getAndIncrement()))));

        assertThat(sweep(store).deleted()).isZero();

        assertThat(tries).hasValue(5);
        store.beforeWrite = () -> {};
        assertThat(sweep(store).deleted()).isEqualTo(15);
    }

    @Test
    void sweep_that_is_stopped_ends_before_the_next_batch() {
        insertEnded(1_000);
        AtomicInteger asked = new AtomicInteger();

        Swept swept = new Sweeper(store, changes(store), () -> asked.incrementAndGet() <= 3).sweep(NOW);

        assertThat(swept.deleted()).isEqualTo(400);
        assertThat(store.writes).hasSize(2);
    }

    @Test
    void unreadable_tokens_that_ended_before_the_time_are_counted() {
        store.unreadable = List.of(
                unreadable(NOW.minusMillis(1), null),
                unreadable(null, NOW.minusMillis(1)),
                unreadable(NOW, NOW),
                unreadable(null, null));

        assertThat(sweep(store)).isEqualTo(new Swept(0, 2));
    }

    private static UnreadableToken unreadable(@Nullable Instant expiresAt, @Nullable Instant revokedAt) {
        return new UnreadableToken(TokenId.of(2, 2), null, null, expiresAt, revokedAt, "damaged");
    }
}
