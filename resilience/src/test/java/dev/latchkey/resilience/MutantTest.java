package dev.latchkey.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every scenario passes; and each rule, once it is taken out of the code, makes one fail. */
class MutantTest {

    private static final StringBuilder TABLE = new StringBuilder();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void every_scenario_passes_with_the_code_as_it_is(Scenario scenario) throws Exception {
        try (PatchedCode code = new PatchedCode(List.of(), folder)) {
            assertThatCode(() -> code.play(scenario)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_mutant_is_caught(Mutant mutant) throws Exception {
        try (PatchedCode code = new PatchedCode(mutant.patches(), folder)) {
            long began = System.nanoTime();
            Throwable caught = catchThrowable(() -> code.play(mutant.scenario()));
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);

            assertThat(caught)
                    .as("what %s did to %s", mutant, mutant.scenario())
                    .isExactlyInstanceOf(AssertionError.class);
            String rule = caught.getMessage().substring(0, caught.getMessage().indexOf(':'));
            TABLE.append(String.format("| %s | %s | %s | %d ms |%n", mutant, mutant.scenario(), rule, millis));
        }
    }

    @AfterAll
    static void tellTheTable() {
        PrintStream out = System.out;
        out.println("| mutant | scenario | rule | caught in |\n|---|---|---|---|\n" + TABLE);
    }
}
