package dev.latchkey.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever the stored hashes cost, computing them takes an eighth of the heap at most. */
class SmallHeapTest {

    private static String run(String heap, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output.strip();
    }

    @Test
    void stored_hashes_that_fit_are_computed_one_after_the_other_without_an_out_of_memory_error() throws Exception {
        assertThat(run("256m", "verify", String.valueOf(30 * 1024))).isEqualTo("{WRONG_SECRET=8}");
    }

    @Test
    void stored_hashes_that_do_not_fit_are_unavailable_without_an_out_of_memory_error() throws Exception {
        assertThat(run("256m", "verify", String.valueOf(64 * 1024))).isEqualTo("{TokenStoreException=8}");
    }

    @Test
    void a_heap_too_small_for_the_default_hasher_is_refused_and_the_advised_one_is_not() throws Exception {
        String refused = run("96m", "build");
        Matcher advice = Pattern.compile("-Xmx([0-9]+m)").matcher(refused);

        assertThat(advice.find()).as(refused).isTrue();
        assertThat(run(advice.group(1), "build")).isEqualTo("built");
    }
}
