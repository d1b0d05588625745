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

/** A node that has just started, and all active tokens at once. README.md says what that costs. */
class ColdStartTest {

    private static final int THREADS = 8;

    /** The default profile costs 15 times as much as the light one. */
    static Stream<Arguments> profiles() {
        int tokens = Scale.of("tokens", 1_000);
        return Stream.of(
                Arguments.of("light", Argon2Parameters.light(), 1, tokens),
                Arguments.of("light", Argon2Parameters.light(), 2, tokens / 5),
                Arguments.of("owasp", Argon2Parameters.owasp(), 1, tokens / 20));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void every_active_token_is_computed_once_and_read_by_one_at_a_time_though_all_clients_present_it_at_once(
            String profile, Argon2Parameters costs, int atOnce, int number) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (Target target =
                Target.with(costs, builder -> builder.limits(Limits.standard().hashesAtOnce(atOnce)))) {
            long issuing = System.nanoTime();
            List<Owned> active =
                    IntStream.range(0, number).mapToObj(i -> target.coldToken()).toList();
            double issued = (System.nanoTime() - issuing) / 1e9;
            Callable<Integer> twiceEach = () -> (int) Stream.concat(active.stream(), active.stream())
                    .filter(target::accepts)
                    .count();

            long begin = System.nanoTime();
            int accepted = 0;
            for (Future<Integer> answers : threads.invokeAll(
                    IntStream.range(0, THREADS).mapToObj(i -> twiceEach).toList())) {
                accepted += answers.get();
            }
            double seconds = (System.nanoTime() - begin) / 1e9;

            Scale.report(
                    "cold start, %s, %d at once: %d tokens in %.1f s, %d look-ups (issued one by one in %.1f s)",
                    profile, atOnce, number, seconds, target.store.lookUps(), issued);
            assertThat(accepted).isEqualTo(2 * THREADS * number);
            assertThat(active)
                    .extracting(token -> target.hasher.computationsFor(token.id()))
                    .containsOnly(1);
            assertThat(target.hasher.mostAtOnce()).isLessThanOrEqualTo(atOnce);
            assertThat(target.hasher.mostAtOnceOfOneId()).isEqualTo(1);
            assertThat(target.store.mostAtOnceOfOneId()).isEqualTo(1);
            // Whoever misses a record that another thread is about to hold reads it again, if seldom.
            assertThat(target.store.lookUps()).isLessThan(2L * number);
        } finally {
            threads.shutdownNow();
        }
    }
}
