package dev.latchkey.benchmarks;

import dev.latchkey.benchmarks.VerifyBenchmark.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;

/**
 * The same calls as the benchmarks make, in short rounds in one process, in random order within a round. What a noisy machine
 * does to one call it does to the others of the round, so ratios come out steadier than from forks that run minutes apart.
 *
 * <p>Run it with a comparison ({@code hashing}, {@code issuing}, {@code h2}, {@code postgresql}, {@code scale}, {@code search}, {@code owners},
 * {@code grants}, {@code children}, {@code listeners}, {@code changing}, or a number of known tokens), and optionally how many rounds are counted (300) and how many threads call at once (1). More than there are
 * processors leave none of them to fall asleep between a question to a server and its answer, so that work is measured and not
 * waking up. It prints for each call the median of its times, and the median of its ratios to the peer with the interval in
 * which 95 % of 1,000 bootstrapped medians lie.
 */
public final class PairedRounds {

    private static final int ROUNDS = 300;
    private static final long ROUND_NANOS = 10_000_000;
    private static final int RESAMPLES = 1_000;

    private final Map<String, Callable<?>> calls = new LinkedHashMap<>();
    private final Random random = new Random();
    private final int callers;
    private final ExecutorService executor;
    private final LongAdder sink = new LongAdder();

    /** @param callers how many threads call at once */
    private PairedRounds(int callers) {
        this.callers = callers;
        this.executor = Executors.newFixedThreadPool(callers, task -> {
            Thread thread = new Thread(task, "caller");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Compares.
     *
     * @param arguments what, how many rounds, and how many threads call at once
     * @throws Exception if a call fails
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            throw new IllegalArgumentException(
                    "say what: hashing, issuing, h2, postgresql, scale, search, owners, grants, children, listeners, changing, or a number of known"
                            + " tokens");
        }
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : ROUNDS;
        int callers = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1;
        switch (arguments[0]) {
            case "hashing" -> hashing(rounds, callers);
            case "issuing" -> issuing(rounds, callers);
            case "h2", "postgresql" -> reading(arguments[0], rounds, callers);
            case "scale" -> scaling(rounds, callers);
            case "search" -> searching(rounds, callers);
            case "owners" -> owners(rounds, callers);
            case "grants" -> grants(rounds, callers);
            case "children" -> children(rounds, callers);
            case "listeners" -> listeners(rounds, callers);
            case "changing" -> changing(rounds, callers);
            default -> verifying(Integer.parseInt(arguments[0]), rounds, callers);
        }
    }

    private static void hashing(int rounds, int callers) throws Exception {
        HashingBenchmark benchmark = new HashingBenchmark();
        benchmark.profile = "owasp";
        benchmark.prepare();
        new PairedRounds(callers)
                .with("libargon2", benchmark::libargon2)
                .with("latchkey", benchmark::latchkey)
                .with("plain generator", benchmark::plainGenerator)
                .with("wiping", benchmark::wiping)
                .run(rounds);
    }

    private static void issuing(int rounds, int callers) throws Exception {
        IssueBenchmark benchmark = new IssueBenchmark();
        new PairedRounds(callers)
                .with("hash", benchmark::hash)
                .with("issue", benchmark::issue)
                .with("verify, cold", benchmark::verifyCold)
                .with("all but hash", benchmark::verifyColdWithoutHash)
                .run(rounds);
    }

    private static void reading(String database, int rounds, int callers) throws Exception {
        StoreReadBenchmark benchmark = new StoreReadBenchmark();
        benchmark.database = database;
        benchmark.prepare();
        try {
            new PairedRounds(callers)
                    .with("bare read", benchmark::bareRead)
                    .with("latchkey", benchmark::latchkey)
                    .run(rounds);
        } finally {
            benchmark.close();
        }
    }

    private static void scaling(int rounds, int callers) throws Exception {
        StoreScaleBenchmark few = new StoreScaleBenchmark();
        few.stored = 10_000;
        few.prepare();
        StoreScaleBenchmark many = new StoreScaleBenchmark();
        many.stored = 10_000_000;
        try {
            many.prepare();
            new PairedRounds(callers)
                    .with("few, look-up", few::lookUp)
                    .with("many, look-up", many::lookUp)
                    .run(rounds);
            new PairedRounds(callers)
                    .with("few, page", few::page)
                    .with("many, page", many::page)
                    .run(rounds);
            new PairedRounds(callers)
                    .with("few, by end", few::pageByEnd)
                    .with("many, by end", many::pageByEnd)
                    .run(rounds);
        } finally {
            few.close();
            many.close();
        }
    }

    private static void searching(int rounds, int callers) throws Exception {
        try (SearchBenchmark few = new SearchBenchmark(10_000);
                SearchBenchmark many = new SearchBenchmark(1_000_000)) {
            for (Map.Entry<String, Callable<?>> call : few.ofAll().entrySet()) {
                new PairedRounds(callers)
                        .with("few, " + call.getKey(), call.getValue())
                        .with(
                                "many, " + call.getKey(),
                                Objects.requireNonNull(many.ofAll().get(call.getKey())))
                        .run(rounds);
            }
            PairedRounds ofOwner = new PairedRounds(callers);
            many.ofOwner().forEach(ofOwner::with);
            ofOwner.run(rounds);
        }
    }

    private static void owners(int rounds, int callers) throws Exception {
        try (GrantBenchmark alone = GrantBenchmark.withoutOwner(10);
                GrantBenchmark one = GrantBenchmark.withOwner(1, 1);
                GrantBenchmark hundred = GrantBenchmark.withOwner(10, 100);
                GrantBenchmark thousand = GrantBenchmark.withOwner(10, 1_000)) {
            new PairedRounds(callers)
                    .with("no owner", alone::authorize)
                    .with("owner of 1", one::authorize)
                    .with("owner of 100", hundred::authorize)
                    .with("owner of 1000", thousand::authorize)
                    .run(rounds);
        }
    }

    private static void grants(int rounds, int callers) throws Exception {
        try (GrantBenchmark ten = GrantBenchmark.withoutOwner(10);
                GrantBenchmark hundred = GrantBenchmark.withoutOwner(100);
                GrantBenchmark thousand = GrantBenchmark.withoutOwner(1_000)) {
            new PairedRounds(callers)
                    .with("10 scopes", ten::authorize)
                    .with("100 scopes", hundred::authorize)
                    .with("1000 scopes", thousand::authorize)
                    .run(rounds);
        }
    }

    private static void children(int rounds, int callers) throws Exception {
        try (ChildBenchmark none = ChildBenchmark.ofDepth(0);
                ChildBenchmark one = ChildBenchmark.ofDepth(1);
                ChildBenchmark three = ChildBenchmark.ofDepth(3);
                ChildBenchmark eight = ChildBenchmark.ofDepth(8)) {
            new PairedRounds(callers)
                    .with("no ancestor", none::verify)
                    .with("1 ancestor", one::verify)
                    .with("3 ancestors", three::verify)
                    .with("8 ancestors", eight::verify)
                    .run(rounds);
        }
    }

    private static void listeners(int rounds, int callers) throws Exception {
        ListenerBenchmark none = ListenerBenchmark.with("none");
        ListenerBenchmark counting = ListenerBenchmark.with("counting");
        ListenerBenchmark sleeping = ListenerBenchmark.with("sleeping");
        ListenerBenchmark everything = ListenerBenchmark.with("everything");
        try {
            new PairedRounds(callers)
                    .with("verify, none", none::verify)
                    .with("counting", counting::verify)
                    .with("sleeping", sleeping::verify)
                    .with("everything", everything::verify)
                    .run(rounds);
            new PairedRounds(callers)
                    .with("authorize, none", none::authorize)
                    .with("counting", counting::authorize)
                    .with("sleeping", sleeping::authorize)
                    .with("everything", everything::authorize)
                    .run(rounds);
            new PairedRounds(callers)
                    .with("malformed, none", none::rejectMalformed)
                    .with("counting", counting::rejectMalformed)
                    .with("sleeping", sleeping::rejectMalformed)
                    .with("everything", everything::rejectMalformed)
                    .run(rounds);
        } finally {
            none.close();
            counting.close();
            sleeping.close();
            everything.close();
        }
    }

    /** Changes of single tokens, each written alone, and written with those that wait at the same time. */
    private static void changing(int rounds, int callers) throws Exception {
        try (ChangeBenchmark benchmark = new ChangeBenchmark()) {
            new PairedRounds(callers)
                    .with("alone", benchmark::changeAlone)
                    .with("combined", benchmark::change)
                    .run(rounds);
        }
    }

    private static void verifying(int known, int rounds, int callers) throws Exception {
        VerifyBenchmark benchmark = new VerifyBenchmark();
        benchmark.known = known;
        benchmark.prepare();
        Place place = new Place();
        try {
            new PairedRounds(callers)
                    .with("floor", () -> benchmark.floor(place))
                    .with("latchkey", () -> benchmark.latchkey(place))
                    .with("authorize", () -> benchmark.latchkeyAuthorize(place))
                    .with("HS256", () -> benchmark.auth0Hs256(place))
                    .run(rounds);
        } finally {
            benchmark.close();
        }
    }

    private PairedRounds with(String name, Callable<?> call) {
        calls.put(name, call);
        return this;
    }

    private void run(int rounds) throws Exception {
        List<String> names = new ArrayList<>(calls.keySet());
        Map<String, Integer> repetitions = new LinkedHashMap<>();
        Map<String, double[]> times = new LinkedHashMap<>();
        for (String name : names) {
            time(name, 1);
            // Long enough to be compiled, then as many repetitions as fill a round.
            int tries = (int) Math.max(1, 2_000_000_000L / Math.max(1, (long) time(name, 100)));
            repetitions.put(name, (int) Math.max(1, ROUND_NANOS / (long) Math.max(1, time(name, tries))));
            times.put(name, new double[rounds]);
        }
        List<String> order = new ArrayList<>(names);
        for (int round = -rounds / 5; round < rounds; round++) {
            Collections.shuffle(order, random);
            for (String name : order) {
                double nanos = time(name, repetitions.get(name));
                if (round >= 0) {
                    times.get(name)[round] = nanos;
                }
            }
        }
        String peer = names.get(0);
        System.out.printf("%d rounds, %d at once, %d answers; ratios to %s%n", rounds, callers, sink.sum(), peer);
        for (String name : names) {
            print(name, times.get(name), times.get(peer));
        }
    }

    /** {@return nanoseconds from the first call to the end of the last, for each call} */
    private double time(String name, int repetitions) throws Exception {
        Callable<?> call = calls.get(name);
        int each = Math.max(1, repetitions / callers);
        List<Callable<Void>> tasks = Collections.nCopies(callers, () -> repeat(call, each));
        long begin = System.nanoTime();
        for (Future<Void> task : executor.invokeAll(tasks)) {
            task.get();
        }
        return (double) (System.nanoTime() - begin) / ((long) each * callers);
    }

    private Void repeat(Callable<?> call, int times) throws Exception {
        int answers = 0;
        for (int i = 0; i < times; i++) {
            answers += call.call() == null ? 0 : 1;
        }
        sink.add(answers);
        return null;
    }

    private void print(String name, double[] times, double[] peer) {
        double[] ratios = new double[times.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = times[i] / peer[i];
        }
        double[] medians = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            medians[i] = median(random.ints(ratios.length, 0, ratios.length)
                    .mapToDouble(place -> ratios[place])
                    .toArray());
        }
        Arrays.sort(medians);
        System.out.printf(
                Locale.ROOT,
                "%-24s %,14.0f ns   %.3f  [%.3f, %.3f]%n",
                name,
                median(times),
                median(ratios),
                medians[RESAMPLES / 40],
                medians[RESAMPLES - RESAMPLES / 40]);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
