package dev.latchkey.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.AccessTokens;
import dev.latchkey.IssuePolicy;
import dev.latchkey.IssueRequest;
import dev.latchkey.Limits;
import dev.latchkey.Verification.Verified;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.jdbc.JdbcSchema;
import dev.latchkey.jdbc.JdbcTokenStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * The heap that a cached proof takes, and a cached record with its proof. Run it with a number of tokens; it prints the
 * growth of the live heap per token.
 */
public final class HeldMemory {

    private static final int DEFAULT = 100_000;

    private HeldMemory() {}

    /**
     * Measures.
     *
     * @param arguments how many tokens
     * @throws IOException if there is no room for the database
     */
    public static void main(String[] arguments) throws IOException {
        int number = arguments.length > 0 ? Integer.parseInt(arguments[0]) : DEFAULT;
        HikariConfig config = new HikariConfig();
        Path file = Files.createTempDirectory("latchkey-memory").resolve("tokens");
        // In a file, with a small cache, so that the database's own memory is not measured.
        config.setJdbcUrl("jdbc:h2:file:" + file + ";CACHE_SIZE=1024");
        try (HikariDataSource source = new HikariDataSource(config)) {
            JdbcSchema.createIfMissing(source);
            JdbcTokenStore store = JdbcTokenStore.builder(source).build();
            String[] texts = issue(store, number);
            measure("a proof", reading(store, number), texts);
            measure("a cached record and its proof", holding(store, number), texts);
        }
    }

    private static void measure(String what, AccessTokens remembering, String[] texts) {
        try (AccessTokens tokens = remembering) {
            long before = liveHeap();
            verify(tokens, texts);
            long bytes = liveHeap() - before;
            System.out.printf(
                    Locale.ROOT,
                    "%-28s %,6d B each, %,.1f MB for %,d%n",
                    what,
                    bytes / texts.length,
                    bytes / 1e6,
                    texts.length);
            verify(tokens, texts);
        }
    }

    private static String[] issue(JdbcTokenStore store, int number) {
        String[] texts = new String[number];
        try (AccessTokens tokens = reading(store, 1)) {
            for (int i = 0; i < number; i++) {
                texts[i] = tokens.issuer()
                        .issue(IssueRequest.forOwner("workspaces/acme")
                                .grantedByTheService()
                                .describedAs("nightly export")
                                .withScopes("workspace:read")
                                .expiringAfter(Duration.ofDays(1)))
                        .reveal();
            }
        }
        return texts;
    }

    private static AccessTokens reading(JdbcTokenStore store, int number) {
        return AccessTokens.builder(store)
                .withoutPrefix()
                .hasher(Argon2SecretHasher.of(new Argon2Parameters(8, 1, 1)))
                .issuePolicy(IssuePolicy.standard())
                .limits(Limits.standard().proofs(number))
                .build();
    }

    private static AccessTokens holding(JdbcTokenStore store, int number) {
        AccessTokens tokens = AccessTokens.builder(store)
                .withoutPrefix()
                .hasher(Argon2SecretHasher.of(new Argon2Parameters(8, 1, 1)))
                .issuePolicy(IssuePolicy.standard())
                .limits(Limits.standard().proofs(number).records(number))
                .revocationWithin(Duration.ofMinutes(10))
                .build();
        while (tokens.statistics().records().feed().leaseAge().isEmpty()) {
            LockSupport.parkNanos(1_000_000);
        }
        return tokens;
    }

    private static void verify(AccessTokens tokens, String[] texts) {
        for (String text : texts) {
            if (!(tokens.verifier().verify(text) instanceof Verified)) {
                throw new IllegalStateException("a valid token is not accepted");
            }
        }
    }

    private static long liveHeap() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
