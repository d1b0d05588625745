package dev.latchkey.benchmarks;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.Limits;
import dev.latchkey.Verification.Verified;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.inmemory.InMemoryTokenStore;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * A node that has just started, and all active tokens at once: eight threads present every token twice. Run it with a
 * number of tokens; it prints how long that takes with the light profile and, for a twentieth of the tokens, with the
 * default one, beside the time in which the tokens were issued.
 */
public final class ColdStart {

    private static final int THREADS = 8;

    private ColdStart() {}

    /**
     * Measures.
     *
     * @param arguments how many tokens; 10,000 by default
     * @throws InterruptedException if it is interrupted
     * @throws ExecutionException if a verification throws
     */
    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        int number = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        measure("light profile", Argon2Parameters.light(), number);
        measure("default profile", Argon2Parameters.owasp(), number / 20);
    }

    private static void measure(String profile, Argon2Parameters costs, int number)
            throws InterruptedException, ExecutionException {
        InMemoryTokenStore store = new InMemoryTokenStore();
        AccessTokens issuing = AccessTokens.builder(store)
                .withoutPrefix()
                .hasher(Argon2SecretHasher.of(costs))
                .build();
        long begin = System.nanoTime();
        List<String> texts = Stream.generate(() -> issue(issuing)).limit(number).toList();
        double issued = seconds(begin);

        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (AccessTokens node = AccessTokens.builder(store)
                .withoutPrefix()
                .hasher(Argon2SecretHasher.of(costs))
                .limits(Limits.standard().hashesAtOnce(1).maximumWait(Duration.ofSeconds(30)))
                .revocationWithin(Duration.ofMinutes(1))
                .build()) {
            Callable<Long> twiceEach = () -> Stream.concat(texts.stream(), texts.stream())
                    .filter(text -> node.verifier().verify(text) instanceof Verified)
                    .count();
            begin = System.nanoTime();
            long accepted = 0;
            for (Future<Long> answers : threads.invokeAll(
                    Stream.generate(() -> twiceEach).limit(THREADS).toList())) {
                accepted += answers.get();
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s: %,d tokens accepted %,d times in %.1f s, by %,d computations; issued in %.1f s%n",
                    profile,
                    number,
                    accepted,
                    seconds(begin),
                    node.statistics().secrets().computations(),
                    issued);
        } finally {
            threads.shutdownNow();
        }
    }

    private static String issue(AccessTokens tokens) {
        return tokens.issuer()
                .issue(IssueRequest.forOwner("workspaces/acme")
                        .grantedByTheService()
                        .describedAs("nightly export")
                        .withScopes("workspace:read"))
                .reveal();
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
