package dev.latchkey.benchmarks.spring;

import dev.latchkey.benchmarks.spring.Wrk.Result;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * One controller behind Latchkey and behind its alternatives, each in a process of its own, under {@code wrk} on
 * loopback. Prints a table in Markdown.
 *
 * <p>All processes run at the same time, and those that are not measured are idle: one process for all would share its
 * heap and its compiled code, so that each variant would run with the branches of the others. The variants are measured
 * in short rounds, in random order within a round, and compared with {@code permitAll} of the same round; the table has
 * the medians of these ratios and their range.
 *
 * <p>Before and after each measurement, the right credential must get 200 with the greeting, and a wrong one 401. A run
 * of {@code wrk} with an answer that is not a success ends the program.
 */
public final class WrkRounds {

    private static final String PATH = "/greeting";
    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    /** A variant that runs, and what was measured of it. */
    private record Running(Variant variant, ServiceProcess service, String credential, List<Result> results) {}

    private final List<Running> all = new ArrayList<>();
    private final Wrk wrk;

    private WrkRounds(Wrk wrk) {
        this.wrk = wrk;
    }

    /**
     * Measures.
     *
     * @param arguments the number of rounds (5), the seconds of a measurement (10), the seconds of the warm-up of each
     *     variant (20), and the number of connections (16)
     * @throws Exception if a service does not start, or an answer is wrong
     */
    public static void main(String[] arguments) throws Exception {
        int rounds = argument(arguments, 0, 5);
        int seconds = argument(arguments, 1, 10);
        int warmUp = argument(arguments, 2, 20);
        int connections = argument(arguments, 3, 16);
        LoggingSystem.get(WrkRounds.class.getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
        Path folder = Files.createTempDirectory("latchkey-wrk");
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.builder().setPGStartupWait(LONGEST_START).start()) {
            WrkRounds benchmark = new WrkRounds(new Wrk(folder, connections));
            try {
                benchmark.start(Variant.all(postgres.getJdbcUrl("postgres", "postgres")));
                benchmark.warmUp(warmUp);
                benchmark.measure(rounds, seconds);
                System.out.printf(
                        "%d rounds of %d s after %d s of warm-up, %d connections%n%n",
                        rounds, seconds, warmUp, connections);
                benchmark.print();
            } finally {
                benchmark.all.forEach(running -> running.service().close());
                Files.deleteIfExists(folder.resolve("authorized.lua"));
                Files.deleteIfExists(folder);
            }
        }
    }

    private static int argument(String[] arguments, int at, int otherwise) {
        int value = at < arguments.length ? Integer.parseInt(arguments[at]) : otherwise;
        if (value < 1) {
            throw new IllegalArgumentException("argument " + (at + 1) + " is " + value + ", and must be at least 1");
        }
        return value;
    }

    private void start(List<Variant> variants) throws IOException {
        for (Variant variant : variants) {
            ServiceProcess service =
                    ServiceProcess.start(variant.profile(), WrkRounds::observesRequests, variant.options());
            all.add(new Running(variant, service, service.awaitStarted(), new ArrayList<>()));
        }
    }

    /** Observations of each request would make every variant slower, and their differences smaller. */
    private static boolean observesRequests(String library) {
        return library.startsWith("spring-boot-starter-actuator")
                || library.startsWith("spring-boot-actuator")
                || library.startsWith("spring-boot-health")
                || library.startsWith("spring-boot-starter-micrometer")
                || library.startsWith("spring-boot-micrometer")
                || library.startsWith("micrometer-core")
                || library.startsWith("micrometer-jakarta9");
    }

    private void warmUp(int seconds) throws IOException, InterruptedException {
        for (Running running : all) {
            System.err.println("warming up: " + running.variant().name());
            run(running, seconds);
        }
    }

    private void measure(int rounds, int seconds) throws IOException, InterruptedException {
        for (int round = 1; round <= rounds; round++) {
            System.err.println("round " + round + " of " + rounds);
            List<Running> shuffled = new ArrayList<>(all);
            Collections.shuffle(shuffled);
            for (Running running : shuffled) {
                running.results().add(run(running, seconds));
            }
        }
    }

    private Result run(Running running, int seconds) throws IOException, InterruptedException {
        check(running);
        Result result = wrk.run(running.service().url(PATH), running.credential(), seconds);
        check(running);
        return result;
    }

    private static void check(Running running) throws IOException, InterruptedException {
        HttpResponse<String> accepted = running.service().get(PATH, running.credential());
        if (accepted.statusCode() != 200 || !accepted.body().equals("hello")) {
            throw new IllegalStateException(
                    running.variant().name() + " answers " + accepted.statusCode() + " to the right credential");
        }
        if (running.variant().authenticates()) {
            expectRefusal(running, wrong(running.credential()), "a wrong credential");
            expectRefusal(running, "", "no credential");
        }
    }

    /** {@return the credential with another character in the middle, which is part of its secret or signature} */
    private static String wrong(String right) {
        int at = right.length() - 12;
        return right.substring(0, at) + (right.charAt(at) == '1' ? '2' : '1') + right.substring(at + 1);
    }

    private static void expectRefusal(Running running, String credential, String description)
            throws IOException, InterruptedException {
        int status = running.service().get(PATH, credential).statusCode();
        if (status != 401) {
            throw new IllegalStateException(running.variant().name() + " answers " + status + " to " + description);
        }
    }

    private void print() {
        System.out.println("| | requests a second | beside `permitAll` | p99 | beside `permitAll` |");
        System.out.println("|---|---|---|---|---|");
        List<Result> floor = all.get(0).results();
        for (Running running : all) {
            List<Result> measured = running.results();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,.0f | %s | %.1f ms | %s |%n",
                    running.variant().name(),
                    median(measured.stream().map(Result::perSecond).toList()),
                    ratios(measured, floor, Result::perSecond),
                    median(measured.stream().map(Result::p99Millis).toList()),
                    ratios(measured, floor, Result::p99Millis));
        }
    }

    private static String ratios(List<Result> measured, List<Result> floor, ToDoubleFunction<Result> of) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < measured.size(); round++) {
            ratios.add(of.applyAsDouble(measured.get(round)) / of.applyAsDouble(floor.get(round)));
        }
        return String.format(
                Locale.ROOT, "%.3f × (%.3f to %.3f)", median(ratios), Collections.min(ratios), Collections.max(ratios));
    }

    /** {@return the middle of the values, or the mean of the two in the middle} */
    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }
}
