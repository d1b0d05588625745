package dev.latchkey.benchmarks;

import dev.latchkey.AccessTokens;
import dev.latchkey.Verification;
import dev.latchkey.Verification.Verified;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.port.Write;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenRecord;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The start of a process: the library is built, and verifies for the first time, with nothing proven and hardly
 * anything compiled. Each process does it once.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(20)
public class FirstVerificationBenchmark {

    /**
     * The hash, with the default profile, of the token whose id and secret are zero; precomputed, so that the benchmark
     * computes none.
     */
    private static final String HASH =
            "$argon2id$v=19$m=19456,t=2,p=1$gm2BUgjjJK+Nqx0vMDraSA$8Vs70tn11Pk/dtEdugHvwDi2uc5WEx7bRt6oOfKAjhI";

    private final InMemoryTokenStore store = new InMemoryTokenStore();
    private String text;

    /** Stores a token whose secret was hashed by another process. */
    @Setup
    public void prepare() {
        text = TokenFormat.plain().example();
        BearerToken token = BearerToken.parse(text, TokenFormat.plain()).orElseThrow();
        TokenRecord record = TokenRecord.builder(token.id())
                .owner("workspaces/acme")
                .description("nightly export")
                .scopes("workspace:read")
                .hash(SecretHash.of(Argon2SecretHasher.SCHEME, HASH))
                .issuedAt(Instant.now())
                .build();
        store.write(List.of(new Write.Insert(record)));
    }

    /** Builds the library for {@link #verify}. */
    @State(Scope.Benchmark)
    public static class Built {
        private AccessTokens tokens;

        /**
         * Builds it.
         *
         * @param benchmark has the store
         */
        @Setup
        public void build(FirstVerificationBenchmark benchmark) {
            tokens = benchmark.build();
        }
    }

    /** The work of a service when it starts. */
    @Benchmark
    public AccessTokens build() {
        return AccessTokens.builder(store).withoutPrefix().build();
    }

    /**
     * The wait of the first request.
     *
     * @param built the library
     */
    @Benchmark
    public Verification verify(Built built) {
        Verification verification = built.tokens.verifier().verify(text);
        if (!(verification instanceof Verified)) {
            throw new IllegalStateException("a valid token is not accepted");
        }
        return verification;
    }
}
