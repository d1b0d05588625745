package dev.latchkey.benchmarks.spring;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * How much longer a service takes to become ready with the starter: starts in pairs, without and with it, from the start
 * of the process until the readiness probe reports that requests are accepted.
 *
 * <p>Both have Spring Security, Actuator and a table of their own in the same kind of H2 file, which they check when they
 * start. The one without the starter runs without its libraries. The first request of the other, as soon as it is ready,
 * has a token that an earlier process issued; it must get 200.
 */
public final class StartUp {

    private static final Duration BETWEEN_PROBES = Duration.ofMillis(2);

    private final List<String> options;

    private StartUp(Path folder) {
        this.options = List.of(
                "--spring.datasource.url=jdbc:h2:file:" + folder.resolve("start") + ";TRACE_LEVEL_FILE=0",
                "--spring.sql.init.mode=always",
                "--spring.sql.init.schema-locations=classpath:greetings.sql",
                "--management.endpoint.health.probes.enabled=true",
                "--latchkey.jdbc.initialize-schema=always");
    }

    /**
     * Measures.
     *
     * @param arguments the number of pairs (10)
     * @throws Exception if a service does not start, or an answer is wrong
     */
    public static void main(String[] arguments) throws Exception {
        int pairs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
        Path folder = Files.createTempDirectory("latchkey-start");
        try {
            new StartUp(folder).measure(pairs);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void measure(int pairs) throws IOException, InterruptedException {
        String authorization;
        try (ServiceProcess first = with("--start.issue=true")) {
            authorization = first.awaitStarted();
        }
        without();
        List<Double> without = new ArrayList<>();
        List<Double> with = new ArrayList<>();
        List<Double> differences = new ArrayList<>();
        List<Double> firstRequests = new ArrayList<>();
        for (int pair = 0; pair < pairs; pair++) {
            // The order alternates too, so that a machine that becomes faster or slower favors neither.
            if (pair % 2 == 0) {
                without.add(without());
                with.add(with(authorization, firstRequests));
            } else {
                with.add(with(authorization, firstRequests));
                without.add(without());
            }
            differences.add(with.get(pair) - without.get(pair));
        }
        System.out.printf("%d pairs%n%n| | median | range |%n|---|---|---|%n", pairs);
        print("ready, without the starter", without);
        print("ready, with the starter", with);
        print("difference of a pair", differences);
        print("the first verified request after it", firstRequests);
    }

    private ServiceProcess with(String issue) throws IOException {
        List<String> all = new ArrayList<>(options);
        all.add("--latchkey.enabled=true");
        all.add(issue);
        return ServiceProcess.start("start-with", library -> false, all);
    }

    private double with(String authorization, List<Double> firstRequests) throws IOException, InterruptedException {
        try (ServiceProcess service = with("--start.issue=false")) {
            double ready = awaitReady(service);
            HttpResponse<String> first = service.get("/greeting", authorization);
            firstRequests.add(service.millisSinceStart() - ready);
            if (first.statusCode() != 200) {
                throw new IllegalStateException(
                        "the service is ready, and answers " + first.statusCode() + " to a valid token");
            }
            return ready;
        }
    }

    private double without() throws IOException, InterruptedException {
        try (ServiceProcess service = ServiceProcess.start("start-without", StartUp::isOfStarter, options)) {
            return awaitReady(service);
        }
    }

    private static boolean isOfStarter(String library) {
        return library.startsWith("latchkey-") || library.startsWith("bcprov-") || library.startsWith("caffeine-");
    }

    private static double awaitReady(ServiceProcess service) throws IOException, InterruptedException {
        while (service.get("/actuator/health/readiness", "").statusCode() != 200) {
            LockSupport.parkNanos(BETWEEN_PROBES.toNanos());
        }
        return service.millisSinceStart();
    }

    private static void print(String name, List<Double> millis) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.0f ms | %.0f to %.0f ms |%n",
                name,
                WrkRounds.median(millis),
                millis.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
                millis.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
    }
}
