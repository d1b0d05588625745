package dev.latchkey.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.AccessTokens;
import dev.latchkey.IssuePolicy;
import dev.latchkey.IssueRequest;
import dev.latchkey.Verification.Verified;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.jdbc.JdbcTokenStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Two nodes sweep ended tokens from PostgreSQL at the same time, while a third one verifies live ones, each by a read of
 * the store, at a fixed rate.
 *
 * <p>Run it with the number of ended tokens (1,000,000), and how many seconds each of the idle phases, before and after the sweep,
 * takes (30). It prints the rate of the sweep, the deadlocks that the server counted, and the median and the 99th percentile of
 * the verifications in each phase. A verification's time counts from when it was due, so that a slow one delays the
 * others visibly.
 */
public final class SweepUnderLoad {

    private static final int NODES = 2;
    private static final int LIVE_TOKENS = 500;
    private static final long INTERVAL_NANOS = 5_000_000;

    /** All tokens of {@link FilledPostgres} end before it. */
    private static final Instant ENDED_BEFORE = Instant.ofEpochMilli(1_950_000_000_000L);

    private SweepUnderLoad() {}

    /**
     * Measures.
     *
     * @param arguments how many ended tokens, and the seconds of an idle phase
     * @throws Exception if a call fails
     */
    public static void main(String[] arguments) throws Exception {
        int ended = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 30;
        try (FilledPostgres database = new FilledPostgres(ended, "'workspaces/' || n.i % 1000", true);
                HikariDataSource pool = database.pool(2);
                AccessTokens verifying = node(pool)) {
            List<String> live = issue(verifying);
            phase(verifying, live, seconds(10));
            print("idle before", phase(verifying, live, seconds(seconds)));
            long deadlocks = deadlocks(database);
            long begin = System.nanoTime();
            ExecutorService nodes = Executors.newFixedThreadPool(NODES);
            List<Future<Long>> sweeps = new ArrayList<>();
            for (int i = 0; i < NODES; i++) {
                sweeps.add(nodes.submit(() -> sweep(database)));
            }
            CompletableFuture<long[]> during = CompletableFuture.supplyAsync(
                    () -> phase(verifying, live, () -> !sweeps.stream().allMatch(Future::isDone)));
            long deleted = 0;
            for (Future<Long> sweep : sweeps) {
                System.out.printf("a node deleted %,d%n", sweep.get());
                deleted += sweep.get();
            }
            double took = (System.nanoTime() - begin) / 1e9;
            nodes.shutdown();
            print("during the sweep", during.get());
            print("idle after", phase(verifying, live, seconds(seconds)));
            System.out.printf(
                    "%,d of %,d deleted in %.1f s, %,.0f a second; %,d rows remain; deadlocks: %d%n",
                    deleted,
                    ended,
                    took,
                    deleted / took,
                    database.number("SELECT count(*) FROM latchkey_tokens"),
                    deadlocks(database) - deadlocks);
        }
    }

    private static AccessTokens node(HikariDataSource pool) {
        return AccessTokens.builder(JdbcTokenStore.builder(pool).build())
                .prefix("acme")
                .hasher(Argon2SecretHasher.of(new Argon2Parameters(8, 1, 1)))
                .issuePolicy(IssuePolicy.standard().allowingNever())
                .build();
    }

    private static long sweep(FilledPostgres database) {
        try (HikariDataSource pool = database.pool(2);
                AccessTokens node = node(pool)) {
            return node.administration().sweep(ENDED_BEFORE);
        }
    }

    /** The server publishes a count up to a second late. */
    private static long deadlocks(FilledPostgres database) throws Exception {
        Thread.sleep(2_000);
        return database.number("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
    }

    private static List<String> issue(AccessTokens node) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < LIVE_TOKENS; i++) {
            texts.add(node.issuer()
                    .issue(IssueRequest.forOwner("workspaces/live")
                            .describedAs("live")
                            .withScopes("workspace:read")
                            .grantedByTheService()
                            .neverExpiring())
                    .reveal());
        }
        return texts;
    }

    private static BooleanSupplier seconds(int seconds) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        return () -> System.nanoTime() < end;
    }

    /** {@return the times of the verifications, in nanoseconds, ascending} */
    private static long[] phase(AccessTokens node, List<String> texts, BooleanSupplier continues) {
        Random random = new Random(1);
        long[] times = new long[1_024];
        int count = 0;
        long due = System.nanoTime();
        while (continues.getAsBoolean()) {
            long wait = due - System.nanoTime();
            while (wait > 0) {
                LockSupport.parkNanos(wait);
                wait = due - System.nanoTime();
            }
            if (!(node.verifier().verify(texts.get(random.nextInt(texts.size()))) instanceof Verified)) {
                throw new IllegalStateException("a live token was rejected");
            }
            if (count == times.length) {
                times = Arrays.copyOf(times, 2 * count);
            }
            times[count++] = System.nanoTime() - due;
            due += INTERVAL_NANOS;
        }
        long[] sorted = Arrays.copyOf(times, count);
        Arrays.sort(sorted);
        return sorted;
    }

    private static void print(String phase, long[] times) {
        System.out.printf(
                "%-16s %,9d verifications, p50 %.2f ms, p99 %.2f ms, longest %.1f ms%n",
                phase,
                times.length,
                times[times.length / 2] / 1e6,
                times[(int) (times.length * 0.99)] / 1e6,
                times[times.length - 1] / 1e6);
    }
}
