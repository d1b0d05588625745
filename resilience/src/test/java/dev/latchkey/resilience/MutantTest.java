package dev.latchkey.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario passes; and each rule, once a part or the code breaks it, makes one fail. */
class MutantTest {

    private static final StringBuilder TABLE = new StringBuilder();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void every_scenario_passes_with_the_code_as_it_is(Scenario scenario) {
        assertThatCode(scenario::play).doesNotThrowAnyException();
    }

    /** So that a mutant of the code is caught for its patch, and not for being loaded apart. */
    @Test
    void a_scenario_passes_with_the_code_loaded_apart_without_a_patch() throws Exception {
        try (PatchedCode code = new PatchedCode(List.of(), folder)) {
            assertThatCode(() -> code.play(Scenario.A_QUERY_THAT_TAKES_LONG)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_mutant_is_caught(Mutant mutant) throws Exception {
        long began = System.nanoTime();
        Throwable caught = catchThrowable(() -> play(mutant));
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);

        assertThat(caught).as("what %s did to %s", mutant, mutant.scenario()).isExactlyInstanceOf(AssertionError.class);
        String rule = caught.getMessage().substring(0, caught.getMessage().indexOf(':'));
        TABLE.append(String.format("| %s | %s | %s | %d ms |%n", mutant, mutant.scenario(), rule, millis));
    }

    private void play(Mutant mutant) throws Throwable {
        if (mutant.patches().isEmpty()) {
            mutant.scenario().play(mutant.seams());
            return;
        }
        try (PatchedCode code = new PatchedCode(mutant.patches(), folder)) {
            code.play(mutant.scenario());
        }
    }

    static Stream<Patch> patches() {
        return Arrays.stream(Mutant.values()).flatMap(mutant -> mutant.patches().stream());
    }

    @ParameterizedTest
    @MethodSource("patches")
    void a_patch_applies_however_its_source_is_laid_out(Patch patch) throws Exception {
        String source = patch.source();

        assertThatCode(() -> patch.applyTo(source)).doesNotThrowAnyException();
        assertThatCode(() -> patch.applyTo(source.replaceAll("\\s+", " "))).doesNotThrowAnyException();
        assertThatCode(() -> patch.applyTo(source.replaceAll("(?<=[(,.{])|(?=[.)])", "\n    ")))
                .doesNotThrowAnyException();
    }

    @AfterAll
    static void tellTheTable() {
        PrintStream out = System.out;
        out.println("| mutant | scenario | rule | caught in |\n|---|---|---|---|\n" + TABLE);
    }
}
