package dev.latchkey.argon2.vector;

import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenId;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

/**
 * The test of the vector code at each start, before it hashes tokens: it must agree with BouncyCastle on random
 * secrets, reproduce RFC 9106's vector, and be faster than BouncyCastle.
 *
 * <p>It is repeated until the JIT compiler has finished, so interpreted and compiled code are both tested, and the
 * first token does not wait for the compiler.
 */
final class SelfTest {

    /** Several lanes, a lane whose blocks are not a multiple of four, and more blocks than one block of addresses has. */
    private static final List<Argon2Parameters> COSTS = List.of(
            new Argon2Parameters(8, 1, 1),
            new Argon2Parameters(37, 3, 4),
            new Argon2Parameters(70, 2, 2),
            new Argon2Parameters(1_024, 1, 1));

    /** The last of those, because it spends most of its time computing. */
    private static final int MEASURED = COSTS.size() - 1;

    private static final int LEAST_ROUNDS = 40;

    private final List<Candidate> candidates;
    private final TokenFormat format = TokenFormat.plain();
    private final SecureRandom random = new SecureRandom();
    private final Duration longest;

    private SelfTest(Supplier<BlockCompression> compressions, Duration longest) {
        this.longest = longest;
        this.candidates =
                COSTS.stream().map(costs -> new Candidate(costs, compressions)).toList();
    }

    /**
     * Runs the test.
     *
     * @param compressions creates the compression functions under test
     * @param longest how long the vector code may take to become faster than BouncyCastle
     * @throws UnusableVectorsException if a check fails
     */
    static void run(Supplier<BlockCompression> compressions, Duration longest) {
        new SelfTest(compressions, longest).untilCompiled();
        requireVectorOfRfc9106(new Argon2id(compressions.get(), 0));
    }

    private void untilCompiled() {
        Candidate measured = candidates.get(MEASURED);
        long begin = System.nanoTime();
        for (int round = 1; round <= LEAST_ROUNDS || !measured.isFaster(); round++) {
            BearerToken token = BearerToken.generate(TokenId.of(0, round), format, random);
            candidates.forEach(candidate -> candidate.requireAgreement(token));
            if (System.nanoTime() - begin > longest.toNanos()) {
                throw new UnusableVectorsException("the vector code is not faster than BouncyCastle after " + round
                        + " computations in " + longest.toSeconds() + " seconds");
            }
        }
    }

    /** Section 5.3. */
    private static void requireVectorOfRfc9106(Argon2id argon2id) {
        byte[] tag = new byte[32];
        argon2id.compute(
                new Argon2Parameters(32, 3, 4), filled(16, 2), filled(32, 1), filled(8, 3), filled(12, 4), tag);
        if (!HexFormat.of().formatHex(tag).equals("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659")) {
            throw new UnusableVectorsException("self-test: the vector code does not reproduce the vector of RFC 9106");
        }
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /** The vector code and BouncyCastle for some costs, with the shortest time that each took. */
    private static final class Candidate {

        private final Argon2Parameters costs;
        private final Argon2SecretHasher bouncyCastle;
        private final Argon2SecretHasher vectors;
        private long fastestBouncyCastle = Long.MAX_VALUE;
        private long fastestVectors = Long.MAX_VALUE;

        Candidate(Argon2Parameters costs, Supplier<BlockCompression> compressions) {
            this.costs = costs;
            this.bouncyCastle = Argon2SecretHasher.of(costs);
            this.vectors =
                    Argon2SecretHasher.computedBy(costs, () -> new Argon2id(compressions.get(), costs.memoryKib()));
        }

        void requireAgreement(BearerToken token) {
            long begin = System.nanoTime();
            SecretHash hash = bouncyCastle.hash(token);
            long hashed = System.nanoTime();
            boolean agrees = vectors.matches(token, hash);
            long compared = System.nanoTime();
            if (!agrees) {
                throw new UnusableVectorsException(
                        "self-test: the vector code and BouncyCastle disagree about a hash of " + costs);
            }
            fastestBouncyCastle = Math.min(fastestBouncyCastle, hashed - begin);
            fastestVectors = Math.min(fastestVectors, compared - hashed);
        }

        /** {@return whether the vector code took less than three quarters of the time} Half-compiled code takes more. */
        boolean isFaster() {
            return fastestVectors < fastestBouncyCastle / 4 * 3;
        }
    }
}
