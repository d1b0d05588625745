package dev.latchkey.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The BOM names every published module, in one version. */
class BomTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final List<String> UNPUBLISHED = List.of(
            "bom",
            "acceptance",
            "resilience",
            "benchmarks",
            "benchmarks-spring",
            "benchmarks-spring/yardstick/by-hand",
            "benchmarks-spring/yardstick/with-starter",
            "examples/workspace-suite",
            "examples/plain-java",
            "examples/key-value-store",
            "examples/workspace-api",
            "examples/kotlin-api");

    private static List<String> find(Path pom, String pattern) throws Exception {
        return Pattern.compile(pattern)
                .matcher(Files.readString(pom))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void the_bom_names_every_published_module() throws Exception {
        List<String> published = find(ROOT.resolve("pom.xml"), "<module>([^<]+)</module>").stream()
                .filter(module -> !UNPUBLISHED.contains(module))
                .flatMap(BomTest::artifact)
                .toList();

        assertThat(published).isNotEmpty();
        assertThat(find(ROOT.resolve("bom/pom.xml"), "<artifactId>(latchkey-(?!bom)[^<]+)</artifactId>"))
                .containsExactlyInAnyOrderElementsOf(published);
    }

    private static Stream<String> artifact(String module) {
        try {
            return find(
                    ROOT.resolve(module).resolve("pom.xml"),
                    "<artifactId>(latchkey-(?!parent)[^<]+)</artifactId>\n  <name>")
                    .stream();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void the_bom_and_the_parent_have_one_version() throws Exception {
        String version = "<version>([^<$]+)</version>\n  <packaging>";

        assertThat(find(ROOT.resolve("bom/pom.xml"), version))
                .hasSize(1)
                .isEqualTo(find(ROOT.resolve("pom.xml"), version));
    }
}
