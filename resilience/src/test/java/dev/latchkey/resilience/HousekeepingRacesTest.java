package dev.latchkey.resilience;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.Write;
import dev.latchkey.testkit.store.DelegatingTokenStore;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Each race is lost on a store that is wrong about what the race needs. */
class HousekeepingRacesTest {

    private interface Race {
        void run(HousekeepingRacesContract contract) throws Exception;
    }

    private static void assertLost(TokenStore store, Race race) {
        HousekeepingRacesContract contract = new HousekeepingRacesContract() {
            @Override
            protected TokenStore store() {
                return store;
            }
        };
        try {
            assertThatThrownBy(() -> race.run(contract)).isInstanceOf(AssertionError.class);
        } finally {
            contract.stop();
        }
    }

    private abstract static class Sabotaged extends DelegatingTokenStore<InMemoryTokenStore> {

        final InMemoryTokenStore right;

        Sabotaged() {
            this(new InMemoryTokenStore());
        }

        private Sabotaged(InMemoryTokenStore right) {
            super(right);
            this.right = right;
        }

        /** Gives the other thread the time to come between two steps. */
        static void awaitBriefly(BooleanSupplier happened) {
            long deadline = System.nanoTime() + 5_000_000;
            while (!happened.getAsBoolean() && System.nanoTime() < deadline) {
                LockSupport.parkNanos(1_000);
            }
        }
    }

    /** The last use is a column of the row, which is written as a whole. */
    private static final class UsesOverwriteTheRecord extends Sabotaged {
        @Override
        public void recordUse(Collection<TokenUse> uses) {
            for (TokenUse use : uses) {
                TokenRecord read = right.find(use.id()).orElseThrow();
                awaitBriefly(() -> right.find(use.id()).orElseThrow().version() > read.version());
                TokenRecord now = right.find(use.id()).orElseThrow();
                right.write(List.of(new Write.Update(
                        now, read.toBuilder().version(now.version() + 1).build())));
            }
            right.recordUse(uses);
        }
    }

    /** A deletion by the owner instead of by the id. */
    private static final class DeletesAllOfTheOwner extends Sabotaged {
        @Override
        public boolean write(List<Write> writes) {
            boolean written = super.write(writes);
            if (written && writes.get(0) instanceof Write.Delete delete) {
                right.list(TokenQuery.all().ownedBy(delete.held().grant().owner()))
                        .entries()
                        .forEach(entry -> right.write(List.of(new Write.Delete(entry.record()))));
            }
            return written;
        }
    }

    /** The number of rows is not looked at. */
    private static final class TakesEveryWriteForDone extends Sabotaged {
        @Override
        public boolean write(List<Write> writes) {
            boolean written = super.write(writes);
            return written || !(writes.get(0) instanceof Write.Insert);
        }
    }

    /** Whether the token exists is read first, and not held until the use is written. */
    private static final class KeepsUsesOfTheDeleted extends Sabotaged {
        private final Map<TokenId, TokenUse> orphans = new ConcurrentHashMap<>();

        @Override
        public void recordUse(Collection<TokenUse> uses) {
            List<TokenUse> known = uses.stream()
                    .filter(use -> right.find(use.id()).isPresent())
                    .toList();
            awaitBriefly(
                    () -> known.stream().anyMatch(use -> right.find(use.id()).isEmpty()));
            right.recordUse(uses);
            known.stream().filter(use -> right.find(use.id()).isEmpty()).forEach(use -> orphans.put(use.id(), use));
        }

        @Override
        public Map<TokenId, TokenUse> findUses(Set<TokenId> ids) {
            Map<TokenId, TokenUse> found = new HashMap<>(orphans);
            found.keySet().retainAll(ids);
            found.putAll(right.findUses(ids));
            return found;
        }
    }

    @Test
    void use_that_overwrites_the_record_is_noticed() {
        assertLost(
                new UsesOverwriteTheRecord(),
                HousekeepingRacesContract::use_that_is_written_during_a_narrowing_neither_undoes_it_nor_is_lost);
    }

    @Test
    void sweep_that_deletes_a_live_token_is_noticed() {
        assertLost(
                new DeletesAllOfTheOwner(),
                HousekeepingRacesContract::ended_token_is_never_accepted_and_a_live_one_always_during_a_sweep);
    }

    @Test
    void token_that_two_sweeps_count_is_noticed() {
        assertLost(
                new TakesEveryWriteForDone(),
                HousekeepingRacesContract::two_sweeps_delete_each_ended_token_once_and_no_other);
    }

    @Test
    void use_of_an_erased_token_is_noticed() {
        assertLost(
                new KeepsUsesOfTheDeleted(),
                HousekeepingRacesContract
                        ::erasure_leaves_nothing_although_uses_are_written_and_another_node_erases_and_sweeps);
    }

    @Test
    void notice_that_two_nodes_make_is_noticed() {
        assertLost(
                new TakesEveryWriteForDone(),
                HousekeepingRacesContract::notices_of_each_time_are_claimed_once_by_ten_nodes);
    }
}
