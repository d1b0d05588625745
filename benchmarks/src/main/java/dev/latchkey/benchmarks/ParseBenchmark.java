package dev.latchkey.benchmarks;

import dev.latchkey.token.BearerToken;
import dev.latchkey.token.ChecksumKey;
import dev.latchkey.token.SecretDigest;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenId;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
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
 * The work before any store call: parsing a text, and refusing a mistyped or forged one; and comparing a secret with
 * its proof.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(2)
public class ParseBenchmark {

    private static final int OPENING = "acme_".length();

    private TokenFormat unkeyed;
    private TokenFormat keyed;
    private String unkeyedText;
    private String keyedText;
    private String cutShort;
    private String wrongCharacter;
    private String wrongChecksum;
    private String forged;
    private BearerToken token;
    private SecretDigest digest;

    /** Makes a token of each kind, and malformed ones. */
    @Setup
    public void prepare() {
        SecureRandom random = new SecureRandom();
        unkeyed = TokenFormat.withPrefix("acme");
        keyed = unkeyed.keyed(key(random));
        TokenId id = TokenId.generate(Instant.now(), random);
        token = BearerToken.generate(id, unkeyed, random);
        digest = SecretDigest.of(token);
        unkeyedText = token.reveal();
        keyedText = BearerToken.generate(id, keyed, random).reveal();
        cutShort = unkeyedText.substring(1);
        wrongCharacter = changed(unkeyedText, OPENING + 60, '+');
        wrongChecksum = changed(unkeyedText, OPENING + 60, unkeyedText.charAt(OPENING + 60) == 'x' ? 'y' : 'x');
        forged = BearerToken.generate(id, unkeyed.keyed(key(random)), random).reveal();
    }

    private static ChecksumKey key(SecureRandom random) {
        byte[] bytes = new byte[ChecksumKey.MIN_LENGTH];
        random.nextBytes(bytes);
        return ChecksumKey.of(bytes);
    }

    private static String changed(String text, int at, char other) {
        return text.substring(0, at) + other + text.substring(at + 1);
    }

    /** A right text with the unkeyed checksum. */
    @Benchmark
    public Optional<BearerToken> unkeyed() {
        return BearerToken.parse(unkeyedText, unkeyed);
    }

    /** A right text with the keyed checksum. */
    @Benchmark
    public Optional<BearerToken> keyed() {
        return BearerToken.parse(keyedText, keyed);
    }

    /** The first character is missing. */
    @Benchmark
    public Optional<BearerToken> wrongLength() {
        return BearerToken.parse(cutShort, unkeyed);
    }

    /** A character of the secret is not in the alphabet. */
    @Benchmark
    public Optional<BearerToken> wrongCharacter() {
        return BearerToken.parse(wrongCharacter, unkeyed);
    }

    /** A character of the secret is another one. */
    @Benchmark
    public Optional<BearerToken> wrongChecksum() {
        return BearerToken.parse(wrongChecksum, unkeyed);
    }

    /** Parses a text whose checksum was made with another key. */
    @Benchmark
    public Optional<BearerToken> forgedKeyed() {
        return BearerToken.parse(forged, keyed);
    }

    /** Compares the digest with that of a secret that was proven before; returns true. */
    @Benchmark
    public boolean hasDigest() {
        return digest.isOf(token);
    }
}
