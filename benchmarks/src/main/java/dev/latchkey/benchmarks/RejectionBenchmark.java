package dev.latchkey.benchmarks;

import dev.latchkey.AccessTokens;
import dev.latchkey.AccessTokensBuilder;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.Verification;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time of a rejection, for each class that docs/security.md describes; records are cached, and the store is in
 * memory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class RejectionBenchmark {

    private final SecureRandom random = new SecureRandom();
    private AccessTokens tokens;
    private String malformed;
    private String unknown;
    private String proven;
    private String unproven;

    /** Issues a token here, whose secret is proven, and one elsewhere, and makes the rejected texts. */
    @Setup
    public void prepare() {
        InMemoryTokenStore store = new InMemoryTokenStore();
        tokens = node(store).revocationWithin(Duration.ofMinutes(1)).build();
        TokenId elsewhere = issue(node(store).build()).id();
        IssuedToken issued = issue(tokens);
        TokenId here = issued.id();
        tokens.verifier().verify(issued.reveal());
        proven = textFor(here);
        malformed = proven.substring(1);
        unknown = textFor(TokenId.generate(Instant.now(), random));
        unproven = textFor(elsewhere);
    }

    /** Ends the thread that follows the change feed. */
    @TearDown
    public void close() {
        tokens.close();
    }

    private static AccessTokensBuilder node(InMemoryTokenStore store) {
        return AccessTokens.builder(store).withoutPrefix().hasher(Argon2SecretHasher.of(Argon2Parameters.light()));
    }

    private static IssuedToken issue(AccessTokens node) {
        return node.issuer()
                .issue(IssueRequest.forOwner("workspaces/acme")
                        .grantedByTheService()
                        .describedAs("nightly export")
                        .withScopes("workspace:read"));
    }

    /** {@return a well-formed text for an id, with a wrong secret} */
    private String textFor(TokenId id) {
        return BearerToken.generate(id, TokenFormat.plain(), random).reveal();
    }

    private Verification rejected(String text, RejectionReason reason) {
        Verification verification = tokens.verifier().verify(text);
        if (!(verification instanceof Rejected rejected && rejected.reason() == reason)) {
            throw new IllegalStateException("not rejected as " + reason + ": " + verification);
        }
        return verification;
    }

    /** Nothing is read. */
    @Benchmark
    public Verification malformed() {
        return rejected(malformed, RejectionReason.MALFORMED);
    }

    /** A look-up. */
    @Benchmark
    public Verification unknownId() {
        return rejected(unknown, RejectionReason.UNKNOWN);
    }

    /** A digest: the record is cached. */
    @Benchmark
    public Verification wrongSecretOfAProvenToken() {
        return rejected(proven, RejectionReason.WRONG_SECRET);
    }

    /** A look-up and an Argon2 of the light profile. */
    @Benchmark
    public Verification wrongSecretOfAnUnprovenToken() {
        return rejected(unproven, RejectionReason.WRONG_SECRET);
    }
}
