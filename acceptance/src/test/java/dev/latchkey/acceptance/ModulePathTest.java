package dev.latchkey.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.latchkey.AccessTokens;
import dev.latchkey.http.BearerGate;
import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.jdbc.JdbcDialect;
import dev.latchkey.jdbc.JdbcTokenStore;
import dev.latchkey.keyvalue.KeyValueTokenStore;
import dev.latchkey.page.AccessPage;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program of named modules, compiled and run on the module path alone. */
class ModulePathTest {

    private static final String MODULE = """
            module consumer {
                requires dev.latchkey;
                requires dev.latchkey.inmemory;
                requires dev.latchkey.keyvalue;
                requires dev.latchkey.jdbc;
                requires dev.latchkey.http;
                requires dev.latchkey.page;
            }
            """;

    private static final String PROGRAM = """
            package consumer;

            import dev.latchkey.AccessTokens;
            import dev.latchkey.IssueRequest;
            import dev.latchkey.http.BearerErrors;
            import dev.latchkey.http.BearerGate;
            import dev.latchkey.http.BodyStyle;
            import dev.latchkey.inmemory.InMemoryTokenStore;
            import dev.latchkey.jdbc.JdbcTokenStore;
            import dev.latchkey.page.AccessPage;
            import dev.latchkey.scope.Scope;
            import java.util.List;

            public class Main {
                public static void main(String[] arguments) {
                    AccessTokens tokens = AccessTokens.builder(new InMemoryTokenStore()).withoutPrefix().build();
                    String text = tokens.issuer()
                            .issue(IssueRequest.forOwner("o").grantedByTheService().describedAs("d").withScopes("a"))
                            .reveal();
                    BearerGate gate = new BearerGate(tokens.verifier(), BearerErrors.of("r", BodyStyle.CODE));
                    System.out.print(Main.class.getModule().isNamed()
                            + " " + AccessTokens.class.getModule().getName()
                            + " " + gate.check(List.of("Bearer " + text), Scope.of("a")).getClass().getSimpleName()
                            + " " + JdbcTokenStore.class.getModule().isNamed()
                            + " " + AccessPage.texts().get("list.create"));
                    for (String resource : arguments) {
                        if (JdbcTokenStore.class.getResource("/" + resource) == null) {
                            System.out.print(" " + resource + " is missing");
                        }
                    }
                }
            }
            """;

    @TempDir
    private Path folder;

    private static Path home(Class<?> type) throws Exception {
        URI place = type.getProtectionDomain().getCodeSource().getLocation().toURI();
        return Path.of(place);
    }

    private static String modulePath() throws Exception {
        return Stream.of(
                        home(AccessTokens.class),
                        home(InMemoryTokenStore.class),
                        home(KeyValueTokenStore.class),
                        home(JdbcTokenStore.class),
                        home(BearerGate.class),
                        home(AccessPage.class),
                        home(Class.forName("gg.jte.TemplateOutput")),
                        home(Caffeine.class),
                        home(Argon2BytesGenerator.class),
                        home(NullMarked.class))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** {@return the names of the files in a module other than its classes} */
    private static List<String> resources(Class<?> type) throws Exception {
        Path home = home(type);
        if (Files.isDirectory(home)) {
            return resourcesIn(home);
        }
        try (FileSystem jar = FileSystems.newFileSystem(home)) {
            return resourcesIn(jar.getPath("/"));
        }
    }

    private static List<String> resourcesIn(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString().replace(File.separatorChar, '/'))
                    .filter(name -> !name.endsWith(".class"))
                    .toList();
        }
    }

    private static String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + printed;
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private String compile(String program) throws Exception {
        Path source = Files.createDirectories(folder.resolve("source/consumer"));
        Files.writeString(folder.resolve("source/module-info.java"), MODULE);
        Files.writeString(source.resolve("Main.java"), program);
        return run(List.of(
                tool("javac"),
                "--module-path",
                modulePath(),
                "-d",
                folder.resolve("classes").toString(),
                folder.resolve("source/module-info.java").toString(),
                source.resolve("Main.java").toString()));
    }

    private String runProgram(List<String> arguments) throws Exception {
        assertThat(compile(PROGRAM)).startsWith("0 ");
        List<String> command = new ArrayList<>(List.of(
                tool("java"),
                "--module-path",
                modulePath() + File.pathSeparator + folder.resolve("classes"),
                "--module",
                "consumer/consumer.Main"));
        command.addAll(arguments);
        return run(command);
    }

    @Test
    void a_modular_program_issues_and_verifies() throws Exception {
        assertThat(runProgram(List.of())).isEqualTo("0 true dev.latchkey Passed true Create token");
    }

    @Test
    void a_modular_program_finds_every_resource_that_the_jdbc_module_ships() throws Exception {
        List<String> shipped = resources(JdbcTokenStore.class);
        assertThat(shipped)
                .contains(Arrays.stream(JdbcDialect.values())
                        .map(dialect -> "dev/latchkey/jdbc/schema/"
                                + dialect.name().toLowerCase(Locale.ROOT) + "/V1__latchkey.sql")
                        .toArray(String[]::new));

        assertThat(runProgram(shipped)).isEqualTo("0 true dev.latchkey Passed true Create token");
    }

    @Test
    void what_is_not_exported_cannot_be_used() throws Exception {
        String intruder = PROGRAM.replace(
                "import java.util.List;", "import java.util.List;\nimport dev.latchkey.proof.SecretProofs;");

        assertThat(compile(intruder)).startsWith("1 ").contains("package dev.latchkey.proof is not visible");
    }
}
