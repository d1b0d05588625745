package dev.latchkey.benchmarks;

import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenId;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.Block;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The hash of a cold verification: one Argon2id of a secret, in reused memory, compared with BouncyCastle's plain
 * generator, which allocates its memory each time, and the reference implementation in C.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(2)
public class HashingBenchmark {

    /** The profile. */
    @Param({"owasp", "light"})
    public String profile;

    private static final byte[] SALT = new byte[16];

    private Argon2Parameters parameters;
    private Argon2SecretHasher hasher;
    private BearerToken token;
    private SecretHash hash;
    private LibArgon2.Functions library;
    private Block[] memory;

    /** Makes a token and its hash. */
    @Setup
    public void prepare() {
        parameters = profile.equals("owasp") ? Argon2Parameters.owasp() : Argon2Parameters.light();
        hasher = Argon2SecretHasher.of(parameters);
        SecureRandom random = new SecureRandom();
        token = BearerToken.generate(TokenId.generate(Instant.now(), random), TokenFormat.plain(), random);
        hash = hasher.hash(token);
        memory = Stream.generate(Block::new).limit(parameters.memoryKib()).toArray(Block[]::new);
    }

    /** Whether the secret matches: true. */
    @Benchmark
    public boolean latchkey() {
        return hasher.matches(token, hash);
    }

    /** The same computation by the reference implementation in C; fails if that is not installed. */
    @Benchmark
    public byte[] libargon2() {
        if (library == null) {
            library = LibArgon2.load();
        }
        byte[] password = token.revealHashedBytes();
        byte[] tag = new byte[32];
        int code = library.argon2id_hash_raw(
                parameters.iterations(),
                parameters.memoryKib(),
                parameters.parallelism(),
                password,
                password.length,
                SALT,
                SALT.length,
                tag,
                tag.length);
        if (code != 0) {
            throw new IllegalStateException("libargon2 says " + code);
        }
        return tag;
    }

    /** The same computation by the plain generator. */
    @Benchmark
    public byte[] plainGenerator() {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new org.bouncycastle.crypto.params.Argon2Parameters.Builder(
                        org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_id)
                .withVersion(org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(parameters.memoryKib())
                .withIterations(parameters.iterations())
                .withParallelism(parameters.parallelism())
                .withSalt(SALT)
                .build());
        byte[] tag = new byte[32];
        generator.generateBytes(token.revealHashedBytes(), tag);
        return tag;
    }

    /** Wiping the memory of a computation, which Latchkey and the plain generator do after each. */
    @Benchmark
    public Object wiping() {
        for (Block block : memory) {
            block.clear();
        }
        return memory;
    }
}
