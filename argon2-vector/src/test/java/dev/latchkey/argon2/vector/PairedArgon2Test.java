package dev.latchkey.argon2.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs the comparison with libargon2, with few rounds to see that it works.
 *
 * <p>{@code -Dlatchkey.argon2.rounds=300} measures, and prints what it measured.
 */
class PairedArgon2Test {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "19456,2,1 -XX:UseAVX=3",
                "4096,1,1 -XX:UseAVX=3",
                "19456,2,1 -XX:UseAVX=2",
                "4096,1,1 -XX:UseAVX=2",
            })
    void vectors_are_compared_with_the_reference_implementation(String costs, String instructions) throws Exception {
        assumeTrue(LibArgon2.isInstalled(), "libargon2 is not installed");

        List<String> printed = ChildJvm.run(
                PairedArgon2.class,
                List.of(
                        ChildJvm.WITH_MODULE,
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xms1g",
                        "-Xmx1g",
                        instructions,
                        "-Dlatchkey.argon2.costs=" + costs,
                        "-Dlatchkey.argon2.rounds=" + Integer.getInteger("latchkey.argon2.rounds", 2)));

        System.out.println(instructions + "\n  " + String.join("\n  ", printed));
        assertThat(printed).anyMatch(line -> line.startsWith("cold verification"));
    }
}
