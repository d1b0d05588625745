package dev.latchkey.benchmarks;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.port.SecretHasher;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenId;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Issuing a token, and verifying one that this process has not proven yet, compared with the hash that both have to
 * compute.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(2)
public class IssueBenchmark {

    /** A hasher that computes nothing and accepts every secret. */
    private static final SecretHasher FREE = new SecretHasher() {
        @Override
        public SecretHash hash(BearerToken secret) {
            return SecretHash.of("free", "none");
        }

        @Override
        public boolean matches(BearerToken presented, SecretHash stored) {
            return true;
        }

        @Override
        public boolean needsRehash(SecretHash stored) {
            return false;
        }

        @Override
        public long memoryPerHash() {
            return 1;
        }

        @Override
        public long memoryFor(SecretHash stored) {
            return 1;
        }
    };

    private final InMemoryTokenStore store = new InMemoryTokenStore();
    private final Argon2SecretHasher hasher = Argon2SecretHasher.owasp();
    private final AccessTokens tokens =
            AccessTokens.builder(store).withoutPrefix().hasher(hasher).build();
    private final IssueRequest request = IssueRequest.forOwner("workspaces/acme")
            .grantedByTheService()
            .describedAs("nightly export")
            .withScopes("workspace:read");
    private final SecureRandom random = new SecureRandom();
    private final BearerToken token =
            BearerToken.generate(TokenId.generate(Instant.now(), random), TokenFormat.plain(), random);
    private final String known = tokens.issuer().issue(request).reveal();

    /** A token issued and stored. */
    @Benchmark
    public IssuedToken issue() {
        return tokens.issuer().issue(request);
    }

    /** A token verified by a verifier that has proven nothing yet. */
    @Benchmark
    public Object verifyCold() {
        return AccessTokens.builder(store)
                .withoutPrefix()
                .hasher(hasher)
                .build()
                .verifier()
                .verify(known);
    }

    /** The same with a hasher that computes nothing: the other costs of a first verification. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public Object verifyColdWithoutHash() {
        return AccessTokens.builder(store)
                .withoutPrefix()
                .hasher(FREE)
                .build()
                .verifier()
                .verify(known);
    }

    /** The hash alone. */
    @Benchmark
    public SecretHash hash() {
        return hasher.hash(token);
    }
}
