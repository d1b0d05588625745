package dev.latchkey.argon2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published vectors, through the same code and the same reused memory as a token's secret. */
class Argon2VectorTest {

    private final Argon2Memory memory = new Argon2Memory(100_000);

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /** RFC 9106 section 5.3. Computed twice: the second time in memory that was used and wiped. */
    @Test
    void the_vector_of_rfc_9106_is_reproduced_in_fresh_and_in_reused_memory() {
        for (int i = 0; i < 2; i++) {
            byte[] tag = memory.compute(
                    new org.bouncycastle.crypto.params.Argon2Parameters.Builder(
                                    org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_id)
                            .withVersion(0x13)
                            .withMemoryAsKB(32)
                            .withIterations(3)
                            .withParallelism(4)
                            .withSalt(filled(16, 2))
                            .withSecret(filled(8, 3))
                            .withAdditional(filled(12, 4)),
                    filled(32, 1));

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
        "password,     somesalt, 65536, 1, 1, f6a5adc1ba723dddef9b5ac1d464e180fcd9dffc9d1cbf76cca2fed795d9ca98",
        "differentpassword, somesalt, 65536, 2, 1, 0b84d652cf6b0c4beaef0dfe278ba6a80df6696281d7e0d2891b817d8c458fde",
        "password, diffsalt, 65536, 2, 1, bdf32b05ccc42eb15d58fd19b1f856b113da1e9a5874fdcc544308565aa8141c",
    })
    void the_vectors_of_the_reference_implementation_are_reproduced(
            String password, String salt, int memoryKib, int iterations, int parallelism, String tag) {
        byte[] computed = memory.compute(
                new Argon2Parameters(memoryKib, iterations, parallelism),
                salt.getBytes(StandardCharsets.US_ASCII),
                password.getBytes(StandardCharsets.US_ASCII));

        assertThat(HexFormat.of().formatHex(computed)).isEqualTo(tag);
    }
}
