package dev.latchkey.benchmarks.fleet;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.jdbc.JdbcTokenStore;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.token.TokenId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a quiet fleet costs PostgreSQL. Run it with the seconds of each measurement (20).
 *
 * <p>It measures the processor time that the server takes for one poll of a quiet change feed, and for look-ups of one
 * token and of several, on one connection. It prints them, and what the polls of 100, 1,000 and 10,000 nodes add up
 * to: a node polls four times within its bound, so the table is the cost of one poll, multiplied.
 */
public final class FleetCosts {

    private static final int TOKENS = 10_000;
    private static final int POLLS_WITHIN_BOUND = 4;
    private static final List<Integer> FLEETS = List.of(100, 1_000, 10_000);
    private static final List<Duration> BOUNDS =
            List.of(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(5));

    private FleetCosts() {}

    /**
     * Measures.
     *
     * @param arguments the seconds of each measurement
     * @throws IOException if the server does not start
     */
    public static void main(String[] arguments) throws IOException {
        Duration length = Duration.ofSeconds(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20);
        try (MeasuredServer server = new MeasuredServer(1)) {
            JdbcTokenStore store = JdbcTokenStore.builder(server.pool()).build();
            List<TokenId> ids = issue(store);
            FeedPosition end = store.position();
            double poll = micros(server, length, () -> store.changesSince(end, 1_000));
            System.out.printf(Locale.ROOT, "a quiet poll: %.1f µs of the server%n", poll);
            for (int number : List.of(1, 2, 4, 16, 64)) {
                double micros = micros(server, length, () -> store.findCommitted(some(ids, number), end));
                System.out.printf(
                        Locale.ROOT,
                        "a look-up of %d: %.1f µs of the server, %.1f µs for each token%n",
                        number,
                        micros,
                        micros / number);
            }
            System.out.printf(
                    Locale.ROOT,
                    "a look-up of 2 to 64, any number: %.1f µs of the server%n",
                    micros(server, length, () -> store.findCommitted(some(ids, any(2, 64)), end)));
            printTable(poll);
        }
    }

    private static List<TokenId> issue(JdbcTokenStore store) {
        List<TokenId> ids = new ArrayList<>();
        try (AccessTokens tokens = AccessTokens.builder(store)
                .withoutPrefix()
                .hasher(Argon2SecretHasher.of(new Argon2Parameters(8, 1, 1)))
                .build()) {
            IssueRequest request = IssueRequest.forOwner("workspaces/acme")
                    .grantedByTheService()
                    .describedAs("nightly export")
                    .withScopes("workspace:read");
            for (int i = 0; i < TOKENS; i++) {
                ids.add(tokens.issuer().issue(request).id());
            }
        }
        return ids;
    }

    private static Set<TokenId> some(List<TokenId> ids, int number) {
        Set<TokenId> some = new HashSet<>();
        while (some.size() < number) {
            some.add(ids.get(any(0, ids.size() - 1)));
        }
        return some;
    }

    private static int any(int least, int most) {
        return ThreadLocalRandom.current().nextInt(least, most + 1);
    }

    /** {@return the processor time of the server for one call, after a warm-up of a quarter of the time} */
    private static double micros(MeasuredServer server, Duration length, Runnable call) {
        repeat(length.dividedBy(4), call);
        long before = server.cpuNanos();
        long calls = repeat(length, call);
        return (server.cpuNanos() - before) / 1e3 / calls;
    }

    private static long repeat(Duration length, Runnable call) {
        long end = System.nanoTime() + length.toNanos();
        long calls = 0;
        while (System.nanoTime() < end) {
            call.run();
            calls++;
        }
        return calls;
    }

    private static void printTable(double poll) {
        System.out.printf("%n| nodes | bound | polls a second | processors of the server |%n|---|---|---|---|%n");
        for (int nodes : FLEETS) {
            for (Duration bound : BOUNDS) {
                double polls = nodes * POLLS_WITHIN_BOUND * 1e3 / bound.toMillis();
                System.out.printf(
                        Locale.ROOT,
                        "| %,d | %,d ms | %,.0f | %.2f |%n",
                        nodes,
                        bound.toMillis(),
                        polls,
                        polls * poll / 1e6);
            }
        }
    }
}
