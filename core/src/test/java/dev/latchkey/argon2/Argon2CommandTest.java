package dev.latchkey.argon2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.latchkey.token.BearerToken;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Our hashes and those of the reference implementation's command, {@code argon2}, are the same.
 *
 * <p>Skipped where the command is not installed, unless {@code -Dlatchkey.argon2.command=required}.
 */
@Tag("argon2-command")
class Argon2CommandTest {

    private static final String SALT = "sixteen byte slt";

    private final BearerToken token = BearerToken.generate(TokenId.of(1, 2), TokenFormat.plain(), new SecureRandom());

    @BeforeEach
    void the_command_is_there() throws Exception {
        boolean required = "required".equals(System.getProperty("latchkey.argon2.command"));
        assumeTrue(required || isInstalled(), "the argon2 command is not installed");
    }

    private static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("argon2", "-h").start().waitFor() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({"19456,2,1", "4096,1,1", "65536,3,4", "8,1,1"})
    void the_command_s_hash_is_matched_by_us_and_ours_is_the_one_that_it_prints(
            int memoryKib, int iterations, int parallelism) throws Exception {
        Argon2Parameters costs = new Argon2Parameters(memoryKib, iterations, parallelism);

        String theirs = command(costs);

        byte[] salt = SALT.getBytes(StandardCharsets.US_ASCII);
        byte[] tag = new Argon2Memory(0).compute(costs, salt, token.revealHashedBytes());
        assertThat(new PhcString(costs, salt, tag).print()).isEqualTo(theirs);
        Argon2SecretHasher hasher = Argon2SecretHasher.owasp();
        assertThat(hasher.matches(token, SecretHash.of("argon2id", theirs))).isTrue();
    }

    private String command(Argon2Parameters costs) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        "argon2",
                        SALT,
                        "-id",
                        "-t",
                        Integer.toString(costs.iterations()),
                        "-k",
                        Integer.toString(costs.memoryKib()),
                        "-p",
                        Integer.toString(costs.parallelism()),
                        "-l",
                        "32",
                        "-e"))
                .start();
        try (var in = process.getOutputStream()) {
            in.write(token.revealHashedBytes());
        }
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        assertThat(process.waitFor()).isZero();
        return printed;
    }
}
