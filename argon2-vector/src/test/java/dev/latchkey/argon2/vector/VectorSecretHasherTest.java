package dev.latchkey.argon2.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenId;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VectorSecretHasherTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Argon2Parameters COSTS = new Argon2Parameters(256, 2, 1);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Logger logger = Logger.getLogger("dev.latchkey");
    private final List<String> logged = new ArrayList<>();
    private final Handler log = new Handler() {
        @Override
        public synchronized void publish(LogRecord entry) {
            logged.add(new SimpleFormatter().formatMessage(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(log);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(log);
        logger.setUseParentHandlers(true);
    }

    private static BearerToken token(long id) {
        return BearerToken.generate(TokenId.of(0, id), TokenFormat.plain(), RANDOM);
    }

    private static boolean ready(VectorSecretHasher hasher) {
        return hasher.ready().toCompletableFuture().join();
    }

    private static VectorSecretHasher readyHasher() {
        VectorSecretHasher hasher = VectorSecretHasher.of(COSTS);
        assertThat(ready(hasher)).isTrue();
        return hasher;
    }

    @Test
    void a_secret_matches_its_hash_and_no_other_does() {
        VectorSecretHasher hasher = readyHasher();
        BearerToken token = token(1);

        SecretHash hash = hasher.hash(token);

        assertThat(hasher.matches(token, hash)).isTrue();
        assertThat(hasher.matches(token(1), hash)).isFalse();
        assertThat(logged).isEmpty();
    }

    @Test
    void hashes_are_those_of_bouncy_castle_both_ways() {
        VectorSecretHasher hasher = readyHasher();
        BearerToken token = token(1);
        for (Argon2Parameters costs : List.of(COSTS, Argon2Parameters.owasp(), new Argon2Parameters(99, 3, 3))) {
            Argon2SecretHasher bouncyCastle = Argon2SecretHasher.of(costs);

            assertThat(hasher.matches(token, bouncyCastle.hash(token))).isTrue();
            assertThat(bouncyCastle.matches(token, hasher.hash(token))).isTrue();
        }
    }

    @Test
    void costs_memory_and_renewal_are_those_of_argon2_secret_hasher() {
        VectorSecretHasher hasher = VectorSecretHasher.of(COSTS);
        Argon2SecretHasher bouncyCastle = Argon2SecretHasher.of(COSTS);
        SecretHash weaker =
                Argon2SecretHasher.of(new Argon2Parameters(64, 1, 1)).hash(token(1));

        assertThat(hasher.memoryPerHash()).isEqualTo(bouncyCastle.memoryPerHash());
        assertThat(hasher.memoryFor(weaker)).isEqualTo(64 * 1024);
        assertThat(hasher.needsRehash(weaker)).isTrue();
        assertThat(hasher.needsRehash(bouncyCastle.hash(token(1)))).isFalse();
        assertThat(hasher).hasToString("VectorSecretHasher[m=256,t=2,p=1]");
        assertThat(VectorSecretHasher.owasp()).hasToString("VectorSecretHasher[m=19456,t=2,p=1]");
    }

    @Test
    void a_stored_hash_beyond_the_ceilings_is_not_computed() {
        VectorSecretHasher hasher = readyHasher();
        SecretHash tooLarge =
                SecretHash.of("argon2id", "$argon2id$v=19$m=65537,t=1,p=1$" + "A".repeat(22) + "$" + "A".repeat(43));

        assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> hasher.matches(token(1), tooLarge));
    }

    @Test
    void bouncy_castle_computes_until_the_self_test_has_passed() {
        CountDownLatch passing = new CountDownLatch(1);
        VectorSecretHasher hasher = VectorSecretHasher.of(
                COSTS,
                () -> {
                    await(passing);
                    return Compressions.preferred();
                },
                LONGEST);
        BearerToken token = token(1);

        SecretHash early = hasher.hash(token);

        assertThat(hasher.matches(token, early)).isTrue();
        assertThat(hasher.ready().toCompletableFuture()).isNotDone();
        passing.countDown();
        assertThat(ready(hasher)).isTrue();
        assertThat(hasher.matches(token, early)).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Right but for one bit of one word, and only where blocks are computed a second time. */
    private static final class WrongInLaterPasses extends DelegatingCompression {

        @Override
        public void compress(long[] memory, int previous, int reference, int next) {
            boolean later = memory[next] != 0;
            super.compress(memory, previous, reference, next);
            if (later) {
                memory[next + 77] ^= 1;
            }
        }
    }

    @Test
    void a_wrong_compression_is_found_and_bouncy_castle_computes() {
        assertFallsBack(
                WrongInLaterPasses::new, "the vector code and BouncyCastle disagree about a hash of m=37,t=3,p=4");
    }

    @Test
    void an_error_of_the_vector_api_makes_bouncy_castle_compute() {
        assertFallsBack(
                () -> {
                    throw new InternalError("planted");
                },
                "java.lang.InternalError: planted");
    }

    private void assertFallsBack(Supplier<BlockCompression> planted, String reason) {
        VectorSecretHasher hasher = VectorSecretHasher.of(COSTS, planted, LONGEST);

        assertThat(ready(hasher)).isFalse();

        assertThat(logged)
                .singleElement()
                .asString()
                .startsWith("Argon2 is computed by BouncyCastle, not with vectors: ")
                .contains(reason);
        BearerToken token = token(1);
        assertThat(Argon2SecretHasher.of(COSTS).matches(token, hasher.hash(token)))
                .isTrue();
    }

    @Test
    void a_slow_compression_is_not_used() {
        VectorSecretHasher hasher = VectorSecretHasher.of(COSTS, Slow::new, Duration.ofSeconds(1));

        assertThat(ready(hasher)).isFalse();

        assertThat(logged).singleElement().asString().contains("the vector code is not faster than BouncyCastle");
    }

    private static final class Slow extends DelegatingCompression {

        @Override
        public void compress(long[] memory, int previous, int reference, int next) {
            long begin = System.nanoTime();
            super.compress(memory, previous, reference, next);
            while (System.nanoTime() - begin < 20_000) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void a_verification_allocates_at_most_4_kib() {
        VectorSecretHasher hasher = VectorSecretHasher.of(Argon2Parameters.light());
        assertThat(ready(hasher)).isTrue();
        BearerToken token = token(1);
        SecretHash hash = hasher.hash(token);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 50; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            boolean matches = hasher.matches(token, hash);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            assertThat(matches).isTrue();
        }

        assertThat(least).isLessThanOrEqualTo(4096);
    }

    @Test
    void callers_at_the_same_time_get_right_answers() throws Exception {
        VectorSecretHasher hasher = VectorSecretHasher.of(COSTS);
        Argon2SecretHasher bouncyCastle = Argon2SecretHasher.of(COSTS);
        try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
            List<Future<Boolean>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                long id = i;
                // They begin while BouncyCastle computes, and end while vectors do.
                Callable<Boolean> roundTrips = () -> {
                    boolean right = true;
                    for (int round = 0;
                            round < 30 || !hasher.ready().toCompletableFuture().isDone();
                            round++) {
                        BearerToken token = token(id);
                        SecretHash hash = hasher.hash(token);
                        right &= hasher.matches(token, hash)
                                && bouncyCastle.matches(token, hash)
                                && !hasher.matches(token(id), hash);
                    }
                    return right;
                };
                answers.add(executor.submit(roundTrips));
            }
            for (Future<Boolean> answer : answers) {
                assertThat(answer.get()).isTrue();
            }
        }
    }
}
