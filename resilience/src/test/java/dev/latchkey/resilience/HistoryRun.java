package dev.latchkey.resilience;

import dev.latchkey.resilience.Operation.Outcome;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Four verifying processes and a driver share a database, which issues, revokes and breaks things at random; then the
 * history is checked.
 *
 * <p>As a program: {@code engine revocations faults longest-seconds [seed [bound-in-millis]]}. It ends when both numbers
 * are reached, or the time is over, and exits with 1 if a rule was broken.
 */
public final class HistoryRun {

    private static final int REVOKERS = 4;
    private static final int BREAKERS = 2;
    private static final long LONGEST_PEACE = TimeUnit.MILLISECONDS.toNanos(1_500);
    /** So that S5 is decided of the last faults too. */
    private static final long LAST_PEACE = TimeUnit.MILLISECONDS.toNanos(5_500);

    private final Fleet.Start engine;
    private final Duration bound;
    private final long seed;
    private volatile boolean over;
    private volatile @Nullable Throwable failure;

    HistoryRun(Fleet.Start engine, Duration bound, long seed) {
        this.engine = engine;
        this.bound = bound;
        this.seed = seed;
    }

    /** What came of it. */
    record Result(long revocations, int faults, long verifications, List<Violation> violations, String summary) {}

    Result run(long revocations, int faultCount, Duration longest) throws IOException {
        long began = System.nanoTime();
        Path folder = Files.createTempDirectory("latchkey-history");
        try (Fleet cluster = engine.start(folder, bound)) {
            Traffic traffic = cluster.traffic();
            Breaker faults = cluster.faults();
            List<Thread> revokers = start("revoker", REVOKERS, traffic::step);
            List<Thread> breakers = start("breaker", BREAKERS, random -> {
                faults.step(random);
                LockSupport.parkNanos((long) (random.nextDouble() * LONGEST_PEACE));
            });
            long deadline = System.nanoTime() + longest.toNanos();
            await(() -> System.nanoTime() > deadline
                    || (traffic.revocations() >= revocations && faults.count() >= faultCount));
            over = true;
            breakers.forEach(HistoryRun::join);
            long end = System.nanoTime() + LAST_PEACE;
            await(() -> System.nanoTime() > end);
            revokers.forEach(HistoryRun::join);
            cluster.nodes().forEach(NodeProcess::close);
            List<Violation> violations = cluster.checker().violations();
            long verifications = cluster.nodes().stream()
                    .mapToLong(NodeProcess::verifications)
                    .sum();
            if (failure != null) {
                throw new IllegalStateException("the run ended early", failure);
            }
            return new Result(
                    traffic.revocations(),
                    faults.count(),
                    verifications,
                    violations,
                    summary(cluster, faults, verifications, violations, System.nanoTime() - began));
        }
    }

    private List<Thread> start(String name, int count, Consumer<Random> step) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Random random = new Random(seed * 31 + name.hashCode() + i);
            Thread thread = new Thread(
                    () -> {
                        while (!over) {
                            step.accept(random);
                        }
                    },
                    name);
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((failed, e) -> failure = e);
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String summary(Fleet cluster, Breaker faults, long verifications, List<Violation> violations, long nanos) {
        Map<Outcome, Long> told = new TreeMap<>();
        cluster.nodes()
                .forEach(node -> node.told().forEach((outcome, count) -> told.merge(outcome, count.sum(), Long::sum)));
        Traffic traffic = cluster.traffic();
        return String.join(
                "\n",
                engine + ", bound " + bound.toMillis() + " ms, seed " + seed + ", "
                        + TimeUnit.NANOSECONDS.toSeconds(nanos) + " s",
                "revocations    " + traffic.revocations() + " (" + traffic.awaited() + " awaited, " + traffic.unknown()
                        + " tries of unknown outcome)",
                "verifications  " + verifications + " (told of: " + told + ")",
                "faults         " + faults.count() + " " + faults.counts(),
                "violations     " + violations.size());
    }

    public static void main(String[] arguments) throws IOException {
        Fleet.Start engine = Fleet.Start.on(arguments[0]);
        long seed = arguments.length > 4 ? Long.parseLong(arguments[4]) : new Random().nextInt(1_000_000);
        Duration bound = Duration.ofMillis(arguments.length > 5 ? Long.parseLong(arguments[5]) : 500);
        PrintStream out = System.out;
        out.println("seed " + seed);
        Result result = new HistoryRun(engine, bound, seed)
                .run(
                        Long.parseLong(arguments[1]),
                        Integer.parseInt(arguments[2]),
                        Duration.ofSeconds(Long.parseLong(arguments[3])));
        out.println(result.summary());
        result.violations().forEach(out::println);
        System.exit(result.violations().isEmpty() ? 0 : 1);
    }
}
