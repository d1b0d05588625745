package dev.latchkey.acceptance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Limits;
import dev.latchkey.Statistics;
import dev.latchkey.acceptance.attack.Target.Owned;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.TokenId;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Texts that are nobody's, by the hundred thousand: what each costs, and that none costs an owner anything. */
class WorthlessTextsTest {

    private static final int ONE_OWNER_IN = 10;

    @Test
    void wrong_secrets_for_a_hot_id_cost_no_computation_and_no_look_up() {
        int texts = Scale.of("secrets", 100_000);
        try (Target target = Target.with(Target.cheapest())) {
            Owned hot = target.hotToken();
            long computations = target.hasher.computations();
            long lookUps = target.store.lookUps();
            int wrong = 0;
            int accepted = 0;

            for (int i = 0; i < texts; i++) {
                wrong += target.rejects(Forger.wrongSecret(hot.id()), RejectionReason.WRONG_SECRET) ? 1 : 0;
                accepted += target.accepts(hot) ? 1 : 0;
            }

            assertThat(wrong).isEqualTo(texts);
            assertThat(accepted).isEqualTo(texts);
            assertThat(target.hasher.computations()).isEqualTo(computations);
            assertThat(target.store.lookUps()).isEqualTo(lookUps);
        }
    }

    @Test
    void unknown_ids_cost_one_look_up_each_and_leave_the_caches_as_they_were() {
        int texts = Scale.of("ids", 100_000);
        try (Target target = Target.with(Target.cheapest())) {
            List<Owned> hot = target.hotTokens(100);
            Statistics before = target.node.statistics();
            long computations = target.hasher.computations();
            long lookUps = target.store.lookUps();
            int unknown = 0;

            for (int i = 0; i < texts; i++) {
                unknown += target.rejects(Forger.unknownId(), RejectionReason.UNKNOWN) ? 1 : 0;
            }

            assertThat(unknown).isEqualTo(texts);
            assertThat(target.hasher.computations()).isEqualTo(computations);
            assertThat(target.store.lookUps()).isLessThanOrEqualTo(lookUps + texts);
            assertThat(target.node.statistics().secrets().proofs())
                    .isEqualTo(before.secrets().proofs());
            assertThat(target.node.statistics().records().cached())
                    .isEqualTo(before.records().cached());
            long afterwards = target.store.lookUps();
            assertThat(hot).extracting(target::accepts).containsOnly(true);
            assertThat(target.store.lookUps()).isEqualTo(afterwards);
        }
    }

    @Test
    void unknown_ids_cost_no_look_up_where_the_checksum_is_keyed() {
        int texts = Scale.of("ids", 100_000);
        try (Target target = Target.with(Target.cheapest(), builder -> builder.format(Forger.keyed()))) {
            Owned hot = target.coldKeyedToken();
            assertThat(target.accepts(hot)).isTrue();
            long computations = target.hasher.computations();
            long lookUps = target.store.lookUps();
            int malformed = 0;

            for (int i = 0; i < texts; i++) {
                TokenId claimed = i % 2 == 0 ? hot.id() : TokenRecords.newId();
                malformed += target.rejects(Forger.withAnotherKey(claimed), RejectionReason.MALFORMED) ? 1 : 0;
            }

            assertThat(malformed).isEqualTo(texts);
            assertThat(target.hasher.computations()).isEqualTo(computations);
            assertThat(target.store.lookUps()).isEqualTo(lookUps);
            assertThat(target.accepts(hot)).isTrue();
        }
    }

    @Test
    void any_number_of_texts_leaves_every_cache_bounded_and_the_proven_in_it() {
        int texts = Scale.of("texts", 200_000);
        int maximum = 2_000;
        try (Target target = Target.with(
                Target.cheapest(),
                builder -> builder.limits(Limits.standard().proofs(maximum).records(maximum)))) {
            List<Owned> hot = target.hotTokens(500);
            List<TokenId> cold = target.coldIds(10 * maximum);
            long base = LiveHeap.bytes();
            int asked = 0;
            int computed = 0;
            int read = 0;

            for (int i = 0; i < texts; i++) {
                assertThat(target.accepts(new Owned(cold.get(0), worthless(hot, cold))))
                        .isFalse();
                if (i % ONE_OWNER_IN == 0) {
                    long computations = target.hasher.computations();
                    long lookUps = target.store.lookUps();
                    assertThat(target.accepts(hot.get(asked % hot.size()))).isTrue();
                    computed += target.hasher.computations() > computations ? 1 : 0;
                    read += target.store.lookUps() > lookUps ? 1 : 0;
                    asked++;
                }
            }

            long live = LiveHeap.bytes();
            Target.until(() -> target.node.statistics().secrets().proofs() <= maximum
                    && target.node.statistics().records().cached() <= maximum);
            assertThat(live).isLessThan(base + (16 << 20));
            assertThat(computed).isLessThanOrEqualTo(asked / 100);
            assertThat(read).isLessThanOrEqualTo(asked / 100);
        }
    }

    /** {@return a text of one of all classes; a tenth is for ids whose records are worth reading but not worth keeping} */
    private static String worthless(List<Owned> hot, List<TokenId> cold) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> Long.toString(random.nextLong(), Character.MAX_RADIX);
            case 3, 4, 5 ->
                Forger.wrongSecret(hot.get(random.nextInt(hot.size())).id());
            case 6, 7, 8 -> Forger.unknownId();
            default -> Forger.wrongSecret(cold.get(random.nextInt(cold.size())));
        };
    }
}
