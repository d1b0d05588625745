package dev.latchkey.benchmarks;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.Limits;
import dev.latchkey.TokenVerifier;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.VerifierOverloadedException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A node of the default profile while 200 threads present wrong secrets for 200 valid tokens, of which none is proven:
 * one permit, a wait of one second, a revocation bound of two. Run it with the seconds of each measurement; it prints
 * what a proven token gets meanwhile, and how the node fares. The attack tests assert the limits.
 */
public final class UnderFlood {

    private static final int ATTACKERS = 200;
    private static final Duration BOUND = Duration.ofSeconds(2);
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final long CALL_EVERY_NANOS = 1_000_000;
    private static final int CALLS_PER_CLOCK_READ = 16;

    private final AtomicLong rejected = new AtomicLong();
    private final AtomicLong overloaded = new AtomicLong();
    private final SecureRandom random = new SecureRandom();
    private final AccessTokens node;
    private volatile boolean ended;

    private UnderFlood(AccessTokens node) {
        this.node = node;
    }

    /**
     * Measures.
     *
     * @param arguments for how many seconds each; 10 by default
     * @throws InterruptedException if it is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        Duration time = Duration.ofSeconds(arguments.length > 0 ? Long.parseLong(arguments[0]) : 10);
        InMemoryTokenStore store = new InMemoryTokenStore();
        AccessTokens elsewhere = AccessTokens.builder(store).withoutPrefix().build();
        List<TokenId> victims =
                Stream.generate(() -> issue(elsewhere).id()).limit(ATTACKERS).toList();
        String cold = issue(elsewhere).reveal();
        try (AccessTokens node = AccessTokens.builder(store)
                .withoutPrefix()
                .revocationWithin(BOUND)
                .limits(Limits.standard().hashesAtOnce(1).maximumWait(WAIT))
                .build()) {
            new UnderFlood(node).measure(time, victims, cold);
        }
    }

    private static IssuedToken issue(AccessTokens tokens) {
        return tokens.issuer()
                .issue(IssueRequest.forOwner("workspaces/acme")
                        .grantedByTheService()
                        .describedAs("nightly export")
                        .withScopes("workspace:read"));
    }

    private void measure(Duration time, List<TokenId> victims, String cold) throws InterruptedException {
        String proven = issue(node).reveal();
        accept(proven);
        long idleHeap = liveHeap();
        double idle = rate(proven, time);
        double[] idleMicros = openLoop(proven, time);

        List<Thread> attackers = IntStream.range(0, ATTACKERS)
                .mapToObj(i -> new Thread(() -> attack(victims), "attacker-" + i))
                .toList();
        attackers.forEach(Thread::start);
        long computed = node.statistics().secrets().computations();
        double flooded = rate(proven, time);
        double[] micros = openLoop(proven, time);
        long heap = liveHeap();
        computed = node.statistics().secrets().computations() - computed;
        ended = true;
        long begin = System.nanoTime();
        until(() -> node.verifier().verify(cold) instanceof Verified);
        Duration accepted = Duration.ofNanos(System.nanoTime() - begin);
        for (Thread attacker : attackers) {
            attacker.join();
        }

        print("rejected %,d, overloaded %,d, computations %,d", rejected.get(), overloaded.get(), computed);
        print("live heap %.1f MiB, idle %.1f MiB", heap / 1048576.0, idleHeap / 1048576.0);
        print("a proven token: %,.0f calls/s, idle %,.0f: %.0f %%", flooded, idle, 100 * flooded / idle);
        print(
                "a call each millisecond: p50 %,.1f us, p99.9 %,.1f us; idle %,.1f and %,.1f",
                quantile(micros, 0.5), quantile(micros, 0.999), quantile(idleMicros, 0.5), quantile(idleMicros, 0.999));
        print("failed polls of the feed: %d", node.statistics().records().feed().failures());
        print("a token that was not proven: accepted %,d ms after the flood", accepted.toMillis());
    }

    private void attack(List<TokenId> victims) {
        TokenVerifier verifier = node.verifier();
        while (!ended) {
            TokenId victim = victims.get(ThreadLocalRandom.current().nextInt(victims.size()));
            try {
                if (verifier.verify(BearerToken.generate(victim, TokenFormat.plain(), random)
                                .reveal())
                        instanceof Rejected) {
                    rejected.incrementAndGet();
                }
            } catch (VerifierOverloadedException e) {
                overloaded.incrementAndGet();
            }
        }
    }

    /** {@return calls a second, of one thread that calls without a pause} */
    private double rate(String text, Duration time) {
        long begin = System.nanoTime();
        long calls = 0;
        while (System.nanoTime() - begin < time.toNanos()) {
            for (int i = 0; i < CALLS_PER_CLOCK_READ; i++) {
                accept(text);
            }
            calls += CALLS_PER_CLOCK_READ;
        }
        return calls * 1e9 / (System.nanoTime() - begin);
    }

    /** {@return how long calls took from when each was due, in microseconds, sorted; one is due each millisecond} */
    private double[] openLoop(String text, Duration time) {
        double[] micros = new double[(int) Math.max(1, time.toNanos() / CALL_EVERY_NANOS)];
        long begin = System.nanoTime();
        for (int i = 0; i < micros.length; i++) {
            long due = begin + i * CALL_EVERY_NANOS;
            for (long rest = due - System.nanoTime(); rest > 0; rest = due - System.nanoTime()) {
                LockSupport.parkNanos(rest);
            }
            accept(text);
            micros[i] = (System.nanoTime() - due) / 1e3;
        }
        Arrays.sort(micros);
        return micros;
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, share * sorted.length)];
    }

    private void accept(String text) {
        if (!(node.verifier().verify(text) instanceof Verified)) {
            throw new IllegalStateException("a valid token is not accepted");
        }
    }

    private static void until(BooleanSupplier condition) {
        while (true) {
            try {
                if (condition.getAsBoolean()) {
                    return;
                }
            } catch (VerifierOverloadedException e) {
                LockSupport.parkNanos(CALL_EVERY_NANOS);
            }
        }
    }

    /** {@return what a full collection left; what is in use after it would count the flood's new garbage} */
    private static long liveHeap() {
        System.gc();
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                .sum();
    }

    private static void print(String figures, Object... values) {
        System.out.printf(Locale.ROOT, figures + "%n", values);
    }
}
