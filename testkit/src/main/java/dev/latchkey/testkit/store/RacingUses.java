package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.Write;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Concurrently recorded uses all count, and none outlives its token. */
abstract class RacingUses<S extends TokenStore & ChangeFeed> extends ConcurrentGroup<S> {

    /** Nodes write their uses in different orders, which can cause deadlocks. */
    @Test
    void uses_recorded_at_once_all_count() throws Exception {
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

    /** A node writes what its buffer has while another erases the owner, or sweeps. */
    @Test
    void a_use_that_is_recorded_while_its_token_is_deleted_is_not_stored() throws Exception {
        for (int round = 0; round < rounds(); round++) {
            List<TokenRecord> records = Stream.generate(
                            () -> TokenRecords.ordinary().build())
                    .limit(Math.min(4, store.maximumWrites()))
                    .toList();
            records.forEach(record -> StoreWrites.insert(store, record));
            if (round % 2 == 0) {
                store.recordUse(List.of(used(records.get(0))));
            }
            AtomicInteger callers = new AtomicInteger();

            List<Boolean> deleted = race(node -> {
                if (callers.getAndIncrement() % 2 == 0) {
                    node.recordUse(records.stream().map(RacingUses::used).toList());
                    return false;
                }
                return node.write(records.stream().<Write>map(Write.Delete::new).toList());
            });

            assertThat(deleted).containsOnlyOnce(true);
            assertThat(store.findUses(records.stream().map(TokenRecord::id).collect(Collectors.toSet())))
                    .isEmpty();
        }
    }

    private static TokenUse used(TokenRecord record) {
        return new TokenUse(record.id(), T0, ScopeSet.parse("a"));
    }
}
