package dev.latchkey.acceptance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Limits;
import dev.latchkey.acceptance.attack.Target.Owned;
import dev.latchkey.argon2.Argon2Parameters;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A node that has just started, and all active tokens at once. {@code ColdStart} of the benchmarks measures it. */
class ColdStartTest {

    private static final int THREADS = 8;

    /** The default profile costs 15 times as much as the light one. */
    static Stream<Arguments> profiles() {
        int tokens = Scale.of("tokens", 1_000);
        return Stream.of(
                Arguments.of(Argon2Parameters.light(), 1, tokens),
                Arguments.of(Argon2Parameters.light(), 2, tokens / 5),
                Arguments.of(Argon2Parameters.owasp(), 1, tokens / 20));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void every_active_token_is_computed_once_and_read_by_one_at_a_time_though_all_clients_present_it_at_once(
            Argon2Parameters costs, int atOnce, int number) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (Target target =
                Target.with(costs, builder -> builder.limits(Limits.standard().hashesAtOnce(atOnce)))) {
            List<Owned> active =
                    IntStream.range(0, number).mapToObj(i -> target.coldToken()).toList();
            Callable<Integer> twiceEach = () -> (int) Stream.concat(active.stream(), active.stream())
                    .filter(target::accepts)
                    .count();

            int accepted = 0;
            for (Future<Integer> answers : threads.invokeAll(
                    IntStream.range(0, THREADS).mapToObj(i -> twiceEach).toList())) {
                accepted += answers.get();
            }

            assertThat(accepted).isEqualTo(2 * THREADS * number);
            assertThat(active)
                    .extracting(token -> target.hasher.computationsFor(token.id()))
                    .containsOnly(1);
            assertThat(target.hasher.mostAtOnce()).isLessThanOrEqualTo(atOnce);
            assertThat(target.hasher.mostAtOnceOfOneId()).isEqualTo(1);
            assertThat(target.store.mostAtOnceOfOneId()).isEqualTo(1);
            // A thread that misses a record just before another thread caches it reads it again, which is rare.
            assertThat(target.store.lookUps()).isLessThan(2L * number);
        } finally {
            threads.shutdownNow();
        }
    }
}
