package dev.latchkey.benchmarks;

import dev.latchkey.AccessTokens;
import dev.latchkey.AccessTokensBuilder;
import dev.latchkey.Authorization;
import dev.latchkey.Authorization.Permitted;
import dev.latchkey.IssueRequest;
import dev.latchkey.Verification;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.scope.Scope;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.TokenEvent;
import dev.latchkey.token.TokenFormat;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Warm verifications and rejections without a listener, with one, with one that sleeps, and with a listener, recorded
 * uses and the trail; records are cached.
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ListenerBenchmark {

    /** What listens. */
    @Param({"none", "counting", "sleeping", "everything"})
    public String listener;

    private final LongAdder events = new LongAdder();
    private AccessTokens tokens;
    private String text;
    private String malformed;
    private String forged;
    private Scope required;

    static ListenerBenchmark with(String listener) {
        ListenerBenchmark benchmark = new ListenerBenchmark();
        benchmark.listener = listener;
        benchmark.prepare();
        return benchmark;
    }

    /** Issues a token, and verifies it once, so that its record is cached and its first verification was reported. */
    @Setup
    public void prepare() {
        AccessTokensBuilder builder = AccessTokens.builder(new InMemoryTokenStore())
                .withoutPrefix()
                .hasher(Argon2SecretHasher.of(new Argon2Parameters(8, 1, 1)))
                .revocationWithin(Duration.ofSeconds(10));
        switch (listener) {
            case "none" -> {}
            case "counting" -> builder.listener(event -> events.increment());
            case "sleeping" -> builder.listener(ListenerBenchmark::sleep);
            case "everything" ->
                builder.listener(event -> events.increment())
                        .recordingUses(Duration.ofMillis(200))
                        .keepingTrail();
            default -> throw new IllegalArgumentException(listener);
        }
        tokens = builder.build();
        var issued = tokens.issuer()
                .issue(IssueRequest.forOwner("workspaces/acme")
                        .grantedByTheService()
                        .describedAs("nightly export")
                        .withScopes("workspace:read"));
        text = issued.reveal();
        malformed = text.substring(1);
        forged = BearerToken.generate(issued.id(), TokenFormat.plain(), new SecureRandom())
                .reveal();
        required = Scope.of("workspace:read");
        while (tokens.statistics().records().feed().leaseAge().isEmpty()) {
            LockSupport.parkNanos(1_000_000);
        }
        if (!(authorize() instanceof Permitted)) {
            throw new IllegalStateException("a valid token is not permitted");
        }
    }

    private static void sleep(TokenEvent event) {
        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
    }

    /** Stops the threads. */
    @TearDown
    public void close() {
        tokens.close();
    }

    /** A cached, proven token. */
    @Benchmark
    public Verification verify() {
        return tokens.verifier().verify(text);
    }

    /** The same, and a decision about a scope. */
    @Benchmark
    public Authorization authorize() {
        return tokens.verifier().authorize(text, required);
    }

    /** A text that is no token; its rejection is counted. */
    @Benchmark
    public Verification rejectMalformed() {
        return tokens.verifier().verify(malformed);
    }

    /** A wrong secret for a proven token; its rejection is an event, or counted. */
    @Benchmark
    public Verification rejectWrongSecret() {
        return tokens.verifier().verify(forged);
    }
}
