package dev.latchkey.argon2.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.argon2.vector.program.Service;
import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a service sees of the vector code in JVMs that have it, and in those that lack something. */
class FallbackTest {

    @Test
    void with_the_module_vectors_compute_and_nothing_is_logged() throws Exception {
        assertThat(ChildJvm.run(Service.class, List.of(ChildJvm.WITH_MODULE)))
                .containsExactly("named module: false", "vectors: true, matched: true");
    }

    @Test
    void without_the_module_bouncy_castle_computes_and_one_line_says_why() throws Exception {
        assertThat(ChildJvm.run(Service.class, List.of()))
                .containsExactly(
                        "WARNING: Argon2 is computed by BouncyCastle, not with vectors: the module jdk.incubator.vector"
                                + " is missing; start the JVM with --add-modules jdk.incubator.vector",
                        "named module: false",
                        "vectors: false, matched: true");
    }

    @Test
    void without_wide_vectors_bouncy_castle_computes_and_one_line_says_why() throws Exception {
        assertThat(ChildJvm.run(Service.class, List.of(ChildJvm.WITH_MODULE, "-XX:MaxVectorSize=16")))
                .containsExactly(
                        "WARNING: Argon2 is computed by BouncyCastle, not with vectors: this JVM computes in vectors of"
                                + " 128 bits on this processor; at least 256 are needed",
                        "named module: false",
                        "vectors: false, matched: true");
    }

    @Test
    void without_the_optimizing_compiler_bouncy_castle_computes_and_one_line_says_why() throws Exception {
        assertThat(ChildJvm.run(Service.class, List.of(ChildJvm.WITH_MODULE, "-XX:TieredStopAtLevel=1")))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("WARNING: Argon2 is computed by BouncyCastle, not with vectors: "),
                        line -> assertThat(line).isEqualTo("named module: false"),
                        line -> assertThat(line).isEqualTo("vectors: false, matched: true"));
    }

    @Test
    void on_the_module_path_both_happen_too() throws Exception {
        Predicate<String> isTest = place -> place.contains("test-classes");
        String modules = places(isTest.negate());
        List<String> options = List.of("--module-path", modules, "--add-modules", "dev.latchkey.argon2.vector");

        assertThat(ChildJvm.run(Service.class, places(isTest), options))
                .hasSize(3)
                .contains("named module: true", "vectors: false, matched: true");
        assertThat(ChildJvm.run(
                        Service.class,
                        places(isTest),
                        List.of(
                                "--module-path",
                                modules,
                                "--add-modules",
                                "dev.latchkey.argon2.vector,jdk.incubator.vector")))
                .containsExactly("named module: true", "vectors: true, matched: true");
    }

    private static String places(Predicate<String> which) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(which)
                .filter(place -> which.test("test-classes")
                        || place.contains("bcprov")
                        || place.contains("caffeine")
                        || place.contains("jspecify")
                        || place.contains("target"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
