package dev.latchkey.argon2.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The vector code agrees with BouncyCastle whatever compiles it: a fuzz test, of a second in each kind of JVM.
 *
 * <p>{@code -Dlatchkey.argon2.seconds=1800} makes it longer.
 */
class CompilersTest {

    private static final long SECONDS = Long.getLong("latchkey.argon2.seconds", 1);

    @Test
    void random_costs_and_inputs_agree() {
        assertThat(Agreement.compare(RandomGenerator.getDefault(), SECONDS, 40_000))
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:-TieredCompilation -Dlatchkey.argon2.blocks=3000",
                "-XX:TieredStopAtLevel=1 -Dlatchkey.argon2.blocks=300",
                "-Xint -Dlatchkey.argon2.blocks=50",
                "-XX:UseAVX=0 -Dlatchkey.argon2.blocks=300",
                "-XX:UseAVX=1 -Dlatchkey.argon2.blocks=300",
                "-XX:UseAVX=2 -Dlatchkey.argon2.blocks=300",
                "-XX:UseAVX=3 -Dlatchkey.argon2.blocks=3000",
            })
    void other_compilers_and_instructions_agree(String options) throws Exception {
        List<String> all = new ArrayList<>(List.of(options.split(" ")));
        all.add(ChildJvm.WITH_MODULE);
        all.add("-Dlatchkey.argon2.seconds=" + SECONDS);

        assertThat(ChildJvm.run(Agreement.class, all))
                .singleElement()
                .asString()
                .matches("agreed: [1-9][0-9]*");
    }
}
