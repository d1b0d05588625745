package dev.latchkey.argon2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenId;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.Block;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Argon2SecretHasherTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String SALT = "AAAAAAAAAAAAAAAAAAAAAA";
    private static final String TAG = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private final Argon2SecretHasher hasher = Argon2SecretHasher.of(new Argon2Parameters(64, 1, 1));

    private static BearerToken token(long id) {
        return BearerToken.generate(TokenId.of(0, id), TokenFormat.plain(), RANDOM);
    }

    private static SecretHash stored(String text) {
        return SecretHash.of("argon2id", text);
    }

    @Test
    void a_secret_matches_its_hash_and_no_other_does() {
        BearerToken token = token(1);

        SecretHash hash = hasher.hash(token);

        assertThat(hasher.matches(token, hash)).isTrue();
        assertThat(hasher.matches(token(1), hash)).as("another secret").isFalse();
        String otherId = token.reveal().replaceFirst("1\\.", "2.").substring(0, 70);
        BearerToken moved = BearerToken.parse(otherId + checksum(otherId), TokenFormat.plain())
                .orElseThrow();
        assertThat(hasher.matches(moved, hash))
                .as("the same secret under another id")
                .isFalse();
    }

    /** The checksum is not secret and not hashed; any right one will do. */
    private static String checksum(String body) {
        String digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(body.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        StringBuilder text = new StringBuilder();
        for (long rest = crc.getValue(); text.length() < 6; rest /= 62) {
            text.insert(0, digits.charAt((int) (rest % 62)));
        }
        return text.toString();
    }

    @Test
    void two_hashes_of_one_secret_have_two_salts() {
        BearerToken token = token(1);

        assertThat(hasher.hash(token)).isNotEqualTo(hasher.hash(token));
    }

    @Test
    void a_hash_of_the_default_profile_is_a_phc_string_that_names_it() {
        BearerToken token = token(1);

        SecretHash hash = Argon2SecretHasher.owasp().hash(token);

        assertThat(hash.scheme()).isEqualTo("argon2id");
        assertThat(hash.text()).matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        assertThat(hasher.matches(token, hash))
                .as("checked by a hasher of another profile")
                .isTrue();
    }

    @Test
    void the_longest_legal_hash_fits_where_hashes_are_kept() {
        assertThat("$argon2id$v=19$m=65536,t=10,p=4$" + SALT + "$" + TAG).hasSizeLessThan(SecretHash.MAX_LENGTH);
    }

    @Test
    void a_hash_needs_renewing_when_its_costs_are_lower_than_those_of_the_hasher() {
        SecretHash hash = hasher.hash(token(1));

        assertThat(hasher.needsRehash(hash)).isFalse();
        assertThat(Argon2SecretHasher.owasp().needsRehash(hash)).isTrue();
        assertThat(hasher.needsRehash(stored("$argon2id$"))).isTrue();
    }

    @Test
    void a_hash_that_costs_more_than_those_of_the_hasher_is_kept() {
        SecretHash moreMemory = stored("$argon2id$v=19$m=65,t=1,p=1$" + SALT + "$" + TAG);
        SecretHash morePasses = stored("$argon2id$v=19$m=64,t=2,p=1$" + SALT + "$" + TAG);
        SecretHash lessMemoryMorePasses = stored("$argon2id$v=19$m=63,t=2,p=1$" + SALT + "$" + TAG);

        assertThat(hasher.needsRehash(moreMemory)).isFalse();
        assertThat(hasher.needsRehash(morePasses)).isFalse();
        assertThat(hasher.needsRehash(lessMemoryMorePasses)).isFalse();
    }

    @Test
    void a_hash_that_is_not_computed_takes_no_memory() {
        assertThat(hasher.memoryFor(stored("$argon2id$v=19$m=65537,t=1,p=1$" + SALT + "$" + TAG)))
                .isZero();
        assertThat(hasher.memoryFor(SecretHash.of("bcrypt", "x"))).isZero();
    }

    @Test
    void the_bytes_that_were_hashed_are_wiped_also_after_a_failure() {
        List<byte[]> passwords = new ArrayList<>();
        boolean[] failing = {false};
        Argon2SecretHasher watched =
                new Argon2SecretHasher(new Argon2Parameters(64, 1, 1), () -> new Argon2Memory(100) {
                    @Override
                    public byte[] compute(Argon2Parameters costs, byte[] salt, byte[] password) {
                        passwords.add(password);
                        assertThat(password).contains((byte) '.');
                        if (failing[0]) {
                            throw new OutOfMemoryError("injected");
                        }
                        return super.compute(costs, salt, password);
                    }
                });
        BearerToken token = token(1);

        watched.matches(token, watched.hash(token));
        failing[0] = true;
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> watched.hash(token));

        assertThat(passwords)
                .hasSize(3)
                .allSatisfy(password -> assertThat(password).containsOnly(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$argon2i$v=19$m=64,t=1,p=1$S$T",
                "$argon2d$v=19$m=64,t=1,p=1$S$T",
                "$argon2id$v=16$m=64,t=1,p=1$S$T",
                "$argon2id$m=64,t=1,p=1$S$T",
                "$argon2id$v=19$t=1,m=64,p=1$S$T",
                "$argon2id$v=19$m=64,p=1,t=1$S$T",
                "$argon2id$v=19$m=064,t=1,p=1$S$T",
                "$argon2id$v=19$m=64,t=01,p=1$S$T",
                "$argon2id$v=19$m=+64,t=1,p=1$S$T",
                "$argon2id$v=19$m=64 ,t=1,p=1$S$T",
                "$argon2id$v=19$m=64,t=1,p=1,data=AA$S$T",
                "$argon2id$v=19$m=64,t=1,p=1,t=1$S$T",
                "$argon2id$v=19$m=65537,t=1,p=1$S$T",
                "$argon2id$v=19$m=2147483647,t=1,p=1$S$T",
                "$argon2id$v=19$m=4294967360,t=1,p=1$S$T",
                "$argon2id$v=19$m=-1,t=1,p=1$S$T",
                "$argon2id$v=19$m=7,t=1,p=1$S$T",
                "$argon2id$v=19$m=31,t=1,p=4$S$T",
                "$argon2id$v=19$m=64,t=0,p=1$S$T",
                "$argon2id$v=19$m=64,t=11,p=1$S$T",
                "$argon2id$v=19$m=64,t=2147483647,p=1$S$T",
                "$argon2id$v=19$m=64,t=1,p=0$S$T",
                "$argon2id$v=19$m=64,t=1,p=5$S$T",
                "$argon2id$v=19$m=,t=1,p=1$S$T",
                "$argon2id$v=19$m=64,t=1,p=$S$T",
                "$argon2id$v=19$m=64,t=1,p=1$S$T$",
                "$argon2id$v=19$m=64,t=1,p=1$$T",
                "$argon2id$v=19$m=64,t=1,p=1$S$",
                "$argon2id$v=19$m=64,t=1,p=1$SAA$T",
                "$argon2id$v=19$m=64,t=1,p=1$S$TAA",
                "$argon2id$v=19$m=64,t=1,p=1$S==$T=",
                "$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAB$T",
                "$argon2id$v=19$m=64,t=1,p=1$S$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",
                "$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAA-_$T",
                "$argon2id$v=19$m=64,t=1,p=1$$S$T",
                " $argon2id$v=19$m=64,t=1,p=1$S$T",
                "$2a$10$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "x",
            })
    void what_is_not_a_canonical_hash_within_the_ceilings_is_corrupt(String pattern) {
        String text = pattern.replace("T", TAG).replace("$S", "$" + SALT);

        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(() -> hasher.matches(token(1), stored(text)))
                .withMessageContaining("corrupt")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(TAG));
        assertThat(hasher.idleMemories()).as("nothing was computed").isZero();
    }

    @Test
    void a_hash_of_another_scheme_is_refused() {
        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(() -> hasher.matches(token(1), SecretHash.of("bcrypt", "x")));
    }

    @Test
    void a_hostile_hash_costs_no_memory() {
        SecretHash hostile = stored("$argon2id$v=19$m=2097152,t=1,p=1$" + SALT + "$" + TAG);
        BearerToken token = token(1);
        refuse(token, hostile);

        long allocated = allocatedBy(() -> refuse(token, hostile));

        assertThat(allocated).isLessThan(20_000);
    }

    private void refuse(BearerToken token, SecretHash hostile) {
        assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> hasher.matches(token, hostile));
    }

    @Test
    void a_computation_in_reused_memory_allocates_less_than_100_kb_whatever_its_profile() {
        Argon2SecretHasher owasp = Argon2SecretHasher.owasp();
        BearerToken token = token(1);
        SecretHash hash = owasp.hash(token);
        owasp.matches(token, hash);

        long allocated =
                allocatedBy(() -> assertThat(owasp.matches(token, hash)).isTrue());

        assertThat(allocated).isLessThan(100_000);
    }

    private static long allocatedBy(Runnable work) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void memory_is_wiped_before_it_is_kept() {
        List<Block> returned = new ArrayList<>();
        Argon2SecretHasher watched =
                new Argon2SecretHasher(new Argon2Parameters(64, 1, 1), () -> new Argon2Memory(100) {
                    @Override
                    public void deallocate(Block block) {
                        returned.add(block);
                        super.deallocate(block);
                    }
                });

        watched.hash(token(1));

        assertThat(returned).hasSizeGreaterThanOrEqualTo(64);
        assertThat(returned).usingRecursiveFieldByFieldElementComparator().containsOnly(new Block());
    }

    @Test
    void memory_whose_computation_failed_is_not_used_again() {
        boolean[] failing = {true};
        Argon2SecretHasher fragile =
                new Argon2SecretHasher(new Argon2Parameters(64, 1, 1), () -> new Argon2Memory(100) {
                    @Override
                    public Block allocate() {
                        if (failing[0] && size() > 0) {
                            throw new OutOfMemoryError("injected");
                        }
                        return super.allocate();
                    }
                });
        fragile.hash(token(1));
        assertThat(fragile.idleMemories()).isEqualTo(1);

        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> fragile.hash(token(2)));

        assertThat(fragile.idleMemories()).isZero();
        failing[0] = false;
        BearerToken token = token(3);
        assertThat(hasher.matches(token, fragile.hash(token))).isTrue();
    }

    @Test
    void a_larger_foreign_hash_does_not_make_the_kept_memory_grow() {
        List<Argon2Memory> memories = new ArrayList<>();
        Argon2SecretHasher watched = new Argon2SecretHasher(new Argon2Parameters(64, 1, 1), () -> {
            memories.add(new Argon2Memory(68));
            return memories.get(memories.size() - 1);
        });
        BearerToken token = token(1);
        SecretHash large =
                Argon2SecretHasher.of(new Argon2Parameters(4096, 1, 1)).hash(token);

        assertThat(watched.matches(token, large)).isTrue();

        assertThat(memories)
                .singleElement()
                .satisfies(memory -> assertThat(memory.size()).isEqualTo(68));
    }

    @Test
    void callers_at_the_same_time_get_right_answers_and_keep_no_more_memory_than_processors() throws Exception {
        int callers = 8;
        ExecutorService executor = Executors.newFixedThreadPool(callers);
        CyclicBarrier together = new CyclicBarrier(callers);
        try {
            List<Future<Boolean>> answers = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                long id = i;
                Callable<Boolean> roundTrip = () -> {
                    together.await();
                    boolean right = true;
                    for (int round = 0; round < 50; round++) {
                        BearerToken token = token(id);
                        SecretHash hash = hasher.hash(token);
                        right &= hasher.matches(token, hash) && !hasher.matches(token(id), hash);
                    }
                    return right;
                };
                answers.add(executor.submit(roundTrip));
            }
            for (Future<Boolean> answer : answers) {
                assertThat(answer.get()).isTrue();
            }
        } finally {
            executor.shutdown();
        }
        assertThat(hasher.idleMemories())
                .isLessThanOrEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @ParameterizedTest
    @CsvSource({"7,1,1", "31,1,4", "65537,1,1", "64,0,1", "64,11,1", "64,1,0", "64,1,5", "-1,1,1"})
    void costs_beyond_floor_or_ceiling_are_refused_with_both(int memoryKib, int iterations, int parallelism) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Argon2Parameters(memoryKib, iterations, parallelism))
                .withMessageContaining("must be between");
    }
}
