package dev.latchkey.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents show code as it stands in a source file that is compiled and run, and link to what exists. */
class DocumentsTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path HERE = ROOT.resolve("acceptance/src/test/java/dev/latchkey/acceptance");
    private static final Path CORE = ROOT.resolve("core/src/test/java/dev/latchkey");
    private static final Path JDBC = ROOT.resolve("adapters-jdbc/src/test/java/dev/latchkey/jdbc");
    private static final Path SPRING = ROOT.resolve("adapters-spring/src/test/java/dev/latchkey/spring");
    private static final List<Path> FOLDERS = List.of(
            HERE,
            CORE,
            JDBC,
            SPRING.resolve("autoconfigure"),
            SPRING.resolve("page"),
            SPRING.resolve("security"),
            SPRING.resolve("test"),
            ROOT.resolve("examples/workspace-api/src/main/java/dev/latchkey/example/workspaceapi"),
            ROOT.resolve("examples/kotlin-api/src/main/kotlin/dev/latchkey/example/kotlin"));
    private static final List<String> LANGUAGES = List.of(".java", ".kt");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)[^)]*\\)");
    private static final Pattern CODE = Pattern.compile("```(?:java|kotlin)\n(.*?)\n```", Pattern.DOTALL);

    @ParameterizedTest
    @CsvSource({
        "README.md,      FirstScreen,      README",
        "docs/getting-started.md, FirstProgram, program",
        "docs/http.md,   BearerFilter,     filter",
        "docs/http.md,   BearerRequestFilter, jaxrs",
        "docs/http.md,   FakeVerifierTest, fake",
        "docs/page.md,   WorkspacePageHost, host",
        "docs/page.md,   MountedPage,      jdk",
        "docs/page.md,   MountedPage,      servlet",
        "docs/page.md,   MountedPage,      translate",
        "docs/scopes.md, PlatformScopes,   catalog",
        "docs/scopes.md, ScopesTest,       implied",
        "docs/scopes.md, ScopesTest,       requirements",
        "docs/scopes.md, ScopesTest,       denial",
        "docs/scopes.md, ScopesTest,       narrowest",
        "docs/scopes.md, PlatformLawsTest, laws",
        "docs/scopes.md, RealFormsTest,    roles",
        "docs/scopes.md, RealFormsTest,    github",
        "docs/scopes.md, RealFormsTest,    stripe",
        "docs/security.md, KeyedFormatTest, keys",
        "docs/revocation.md, RevocationBoundTest, bound",
        "docs/revocation.md, RevocationBoundTest, await",
        "docs/revocation.md, RevocationBoundTest, close",
        "docs/lifecycle.md, LifecycleTest, policy",
        "docs/lifecycle.md, LifecycleTest, once",
        "docs/lifecycle.md, LifecycleTest, rotate",
        "docs/lifecycle.md, LifecycleTest, less",
        "docs/lifecycle.md, LifecycleTest, child",
        "docs/lifecycle.md, LifecycleTest, together",
        "docs/lifecycle.md, LifecycleTest, listener",
        "docs/lifecycle.md, LifecycleTest, search",
        "docs/lifecycle.md, LifecycleTest, usage",
        "README.md, Security, chain",
        "docs/spring.md, Security, chain",
        "docs/spring.md, Security, catalog",
        "docs/spring.md, AccessTokenController, issue",
        "docs/spring.md, WorkspaceController, list",
        "docs/spring.md, BesideOthersTest, jwt",
        "docs/spring.md, SettingsPage, page",
        "docs/spring.md, WebFluxTest, webflux",
        "docs/spring.md, ReactiveRequiresScopeTest, requires-scope",
        "docs/spring.md, ProjectController, resource",
        "docs/spring.md, ProjectController, suspending",
        "docs/spring.md, WebMvcSliceTest, signin",
        "docs/spring.md, ProtectionAssertionsTest, protected",
        "docs/spring.md, WebFluxSliceTest, protected",
        "docs/spring.md, WebFluxFormLoginTest, form-login",
        "docs/spring.md, ApplicationEventsTest, events",
        "docs/storage.md, StorageTest, store",
        "docs/storage.md, MyTokenStoreTest, contract",
    })
    void a_document_shows_the_code_that_runs(String document, String source, String region) throws IOException {
        assertThat(snippets(ROOT.resolve(document))).contains(region(file(source), region));
    }

    private static Path file(String source) {
        return FOLDERS.stream()
                .flatMap(folder -> LANGUAGES.stream().map(language -> folder.resolve(source + language)))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void a_document_shows_no_other_code(Path document) throws IOException {
        List<String> shown = snippets(document);
        List<String> running = new ArrayList<>();
        for (Path folder : FOLDERS) {
            try (Stream<Path> sources = Files.list(folder)) {
                sources.filter(source -> LANGUAGES.stream().anyMatch(source.toString()::endsWith))
                        .forEach(source -> running.addAll(regions(source)));
            }
        }

        assertThat(running).containsAll(shown);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void a_document_links_to_files_that_exist(Path document) throws IOException {
        Matcher links = LINK.matcher(Files.readString(document));
        while (links.find()) {
            assertThat(document.resolveSibling(links.group(1))).exists();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void a_document_has_lines_of_at_most_120_characters_and_table_rows_of_at_most_140(Path document)
            throws IOException {
        List<String> lines = Files.readAllLines(document);

        assertThat(IntStream.range(0, lines.size())
                        .filter(at -> characters(lines.get(at)) > (lines.get(at).startsWith("|") ? 140 : 120))
                        .mapToObj(at -> document.getFileName() + ":" + (at + 1) + ": " + lines.get(at)))
                .isEmpty();
    }

    private static int characters(String line) {
        return line.codePointCount(0, line.length());
    }

    static List<Path> documents() throws IOException {
        try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
                                    .map(ROOT::resolve),
                            pages.filter(page -> page.toString().endsWith(".md")))
                    .toList();
        }
    }

    private static List<String> snippets(Path document) throws IOException {
        return CODE.matcher(Files.readString(document))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static List<String> regions(Path source) {
        try (Stream<String> lines = Files.lines(source)) {
            return lines.map(String::strip)
                    .filter(line -> line.startsWith("// region "))
                    .map(line -> region(source, line.substring("// region ".length())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the lines of all regions of that name, in order: imports and the code that needs them, for example} */
    private static String region(Path source, String name) {
        try (Stream<String> lines = Files.lines(source)) {
            List<String> parts = new ArrayList<>();
            StringBuilder part = null;
            for (String line : lines.toList()) {
                if (line.strip().equals("// region " + name)) {
                    part = new StringBuilder();
                } else if (line.strip().equals("// endregion") && part != null) {
                    // Without its last line end, which would count as a line that is not indented.
                    parts.add(part.toString().stripTrailing().stripIndent().strip());
                    part = null;
                } else if (part != null) {
                    part.append(line).append('\n');
                }
            }
            return String.join("\n\n", parts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
