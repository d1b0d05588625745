package dev.latchkey.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Revocation holds within its bound on every node, whatever breaks: a slice of {@link HistoryRun}.
 *
 * <p>{@code -Dlatchkey.history.seconds} says how long it takes on each of {@code -Dlatchkey.history.databases}, which are
 * separated by commas, {@code ETCD} for three members of etcd; {@code -Dlatchkey.history.seed} repeats the faults of another slice.
 */
class HistoryTest {

    private static final int SECONDS = Integer.getInteger("latchkey.history.seconds", 10);
    private static final Duration BOUND = Duration.ofMillis(500);

    private static Stream<Fleet.Start> engines() {
        String names = System.getProperty("latchkey.history.databases", "POSTGRESQL,ETCD");
        return Arrays.stream(names.split(",")).map(Fleet.Start::on);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void every_promise_is_kept_whatever_breaks(Fleet.Start engine) throws Exception {
        long seed = Long.getLong("latchkey.history.seed", new Random().nextInt(1_000_000));

        HistoryRun.Result result =
                new HistoryRun(engine, BOUND, seed).run(Long.MAX_VALUE, Integer.MAX_VALUE, Duration.ofSeconds(SECONDS));

        PrintStream out = System.out;
        out.println(result.summary());
        assertThat(result.violations()).as(result.summary()).isEmpty();
        assertThat(result.revocations()).as("revocations").isGreaterThan(SECONDS);
        assertThat(result.verifications()).as("verifications").isGreaterThan(100L * SECONDS);
        assertThat(result.faults()).as("faults").isPositive();
    }
}
