package dev.latchkey.argon2.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.argon2.Argon2Parameters;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class Argon2idTest {

    private static final byte[] SALT = "sixteen byte slt".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PASSWORD = "correct horse".getBytes(StandardCharsets.US_ASCII);

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /** Section 5.3. Computed twice: the second time in memory that was used and wiped. */
    @ParameterizedTest
    @EnumSource
    void vector_of_rfc_9106_is_reproduced_in_fresh_and_in_reused_memory(Compressing compressing) {
        Argon2id argon2id = new Argon2id(compressing.compression(), 32);
        for (int i = 0; i < 2; i++) {
            byte[] tag = new byte[32];

            argon2id.compute(
                    new Argon2Parameters(32, 3, 4), filled(16, 2), filled(32, 1), filled(8, 3), filled(12, 4), tag);

            assertThat(HexFormat.of().formatHex(tag))
                    .isEqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
        }
    }

    /** From {@code src/test.c} of the reference implementation (P-H-C/phc-winner-argon2), Argon2id, version 19. */
    @ParameterizedTest
    @CsvSource({
        "password,     somesalt, 65536, 2, 1, 09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7",
        "password,     somesalt,   256, 2, 1, 9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe",
        "password,     somesalt,   256, 2, 2, 6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037",
        "differentpassword, somesalt, 65536, 2, 1, 0b84d652cf6b0c4beaef0dfe278ba6a80df6696281d7e0d2891b817d8c458fde",
        "password, diffsalt, 65536, 2, 1, bdf32b05ccc42eb15d58fd19b1f856b113da1e9a5874fdcc544308565aa8141c",
    })
    void vectors_of_the_reference_implementation_are_reproduced(
            String password, String salt, int memoryKib, int iterations, int parallelism, String tag) {
        for (Compressing compressing : Compressing.values()) {
            byte[] computed = compressing
                    .argon2id()
                    .compute(
                            new Argon2Parameters(memoryKib, iterations, parallelism),
                            salt.getBytes(StandardCharsets.US_ASCII),
                            password.getBytes(StandardCharsets.US_ASCII));

            assertThat(HexFormat.of().formatHex(computed)).as("%s", compressing).isEqualTo(tag);
        }
    }

    /** H' takes BLAKE2b once up to 64 bytes, and chains it beyond. */
    @ParameterizedTest
    @CsvSource({"4", "31", "32", "63", "64", "65", "95", "96", "97", "128", "129", "1024"})
    void tags_of_other_lengths_agree_with_bouncy_castle(int length) {
        Argon2Parameters costs = new Argon2Parameters(16, 1, 1);
        byte[] none = {};
        byte[] tag = new byte[length];

        Compressing.IN_512_BITS.argon2id().compute(costs, SALT, PASSWORD, none, none, tag);

        assertThat(tag).isEqualTo(BouncyCastle.tag(costs, SALT, PASSWORD, none, none, length));
    }

    /** All inputs of the first hash, around the length of one and of two blocks of BLAKE2b. */
    @ParameterizedTest
    @CsvSource({"0", "1", "55", "56", "57", "128", "183", "184", "185", "1000"})
    void inputs_of_other_lengths_agree_with_bouncy_castle(int length) {
        Argon2Parameters costs = new Argon2Parameters(16, 1, 1);
        byte[] password = filled(length, 7);
        byte[] tag = new byte[32];

        Compressing.IN_512_BITS.argon2id().compute(costs, SALT, password, SALT, PASSWORD, tag);

        assertThat(tag).isEqualTo(BouncyCastle.tag(costs, SALT, password, SALT, PASSWORD, 32));
    }

    @ParameterizedTest
    @EnumSource
    void kept_memory_is_used_for_smaller_and_for_larger_costs(Compressing compressing) {
        Argon2id argon2id = new Argon2id(compressing.compression(), 64);
        byte[] none = {};
        for (int memoryKib : new int[] {64, 16, 100, 64, 8}) {
            Argon2Parameters costs = new Argon2Parameters(memoryKib, 2, 1);

            assertThat(argon2id.compute(costs, SALT, PASSWORD))
                    .isEqualTo(BouncyCastle.tag(costs, SALT, PASSWORD, none, none, 32));
        }
    }
}
