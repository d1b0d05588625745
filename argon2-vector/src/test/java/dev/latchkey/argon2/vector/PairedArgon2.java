package dev.latchkey.argon2.vector;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.TokenIssuer;
import dev.latchkey.TokenVerifier;
import dev.latchkey.Verification.Verified;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.port.SecretHasher;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenId;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Times one Argon2id by libargon2, by BouncyCastle and by vectors in one process, in rounds of random order, and prints
 * medians of times and of ratios to libargon2, with the interval in which 95 % of 1,000 bootstrapped medians lie. Processor
 * time leaves out what other processes take of a busy machine.
 *
 * <p>{@code -Dlatchkey.argon2.costs=19456,2,1}, {@code -Dlatchkey.argon2.rounds=300}.
 */
final class PairedArgon2 {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int RESAMPLES = 1_000;
    private static final int WARM_UP_ROUNDS = 20;
    private static final int TOGETHER = 2;

    private final Random random = new Random();
    private final Map<String, Supplier<Callable<Boolean>>> calls = new LinkedHashMap<>();

    private PairedArgon2() {}

    /**
     * Compares.
     *
     * @param arguments none
     * @throws Exception if a call fails
     */
    public static void main(String[] arguments) throws Exception {
        int[] costs = Arrays.stream(
                        System.getProperty("latchkey.argon2.costs", "19456,2,1").split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
        Argon2Parameters parameters = new Argon2Parameters(costs[0], costs[1], costs[2]);
        VectorSecretHasher vectors = VectorSecretHasher.of(parameters);
        if (!vectors.ready().toCompletableFuture().join()) {
            throw new IllegalStateException("vectors do not compute here");
        }
        System.out.printf(
                "%s, %s%n", parameters, Compressions.preferred().getClass().getSimpleName());
        LibArgon2 libArgon2 = new LibArgon2();
        SecretHasher reference = Argon2SecretHasher.computedBy(parameters, () -> libArgon2);
        PairedArgon2 paired = new PairedArgon2();
        paired.calls.put("libargon2", matching(reference, parameters));
        paired.calls.put("vectors", matching(vectors, parameters));
        paired.calls.put("cold verification", coldVerification(vectors));
        paired.calls.put("BouncyCastle", matching(Argon2SecretHasher.of(parameters), parameters));
        int rounds = Integer.getInteger("latchkey.argon2.rounds", 300);
        paired.compareTimes(rounds);
        paired.compareScaling(rounds);
    }

    private static Supplier<Callable<Boolean>> matching(SecretHasher hasher, Argon2Parameters parameters) {
        BearerToken token = BearerToken.generate(TokenId.of(1, 2), TokenFormat.plain(), new SecureRandom());
        SecretHash hash = Argon2SecretHasher.of(parameters).hash(token);
        return () -> () -> hasher.matches(token, hash);
    }

    /** The first verification, by a service that has run for a while, of a token that another one has issued. */
    private static Supplier<Callable<Boolean>> coldVerification(SecretHasher hasher) {
        InMemoryTokenStore store = new InMemoryTokenStore();
        TokenIssuer issuer = service(store, hasher).issuer();
        TokenVerifier verifier = service(store, hasher).verifier();
        IssueRequest request = IssueRequest.forOwner("workspaces/acme")
                .describedAs("nightly export")
                .withScopes("workspace:read")
                .grantedByTheService();
        return () -> {
            String text = issuer.issue(request).reveal();
            return () -> verifier.verify(text) instanceof Verified;
        };
    }

    private static AccessTokens service(InMemoryTokenStore store, SecretHasher hasher) {
        return AccessTokens.builder(store).withoutPrefix().hasher(hasher).build();
    }

    private void compareTimes(int rounds) throws Exception {
        Map<String, double[]> times = new LinkedHashMap<>();
        Map<String, double[]> processorTimes = new LinkedHashMap<>();
        for (String name : calls.keySet()) {
            times.put(name, new double[rounds]);
            processorTimes.put(name, new double[rounds]);
        }
        List<String> order = new ArrayList<>(calls.keySet());
        for (int round = -Math.min(WARM_UP_ROUNDS, rounds); round < rounds; round++) {
            Collections.shuffle(order, random);
            for (String name : order) {
                Callable<Boolean> call = calls.get(name).get();
                long begin = THREADS.getCurrentThreadCpuTime();
                double millis = millis(call);
                if (round >= 0) {
                    times.get(name)[round] = millis;
                    processorTimes.get(name)[round] = (THREADS.getCurrentThreadCpuTime() - begin) / 1e6;
                }
            }
        }
        for (String name : calls.keySet()) {
            print(name + ": " + format(median(times.get(name))) + " ms", times.get(name), times.get("libargon2"));
            print("  by processor time", processorTimes.get(name), processorTimes.get("libargon2"));
        }
    }

    /** How much more two threads compute than one, by vectors and by libargon2. */
    private void compareScaling(int rounds) throws Exception {
        List<String> order = new ArrayList<>(List.of("libargon2", "vectors"));
        Map<String, double[]> scaling = Map.of("libargon2", new double[rounds], "vectors", new double[rounds]);
        try (ExecutorService executor = Executors.newFixedThreadPool(TOGETHER)) {
            for (int round = 0; round < rounds; round++) {
                Collections.shuffle(order, random);
                for (String name : order) {
                    Callable<Boolean> call = calls.get(name).get();
                    double alone = millis(call);
                    scaling.get(name)[round] = TOGETHER * alone / millis(() -> together(executor, call));
                }
            }
        }
        double[] own = scaling.get("vectors");
        double[] reference = scaling.get("libargon2");
        print(
                "two threads: libargon2 computes " + format(median(reference)) + " times as much, vectors "
                        + format(median(own)),
                own,
                reference);
    }

    private static boolean together(ExecutorService executor, Callable<Boolean> call) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(TOGETHER);
        Callable<Boolean> one = () -> {
            barrier.await();
            return call.call();
        };
        boolean all = true;
        for (Future<Boolean> answer : executor.invokeAll(Collections.nCopies(TOGETHER, one))) {
            all &= answer.get();
        }
        return all;
    }

    private static double millis(Callable<Boolean> call) throws Exception {
        long begin = System.nanoTime();
        boolean right = call.call();
        long nanos = System.nanoTime() - begin;
        if (!right) {
            throw new IllegalStateException("a right secret was not accepted");
        }
        return nanos / 1e6;
    }

    private void print(String what, double[] own, double[] reference) {
        double[] ratios = new double[own.length];
        Arrays.setAll(ratios, i -> own[i] / reference[i]);
        double[] medians = new double[RESAMPLES];
        Arrays.setAll(
                medians,
                i -> median(random.ints(ratios.length, 0, ratios.length)
                        .mapToDouble(picked -> ratios[picked])
                        .toArray()));
        Arrays.sort(medians);
        System.out.printf(
                "%s; %s x libargon2 (%s to %s)%n",
                what,
                format(median(ratios)),
                format(medians[RESAMPLES / 40]),
                format(medians[RESAMPLES - 1 - RESAMPLES / 40]));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
